"""Admins invite and set what holds for all; nobody else finds the way in, and nobody is named."""

from tests.e2e.slack import JSON, Slack, options, words

OLGA = "U0OLGA"
NOAH = "U0NOAH"


async def pressed(slack: Slack, user: str, action: str) -> JSON:
    await slack.click(user, await slack.modal(user), action)
    return await slack.modal(user)


async def test_an_admin_walks_through_the_company_window(slack: Slack, maya: str) -> None:
    assert await slack.trust(maya, "company") == await slack.trust(maya, "compani") | {
        "blocks": (await slack.trust(maya, "company"))["blocks"]
    }
    assert "There is no `/trust company`." in words(await slack.trust(maya, "company"))
    assert "/trust company" in words(await slack.trust(OLGA, "help"))
    assert "/trust company" not in words(await slack.trust(NOAH, "help"))

    await slack.trust(OLGA, "company")
    page = await slack.modal(OLGA)
    assert "Fewer than five people use it. Nobody sees who." in words(page)

    form = await pressed(slack, OLGA, "company.invite")
    said = await slack.submit(OLGA, form, invited=[NOAH])
    assert "1 person is invited. I have sent nothing." in words(said["view"])
    assert await slack.direct(NOAH) == []
    shown = await pressed(slack, OLGA, "own_voice.text")
    assert "two minutes" in str(shown["blocks"])
    await slack.post("close", user=OLGA, view_id=shown["id"])
    assert "1 person is invited." in words(await slack.modal(OLGA))

    form = await pressed(slack, OLGA, "company.invite")
    group = options(controls_of(form, "group"))[0]
    await slack.post("faults", http_500=1.0, methods=["users.list"])
    await slack.submit(OLGA, form, group=group)
    told = await slack.modal(OLGA)
    assert "Slack did not answer just now." in words(told)
    await slack.post("faults")
    await slack.post("close", user=OLGA, view_id=told["id"])

    form = await pressed(slack, OLGA, "company.invite")
    await slack.submit(OLGA, form, group=group)
    told = await slack.modal(OLGA)
    assert "3 people are invited. I have sent nothing." in words(told)
    await slack.post("close", user=OLGA, view_id=told["id"])

    listed = await pressed(slack, OLGA, "company.invited")
    assert "U0LENA" in words(listed)
    said = await slack.submit(OLGA, listed, removed=["U0LENA"])
    assert "U0LENA" not in words(said["view"])
    await slack.post("close", user=OLGA, view_id=said["view"]["id"])

    days = await pressed(slack, OLGA, "company.days")
    form = await pressed(slack, OLGA, "company.day.add")
    said = await slack.submit(OLGA, form, day_kind="off")
    assert said["errors"] == {"name": "Give the day off a name."}
    await slack.submit(OLGA, form, day_kind="off", name="Founders' day")
    days = await slack.modal(OLGA)
    assert "Founders' day" in words(days)
    assert "Founders' day" in words(await slack.trust(maya, "week"))
    await slack.post("close", user=OLGA, view_id=days["id"])

    form = await pressed(slack, OLGA, "company.limits")
    await slack.click(OLGA, form, "company.country", "DE")
    form = await slack.modal(OLGA)
    assert "BY" in options(controls_of(form, "region"))
    said = await slack.submit(OLGA, form, region="BY", earliest="09:00", latest="10:00")
    assert said["errors"] == {"latest": "Leave two hours or more between the two times."}
    await slack.submit(OLGA, form, region="BY", earliest="09:00", latest="16:00")
    page = words(await slack.modal(OLGA))
    assert "Newcomers begin with Bavaria" in page or "Newcomers begin with Bayern" in page
    assert "Messages come from 09:00 to 16:00." in page

    shown = await pressed(slack, OLGA, "company.preview")
    await slack.click(OLGA, shown, "company.preview.habit", "share_why")
    shown = await slack.modal(OLGA)
    assert "This is a preview." in words(shown)
    await slack.click(OLGA, shown, "company.preview.inert.0")
    assert await slack.direct(OLGA) == []


def controls_of(view: JSON, block: str) -> JSON:
    return next(one["element"] for one in view["blocks"] if one.get("block_id") == block)
