"""Days off, breaks and a status that says away, walked through for what they show."""

from datetime import timedelta

from tests.e2e.slack import Slack, started

MAYA = "U0MAYA"
COUNTRY = "DE"
NO_DAY = "gibberish"


async def days_off_and_breaks(slack: Slack) -> None:
    await started(slack, MAYA)
    monday = (await slack.now()).date() + timedelta(days=7)
    saturday = monday + timedelta(days=(5 - monday.weekday()) % 7)
    friday = saturday - timedelta(days=1)
    await slack.trust(MAYA, "settings")
    await _press(slack, "free_time.open")
    await slack.click(MAYA, await slack.modal(MAYA), "free_time.country", COUNTRY)
    await _press(slack, "free_time.day.add")
    for day, kind in (("2020-01-01", "off"), (saturday, "off"), (friday, "work"), (friday, "off")):
        await slack.submit(MAYA, await slack.modal(MAYA), date=f"{day}", kind=kind)
    await _press(slack, "free_time.day.add")
    await slack.submit(MAYA, await slack.modal(MAYA), date=f"{friday}", kind="work")
    await _press(slack, "free_time.span.add")
    first = friday + timedelta(days=3)
    wrong = [("2020-01-01", first), (first, friday), (first, first + timedelta(days=400))]
    for begin, end in [*wrong, (first, first + timedelta(days=4))]:
        form = await slack.modal(MAYA)
        await slack.submit(MAYA, form, first_day=f"{begin}", last_day=f"{end}")
    await _press(slack, "free_time.span.remove")
    await slack.submit(MAYA, await slack.modal(MAYA), region="BY")
    for words in (NO_DAY, f"until {first}"):
        await slack.trust(MAYA, f"pause {words}")
    await slack.home(MAYA)
    await slack.trust(MAYA, "resume")


async def a_status_that_says_away(slack: Slack) -> None:
    await started(slack, MAYA)
    for answers in (True, False):
        until = (await slack.now()) + timedelta(days=2)
        await slack.person(user=MAYA, status_emoji=":away:", status_until=until.isoformat())
        await slack.trust(MAYA)
        await slack.modal(MAYA)
        await slack.person(user=MAYA, status_emoji=":away:")
        await slack.trust(MAYA)
        if answers:
            await _press(slack, "away.leave-out")
        await slack.modal(MAYA)
        await slack.pass_time(days=1)
        await slack.person(user=MAYA, status_emoji="")
    await slack.home(MAYA)


async def _press(slack: Slack, action: str) -> None:
    await slack.click(MAYA, await slack.modal(MAYA), action)
