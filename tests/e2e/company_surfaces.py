"""The company window of an admin, walked through for what it shows."""

from tests.e2e.slack import Slack

OLGA = "U0OLGA"
NOAH = "U0NOAH"
DAY = "gibberish"


async def the_company_window(slack: Slack) -> None:
    await slack.revoke("usergroups:read")
    for word in ("help", "company"):
        await slack.trust(OLGA, word)
    await _press(slack, "company.invite")
    for people in ([], ["U0TRUST"], [NOAH]):
        await slack.submit(OLGA, await slack.modal(OLGA), invited=people)
    await _press(slack, "own_voice.text")
    await slack.submit(OLGA, await slack.modal(OLGA))
    await _press(slack, "company.invited")
    for people in ([], ["U0MAYA"], [NOAH]):
        await slack.submit(OLGA, await slack.modal(OLGA), removed=people)
    await _close(slack)
    await _press(slack, "company.days")
    await _press(slack, "company.day.add")
    for name in (None, DAY):
        await slack.submit(OLGA, await slack.modal(OLGA), name=name)
    await _press(slack, "company.day.remove")
    await _close(slack)
    await _press(slack, "company.limits")
    for latest in (None, "09:30", "16:00"):
        await slack.submit(OLGA, await slack.modal(OLGA), earliest="09:00", latest=latest)
    await _press(slack, "company.preview")
    shown = await slack.modal(OLGA)
    await slack.click(OLGA, shown, "company.preview.habit", "share_why")
    await slack.modal(OLGA)
    await slack.home(OLGA)


async def _press(slack: Slack, action: str) -> None:
    await slack.click(OLGA, await slack.modal(OLGA), action)


async def _close(slack: Slack) -> None:
    await slack.post("close", user=OLGA, view_id=(await slack.modal(OLGA))["id"])
