"""Every `/trust` word, for those who started and those who did not."""

import re

from bot.listeners.trust import OF_REPS, WORDS
from tests.e2e.slack import Slack, controls, words

NOT_INVITING = {"", "start", "privacy"}
"""Words that do something else for people who have not started."""


async def test_before_the_start_every_word_invites(slack: Slack) -> None:
    for word in sorted(WORDS.keys() - NOT_INVITING):
        answer = await slack.trust("U0MAYA", f"{word} share_why")
        if word in OF_REPS:
            assert "This works once your manager has set it up with you." in words(answer), word
            assert "`/trust start`" in words(answer), word
            continue
        assert "Small habits that build trust with your team" in words(answer), word
        assert "start.open" in controls(answer), word


async def test_before_the_start_privacy_says_who_sees_what(slack: Slack) -> None:
    answer = await slack.trust("U0MAYA", "privacy")
    assert "Only you see your answers and notes." in words(answer)
    assert "leave.open" not in controls(answer)


async def test_after_the_start_every_word_answers_or_opens_its_form(
    slack: Slack, maya: str
) -> None:
    for word in sorted(WORDS):
        answer = await slack.trust(maya, word)
        assert "start.open" not in controls(answer), word
        if answer:
            assert words(answer), word
            continue
        form = await slack.modal(maya)
        if word in {"pause", "settings", "leave"}:
            assert form["callback_id"] == word
        await slack.post("close", user=maya, view_id=form["id"], all=True)


async def test_today_shows_the_open_prompt_again_instead_of_a_second_one(
    slack: Slack, maya: str
) -> None:
    first = controls(await slack.trust(maya, "today"))["prompt.answer.done"]["value"]
    assert controls(await slack.trust(maya, "today"))["prompt.answer.done"]["value"] == first


async def test_a_word_nobody_knows_leads_to_the_nearest(slack: Slack, maya: str) -> None:
    assert "Did you mean `/trust week`?" in words(await slack.trust(maya, "weeek"))
    assert "Did you mean `/trust settings`?" in words(await slack.trust(maya, "SETINGS please"))


async def test_who_leads_no_team_is_led_to_no_word_of_a_manager(slack: Slack) -> None:
    assert "/trust happened" not in words(await slack.trust("U0BEN", "happen"))
    assert "Did you mean `/trust blocked`?" in words(await slack.trust("U0BEN", "block"))


async def test_a_habit_has_the_word_that_people_try(slack: Slack, maya: str) -> None:
    titles: dict[str, str] = {}
    for word in ("", "do", "failure", "mistake", "award", "lunch"):
        assert await slack.trust(maya, word) == {}, word
        form = await slack.modal(maya)
        titles[word] = form["title"]["text"]
        await slack.post("close", user=maya, view_id=form["id"], all=True)
    assert titles["do"] == titles[""]
    assert titles["failure"] == titles["mistake"]
    assert len(set(titles.values())) == 4


async def test_a_word_near_to_nothing_leads_to_help(slack: Slack) -> None:
    answer = await slack.trust("U0MAYA", "xyzzy <@U0BEN> & *more*")
    assert "`/trust help` shows what there is." in words(answer)


async def test_help_lists_exactly_the_words_that_exist(slack: Slack, maya: str) -> None:
    await slack.trust(maya, "help")
    [first] = await slack.messages(maya)
    listed = set(re.findall(r"/trust (\w+)", words(first)))
    assert listed == {"why", "filter", "coach", "done"}
    assert "`/trust`: what you can do now" in words(first)
    await slack.click(maya, first, "help.more")
    more = words((await slack.messages(maya))[-1])
    listed |= set(re.findall(r"/trust (\w+)", more))
    await slack.click(maya, (await slack.messages(maya))[-1], "help.rest")
    rest = words((await slack.messages(maya))[-1])
    assert listed | set(re.findall(r"/trust (\w+)", rest)) == set(WORDS) - {""}


async def test_done_takes_a_key_a_name_or_its_beginning(slack: Slack, maya: str) -> None:
    for typed, name in (("share_why", "Share why"), ("Coach", "Coach"), ("filt", "filter")):
        assert name in words(await slack.trust(maya, f"done {typed}"))
    assert "logged for today already" in words(await slack.trust(maya, "done SHARE WHY"))


async def test_done_with_words_that_fit_no_habit_says_which_come_near(
    slack: Slack, maya: str
) -> None:
    answer = words(await slack.trust(maya, "done shere why"))
    assert "Share why" in answer
    assert "Something went wrong" not in answer


async def test_done_alone_asks_which_habit(slack: Slack, maya: str) -> None:
    assert "Which habit?" in words(await slack.trust(maya, "done"))


async def test_done_answers_the_open_prompt_of_that_habit(slack: Slack, maya: str) -> None:
    await slack.next_message()
    prompt = await slack.next_message()
    assert "answers your open prompt" in words(await slack.trust(maya, "done share_why"))
    assert "Done. That counts." in words(await slack.again(prompt))


async def test_week_shows_what_came_what_comes_and_what_was_done(slack: Slack, maya: str) -> None:
    await slack.next_message()
    await slack.click(maya, await slack.next_message(), "prompt.answer.done")
    week = words(await slack.trust(maya, "week"))
    assert "week start (no answer yet)" in week
    assert "prompt for Share why (done)" in week
    assert "check-in (to come)" in week
    assert "Done: Share why on Tuesday." in week


async def test_stop_as_a_command_offers_the_same_as_the_word(slack: Slack, maya: str) -> None:
    offered = await slack.trust(maya, "stop")
    assert list(controls(offered)) == ["habit.stop", "pause.open", "leave.open"]
