"""Prompts: answering, changing, putting off, asking why, and typing instead of pressing."""

from datetime import timedelta

import pytest

from tests.e2e.slack import JSON, Slack, controls, options, posted_at, words

SKIPPED = "Skipped. Do it any other day and it still counts."
MENU = "prompt.more"


@pytest.fixture
async def prompt(slack: Slack, maya: str) -> JSON:
    """Tuesday's prompt has just come."""
    await slack.next_message()
    return await slack.next_message()


def choice(shown: JSON, control: str, ending: str = "", beginning: str = "") -> str:
    """The value of an option; `ending` or `beginning` tell which."""
    fitting = [
        one
        for one in options(controls(shown)[control])
        if one.endswith(ending) and one.startswith(beginning)
    ]
    assert len(fitting) == 1, options(controls(shown)[control])
    return fitting[0]


async def week(slack: Slack, user: str) -> str:
    return words(await slack.trust(user, "week"))


# --- buttons ----------------------------------------------------------------------------------


async def test_a_prompt_says_why_it_comes_and_what_to_do(prompt: JSON) -> None:
    assert "Tuesday" in words(prompt)
    assert "Share why" in words(prompt)
    assert list(controls(prompt)) == [
        "prompt.do",
        "prompt.answer.done",
        "prompt.later",
        "prompt.answer.skipped",
        "prompt.more",
    ]


async def test_done_counts_and_can_be_changed(slack: Slack, maya: str, prompt: JSON) -> None:
    await slack.click(maya, prompt, "prompt.answer.done")
    done = await slack.again(prompt)
    assert "Done. That counts." in words(done)
    assert "Done: Share why on Tuesday." in await week(slack, maya)
    await slack.click(maya, done, "prompt.change")
    choices = await slack.again(prompt)
    assert {"prompt.answer.done", "prompt.answer.skipped"} <= set(controls(choices))
    assert "Done: Share why on Tuesday." in await week(slack, maya), "it stands until it is changed"
    await slack.click(maya, choices, "prompt.answer.skipped")
    assert SKIPPED in words(await slack.again(prompt))
    assert "Done:" not in await week(slack, maya)


async def test_a_skip_can_be_undone(slack: Slack, maya: str, prompt: JSON) -> None:
    await slack.click(maya, prompt, "prompt.answer.skipped")
    skipped = await slack.again(prompt)
    assert SKIPPED in words(skipped)
    await slack.click(maya, skipped, "prompt.change")
    opened = await slack.again(prompt)
    assert {"prompt.answer.done", "prompt.later"} <= set(controls(opened))
    assert "(no answer yet)" in await week(slack, maya)


async def test_what_did_not_come_up_counts_as_neither(
    slack: Slack, maya: str, prompt: JSON
) -> None:
    await slack.click(maya, prompt, "prompt.answer.skipped")
    await slack.click(maya, await slack.again(prompt), "prompt.answer.did-not-come-up")
    assert "It did not come up." in words(await slack.again(prompt))
    assert "(did not come up)" in await week(slack, maya)


async def test_the_menu_says_why_this_prompt_came(slack: Slack, maya: str, prompt: JSON) -> None:
    await slack.click(maya, prompt, MENU, choice(prompt, MENU, beginning="why:"))
    shown = words(await slack.modal(maya))
    assert "You chose Share why as your habit, and Tuesday is its day." in shown
    assert "picked by chance" in shown
    assert "Only you see this prompt and your answer." in shown


async def test_the_menu_leads_to_the_times_and_to_stopping(
    slack: Slack, maya: str, prompt: JSON
) -> None:
    await slack.click(maya, prompt, MENU, choice(prompt, MENU, beginning="times:"))
    form = await slack.modal(maya)
    assert form["callback_id"] == "settings"
    await slack.post("close", user=maya, view_id=form["id"], all=True)
    await slack.click(maya, prompt, MENU, choice(prompt, MENU, beginning="stop:"))
    assert (await slack.modal(maya))["callback_id"] == "stop_habit"


