"""Cards as managers use them: opened, tapped, saved; what the rep reads and the team never does."""

from datetime import datetime

from tests.e2e.slack import JSON, Slack, controls, started, words

BEN, AISHA, TEAM = "U0BEN", "U0AISHA", "C0TEAM"
PLAN = "Call the buyer together on Friday"


async def card(slack: Slack, user: str, habit: str) -> JSON:
    assert await slack.trust(user, f"do {habit}") == {}
    return await slack.modal(user)


async def closed(slack: Slack, user: str) -> None:
    view = await slack.modal(user)
    await slack.post("close", user=user, view_id=view["id"], all=True)


async def told(slack: Slack, user: str, said: JSON) -> None:
    """The rep was not told of the bot yet: the window for that is on top, and now they are."""
    assert said["response_action"] == "push", said
    assert await slack.submit(user, said["view"]) == {}


async def week(slack: Slack, user: str) -> str:
    return words(await slack.trust(user, "week"))


async def test_one_tap_notes_a_size_and_the_own_list_stands_in_the_card(
    slack: Slack, maya: str
) -> None:
    view = await card(slack, maya, "size")
    await slack.click(maya, view, "card.list")
    refused = await slack.submit(maya, await slack.modal(maya), big_five="\n".join("abcdef"))
    assert refused["errors"] == {"big_five": "Please keep it to 5 lines. There are 6 now."}
    await slack.submit(maya, await slack.modal(maya), big_five="- A lost key customer")
    view = await slack.modal(maya)
    assert "• A lost key customer" in words(view)
    await slack.click(maya, view, "card.tap")
    noted = await slack.modal(maya)
    assert "Noted: trivial." in words(noted)
    assert "Done: Size it before fixing on Monday." in await week(slack, maya)
    await slack.click(maya, noted, "compose.open")
    assert (await slack.modal(maya))["callback_id"] == "compose"


async def test_what_falls_short_is_noted_and_never_called_so(slack: Slack, maya: str) -> None:
    await slack.click(maya, await card(slack, maya, "people_first"), "card.tap-second")
    assert words(await slack.modal(maya)) == "Noted. The next agenda is a new start."
    assert "People, then numbers" not in await week(slack, maya)


async def test_a_tap_answers_the_prompt_it_came_from(slack: Slack, monday: datetime) -> None:
    user = await started(slack, "U0MAYA", habit="people_first")
    prompt = await slack.next_message()
    while "prompt.do" not in controls(prompt):
        prompt = await slack.next_message()
    await slack.click(user, prompt, "prompt.do")
    await slack.click(user, await slack.modal(user), "card.tap")
    assert words(await slack.modal(user)) == "Noted. People came first."
    assert "prompt.do" not in controls(await slack.again(prompt))


async def test_words_are_prepared_shown_to_copy_and_not_kept(slack: Slack, maya: str) -> None:
    view = await card(slack, maya, "land_feedback")
    await slack.click(maya, view, "card.take-along")
    said = await slack.submit(maya, await slack.modal(maya), text="You <waited> after the question")
    assert "You <waited> after the question" in words(said["view"])
    await slack.post("close", user=maya, view_id=said["view"]["id"])
    await slack.click(maya, await slack.modal(maya), "card.tap")
    assert "They said it in their own words" in words(await slack.modal(maya))
    await closed(slack, maya)
    await slack.click(maya, await card(slack, maya, "people_first"), "card.take-along")
    assert "Who needs help this week?" in str(await slack.modal(maya))


async def test_a_joint_plan_reaches_the_rep_who_agrees_and_how_it_went_does_not(
    slack: Slack, maya: str
) -> None:
    await slack.pass_time(hours=8)
    view = await card(slack, maya, "listen_first")
    filled = {"outcome": "their_idea_is_in", "rep": BEN, "plan": PLAN}
    await told(slack, maya, await slack.submit(maya, view, **filled))
    said = await slack.submit(maya, await slack.modal(maya), **filled)
    assert "Noted. Their idea is in the plan." in words(said["view"])
    await closed(slack, maya)
    await slack.pass_time(hours=2)
    note = (await slack.direct(BEN))[-1]
    assert PLAN in words(note)
    assert "idea" not in words(note)
    assert list(controls(note))[-1] == "reps.reply-to"
    await slack.click(BEN, note, "shared_note.agree")
    assert "Done: Listen first on Monday." in await week(slack, maya)


async def test_somebody_new_reads_their_introduction_before_the_team_does(
    slack: Slack, maya: str
) -> None:
    await slack.pass_time(hours=8)
    view = await card(slack, maya, "belonging")
    await slack.click(maya, view, "card.introduce")
    welcome = {"person": AISHA, "intro": "Aisha joins us.", "compose.channel": TEAM}
    await told(slack, maya, await slack.submit(maya, await slack.modal(maya), **welcome))
    said = await slack.submit(maya, await slack.modal(maya), **welcome)
    assert "reads it first" in words(said["view"])
    await slack.pass_time(days=1)
    asked = (await slack.direct(AISHA))[-1]
    assert "Aisha joins us." in words(asked)
    assert list(controls(asked))[-1] == "reps.reply-to"
    posted = (await slack.get("messages", channel=TEAM))["messages"]
    assert not any("Aisha joins us." in words(one) for one in posted)


async def test_who_did_not_start_is_offered_to(slack: Slack, maya: str) -> None:
    assert "start.open" in controls(await slack.trust("U0OLGA", "do people_first"))
