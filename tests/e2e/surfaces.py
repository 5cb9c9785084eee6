"""The conversations of a manager with the bot, walked through for what they show."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from bot.services.practices import Practices
from tests.e2e.company_surfaces import the_company_window
from tests.e2e.free_time_surfaces import a_status_that_says_away, days_off_and_breaks
from tests.e2e.slack import JSON, Slack, controls, options, started

MAYA = "U0MAYA"
PLAN = "When the phone rings, I will listen."
NOTE = "a private thought"
NO_WORD = "gibberish"

Surface = Callable[[Slack], Awaitable[None]]


async def close_all(slack: Slack) -> None:
    if modals := (await slack.get("views", user=MAYA))["modals"]:
        await slack.post("close", user=MAYA, view_id=modals[-1]["id"], all=True)


async def press(slack: Slack, message: JSON, action: str) -> JSON:
    """Press a button of a message; the message as it is shown then."""
    await slack.click(MAYA, await slack.again(message), action)
    return await slack.again(message)


async def choose(slack: Slack, message: JSON, action: str, beginning: str) -> None:
    offered = options(controls(message)[action])
    await slack.click(MAYA, message, action, next(o for o in offered if beginning in o))


async def first_prompt(slack: Slack) -> JSON:
    await started(slack, MAYA)
    await slack.next_message()
    return await slack.next_message()


# --- the conversations -----------------------------------------------------------------------


async def nobody_has_started(slack: Slack) -> None:
    for word in ("", "help", "help more", "privacy", "leave", "settings", NO_WORD, "setings"):
        await slack.trust(MAYA, word)
    await slack.home(MAYA)
    await slack.type(MAYA, NOTE)


async def starting(slack: Slack) -> None:
    await started(slack, MAYA)
    await slack.home(MAYA)


async def a_start_that_cannot_work(slack: Slack) -> None:
    await slack.trust(MAYA, "start")
    await slack.submit(MAYA, await slack.modal(MAYA), situation="1")
    await slack.click(MAYA, await slack.modal(MAYA), "start.times")
    form = await slack.modal(MAYA)
    for wrong in ({"hours_start": "18:00", "hours_end": "09:00"}, {"work_days": []}):
        await slack.submit(MAYA, form, **wrong)


async def a_whole_week(slack: Slack) -> None:
    await started(slack, MAYA)
    week_start = await slack.next_message()
    await press(slack, week_start, "week.save")
    await slack.click(MAYA, week_start, "week.ticks", ["decision_ahead", "lost_deal"])
    await press(slack, week_start, "week.save")
    await press(slack, week_start, "week.change")
    await press(slack, week_start, "week.none")
    prompt = await slack.next_message()
    await slack.home(MAYA)
    await press(slack, prompt, "prompt.answer.done")
    await slack.trust(MAYA, "week")
    await slack.home(MAYA)
    check_in = await slack.next_message()
    await slack.trust(MAYA, "done coach_11")
    await slack.pass_time(hours=1)
    await slack.again(check_in)
    await slack.next_message()
    await slack.trust(MAYA, "week")


async def something_comes_up(slack: Slack) -> None:
    await started(slack, MAYA)
    for words in ("happened", f"happened {NO_WORD}", "happened lost-deal"):
        await slack.trust(MAYA, words)
    await slack.trust(MAYA, "done share_why 2020-01-01")


async def a_check_in(slack: Slack) -> None:
    prompt = await first_prompt(slack)
    await press(slack, prompt, "prompt.answer.skipped")
    check_in = await slack.next_message()
    await press(slack, check_in, "check_in.save")
    await slack.click(MAYA, check_in, "check_in.ticks", ["share_why"])
    await press(slack, check_in, "check_in.save")
    await press(slack, check_in, "check_in.change")
    await press(slack, check_in, "check_in.none")
    await slack.home(MAYA)
    await slack.pass_time(days=8)
    await slack.click(MAYA, check_in, "check_in.change")


async def answers_to_a_prompt(slack: Slack) -> None:
    prompt = await first_prompt(slack)
    await press(slack, prompt, "prompt.answer.skipped")
    await press(slack, prompt, "prompt.answer.did-not-come-up")
    await press(slack, prompt, "prompt.change")
    await press(slack, prompt, "prompt.answer.done")
    await slack.trust(MAYA, "today")
    await slack.pass_time(days=8)
    await slack.again(prompt)


async def later(slack: Slack) -> None:
    prompt = await first_prompt(slack)
    await choose(slack, prompt, "prompt.later", ":1h")
    await slack.trust(MAYA, "week")
    back = await slack.next_message()
    await choose(slack, back, "prompt.later", ":tomorrow")
    await slack.home(MAYA)
    await slack.next_message()
    await slack.pass_time(days=3)
    await slack.pass_time(days=8)


async def the_menu_of_a_prompt(slack: Slack) -> None:
    prompt = await first_prompt(slack)
    for entry in ("why:", "times:", "stop:"):
        await choose(slack, prompt, "prompt.more", entry)
        view = await slack.modal(MAYA)
        if entry == "stop:":
            await slack.submit(MAYA, view)
        await close_all(slack)
    await slack.home(MAYA)
    for word in ("today", "week"):
        await slack.trust(MAYA, word)


async def today_and_done(slack: Slack) -> None:
    await started(slack, MAYA)
    await slack.trust(MAYA, "today")
    for typed in ("done", f"done {NO_WORD}", "done coach_11", "done coach_11", "done share_why"):
        await slack.trust(MAYA, typed)
    await slack.trust(MAYA, "done coach_11")
    logged = (await slack.messages(MAYA))[-1]
    await press(slack, logged, "done.undo")


async def settings(slack: Slack) -> None:
    await started(slack, MAYA)
    wrong: list[JSON] = [
        {"hours_start": "18:00", "hours_end": "09:00"},
        {"hours_start": "09:00"},
        {"work_days": ["0", "1", "2", "3"], "check_in_day": "4"},
        {"prompt_day": "6"},
        {"prompt_day": "4", "prompt_at": "09:00"},
        {"start_at": "17:00", "prompt_day": "1", "prompt_at": "08:00"},
        {"work_days": ["1", "3"], "prompt_day": "3"},
        {"work_days": ["1", "3"], "check_in_day": "1"},
        {"work_days": []},
    ]
    for values in wrong:
        await slack.trust(MAYA, "settings")
        said = await slack.submit(MAYA, await slack.modal(MAYA), **values)
        assert said.get("errors"), values
        await close_all(slack)
    right: list[JSON] = [
        {"plan": PLAN, "start_at": "11:00"},
        {"habit": "coach_11"},
        {"prompt_day": "off", "check_in_day": "3"},
        {"work_days": ["1", "3"], "check_in_day": "own"},
    ]
    for values in right:
        await slack.trust(MAYA, "settings")
        said = await slack.submit(MAYA, await slack.modal(MAYA), **values)
        assert said.get("response_action") == "update", (values, said)
        await close_all(slack)
    await slack.trust(MAYA, "week")
    await slack.home(MAYA)


async def a_break(slack: Slack) -> None:
    await started(slack, MAYA)
    await slack.trust(MAYA, "pause")
    form = await slack.modal(MAYA)
    for until in ("2020-01-01", "2120-01-01"):
        await slack.submit(MAYA, form, until=until)
    until = (await slack.now()).date() + timedelta(days=9)
    await slack.submit(MAYA, form, until=until.isoformat())
    await close_all(slack)
    await slack.home(MAYA)
    await slack.trust(MAYA, "week")
    await slack.trust(MAYA, "resume")
    await slack.type(MAYA, "pause")
    offer = (await slack.direct(MAYA))[-1]
    await press(slack, offer, "pause.weeks.1")
    await slack.home(MAYA)


async def privacy_and_notes(slack: Slack) -> None:
    await first_prompt(slack)
    await slack.type(MAYA, NOTE)
    kept = (await slack.direct(MAYA))[-1]
    await press(slack, kept, "note.undo")
    await slack.pass_time(seconds=5)
    await slack.type(MAYA, NOTE)
    await slack.pass_time(seconds=5)
    await press(slack, (await slack.direct(MAYA))[-1], "note.off")
    await slack.type(MAYA, NOTE)
    await slack.trust(MAYA, "privacy")
    answer = (await slack.messages(MAYA))[-1]
    await slack.click(MAYA, answer, "privacy.export")
    await slack.click(MAYA, answer, "privacy.more")
    await slack.modal(MAYA)
    await close_all(slack)
    await press(slack, answer, "note.on")


async def typed_words(slack: Slack) -> None:
    await started(slack, MAYA)
    for word in ("done", "later", "help", "stop"):
        await slack.type(MAYA, word)
    await slack.next_message()
    await slack.next_message()
    for word in ("later", "skip", "done"):
        await slack.type(MAYA, word)
    await slack.pass_time(days=7)
    await slack.type(MAYA, "done")


async def leaving(slack: Slack) -> None:
    await first_prompt(slack)
    for erase in ("keep", "erase"):
        await slack.trust(MAYA, "leave")
        form = await slack.modal(MAYA)
        await slack.submit(MAYA, form, erase=erase)
        await close_all(slack)
        await slack.trust(MAYA, "privacy")
        await slack.home(MAYA)


async def another_time_zone(slack: Slack) -> None:
    await started(slack, MAYA)
    await slack.next_message()
    await slack.person(user=MAYA, tz="America/New_York")
    await slack.next_message()
    await slack.trust(MAYA, "week")


async def a_guest(slack: Slack) -> None:
    guest = await slack.person(name="Guest", tz="Europe/Stockholm", is_restricted=True)
    await slack.trust(guest["id"], "start")


async def a_day_when_something_breaks(slack: Slack) -> None:
    async def broken(*_: object) -> None:
        raise ZeroDivisionError("on purpose")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Practices, "log", broken)
        await slack.trust(MAYA, "done coach_11")


SURFACES: list[Surface] = [
    nobody_has_started,
    starting,
    a_start_that_cannot_work,
    a_whole_week,
    something_comes_up,
    a_check_in,
    answers_to_a_prompt,
    later,
    the_menu_of_a_prompt,
    today_and_done,
    settings,
    a_break,
    days_off_and_breaks,
    a_status_that_says_away,
    privacy_and_notes,
    typed_words,
    leaving,
    another_time_zone,
    a_guest,
    a_day_when_something_breaks,
    the_company_window,
]