# --- later ------------------------------------------------------------------------------------


async def test_later_in_an_hour_comes_back_once(slack: Slack, maya: str, prompt: JSON) -> None:
    await slack.click(maya, prompt, "prompt.later", choice(prompt, "prompt.later", ":1h"))
    waiting = words(await slack.again(prompt))
    assert "Comes back today at" in waiting
    back = await slack.next_message()
    assert timedelta(hours=1) <= posted_at(back) - posted_at(prompt) < timedelta(minutes=62)
    assert "You asked me to come back to this." in words(back)
    await slack.pass_time(days=2)
    assert len(await slack.direct(maya)) == 3
    await slack.click(maya, await slack.again(back), "prompt.answer.done")
    for one in (prompt, back):
        assert "Done. That counts." in words(await slack.again(one))
    assert "Share why on Tuesday" in await week(slack, maya)


async def test_an_answer_takes_a_later_back(slack: Slack, maya: str, prompt: JSON) -> None:
    await slack.click(maya, prompt, "prompt.later", choice(prompt, "prompt.later", ":1h"))
    await slack.click(maya, await slack.again(prompt), "prompt.answer.done")
    await slack.pass_time(days=1)
    assert len(await slack.direct(maya)) == 2


async def test_a_prompt_put_off_twice_comes_back_at_the_last_time_only(
    slack: Slack, maya: str, prompt: JSON
) -> None:
    await slack.click(maya, prompt, "prompt.later", choice(prompt, "prompt.later", ":1h"))
    back = await slack.next_message()
    await slack.click(maya, back, "prompt.later", choice(back, "prompt.later", ":tomorrow"))
    again = await slack.next_message()
    assert f"{posted_at(again):%a}" == "Wed"
    assert "Comes back" not in words(await slack.again(again))
    assert len(await slack.direct(maya)) == 4


async def test_after_two_days_later_goes_away_and_done_stays(
    slack: Slack, maya: str, prompt: JSON
) -> None:
    await slack.pass_time(days=2, minutes=5)
    closed = await slack.again(prompt)
    assert {"prompt.answer.done", "prompt.answer.skipped"} <= set(controls(closed))
    assert "prompt.later" not in controls(closed)
    await slack.click(maya, closed, "prompt.answer.done")
    assert "Done: Share why on Tuesday." in await week(slack, maya)


# --- old messages -----------------------------------------------------------------------------


async def test_a_click_after_a_week_changes_nothing_and_shows_another_way(
    slack: Slack, maya: str, prompt: JSON
) -> None:
    await slack.pass_time(days=8)
    await slack.click(maya, await slack.again(prompt), "prompt.answer.done")
    shown = await slack.again(prompt)
    assert "`/trust done share_why` adds it" in words(shown)
    assert not controls(shown)
    assert "0 habits done" in words(await slack.trust(maya, "privacy"))


async def test_an_answer_of_more_than_a_week_ago_stands(
    slack: Slack, maya: str, prompt: JSON
) -> None:
    await slack.click(maya, prompt, "prompt.answer.done")
    await slack.pass_time(days=8)
    await slack.click(maya, await slack.again(prompt), "prompt.change")
    shown = await slack.again(prompt)
    assert "Done. That counts." in words(shown)
    assert "prompt.change" not in controls(shown)
    assert "1 habit done" in words(await slack.trust(maya, "privacy"))


# --- typed words ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "shown"),
    [("Done!", "Done. That counts."), ("skip", SKIPPED), ("later :+1:", "Comes back today at")],
)
async def test_a_typed_word_acts_like_its_button(
    slack: Slack, maya: str, prompt: JSON, typed: str, shown: str
) -> None:
    await slack.type(maya, typed)
    assert shown in words(await slack.again(prompt))
    assert "Share why" in words((await slack.direct(maya))[-1])


async def test_a_word_in_a_thread_belongs_to_that_threads_prompt(
    slack: Slack, maya: str, prompt: JSON
) -> None:
    await slack.pass_time(days=2, minutes=5)
    newer = controls(await slack.trust(maya, "today"))["prompt.answer.done"]["value"]
    await slack.type(maya, "done", thread=prompt["ts"])
    answer = (await slack.direct(maya))[-1]
    assert answer["thread_ts"] == prompt["ts"]
    assert "Done. That counts." in words(await slack.again(prompt))
    still_open = controls(await slack.trust(maya, "today"))["prompt.answer.done"]["value"]
    assert still_open == newer


async def test_other_words_are_a_private_note_that_can_be_taken_back(
    slack: Slack, maya: str, prompt: JSON
) -> None:
    await slack.type(maya, "I told them why we moved <the> date & who asked")
    saved = (await slack.direct(maya))[-1]
    assert "Saved as your private note." in words(saved)
    assert "1 private note" in words(await slack.trust(maya, "privacy"))
    await slack.click(maya, saved, "note.undo")
    assert "deleted" in words(await slack.again(saved))
    assert "0 private notes" in words(await slack.trust(maya, "privacy"))


async def test_a_note_under_an_open_prompt_asks_whether_it_happened(
    slack: Slack, maya: str, prompt: JSON
) -> None:
    await slack.type(maya, "Told them on the call", thread=prompt["ts"])
    saved = (await slack.direct(maya))[-1]
    assert "Did it happen?" in words(saved)
    await slack.click(maya, saved, "prompt.answer.done")
    assert "Done. That counts." in words(await slack.again(prompt))


async def test_notes_can_be_turned_off_and_on(slack: Slack, maya: str, prompt: JSON) -> None:
    await slack.type(maya, "keep this not")
    await slack.click(maya, (await slack.direct(maya))[-1], "note.off")
    await slack.pass_time(seconds=5)
    await slack.type(maya, "nor this")
    assert "I did not keep that" in words((await slack.direct(maya))[-1])
    assert "0 private notes" in words(await slack.trust(maya, "privacy"))
    page = (await slack.messages(maya))[-1]
    await slack.click(maya, page, "note.on")
    await slack.pass_time(seconds=5)
    await slack.type(maya, "but this")
    assert "1 private note" in words(await slack.trust(maya, "privacy"))


async def test_done_without_an_open_prompt_says_so(slack: Slack, maya: str) -> None:
    await slack.type(maya, "done")
    assert "There is no open prompt right now." in words((await slack.direct(maya))[-1])


@pytest.mark.parametrize(
    ("typed", "control"), [("stop", "habit.stop"), ("pause", "pause.open"), ("Help?", "help.more")]
)
async def test_stop_pause_and_help_act_without_a_prompt(
    slack: Slack, maya: str, typed: str, control: str
) -> None:
    await slack.type(maya, typed)
    assert control in controls((await slack.direct(maya))[-1])


async def test_whoever_types_before_the_start_is_invited_and_nothing_is_kept(
    slack: Slack,
) -> None:
    await slack.type("U0MAYA", "hello?")
    [invitation] = await slack.direct("U0MAYA")
    assert "start.open" in controls(invitation)


# --- on Home ----------------------------------------------------------------------------------


async def test_a_click_on_home_shows_there_however_long_it_was_open(
    slack: Slack, maya: str, prompt: JSON
) -> None:
    home = await slack.home(maya)
    assert "prompt.answer.done" in controls(home)
    await slack.pass_time(minutes=40)
    await slack.click(maya, home, "prompt.answer.done")
    shown = (await slack.get("views", user=maya))["home"]
    assert "prompt.answer.done" not in controls(shown)
    assert "Done. That counts." in words(await slack.again(prompt))


async def test_a_refusal_on_home_comes_in_a_window(slack: Slack, maya: str, prompt: JSON) -> None:
    home = await slack.home(maya)
    later = choice(home, "prompt.later", ":tomorrow")
    await slack.pass_time(days=3)
    await slack.click(maya, home, "prompt.later", later)
    assert "can no longer come back" in words(await slack.modal(maya))
