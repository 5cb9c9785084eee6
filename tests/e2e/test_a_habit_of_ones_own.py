"""A form-shaped habit is one YAML file: written by an operator, done in Slack, no code touched."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.playground.server import Running
from config.content import load
from config.settings import Settings, read_settings
from habits.catalogue import Catalogue
from tests.e2e.slack import JSON, Slack, controls, options, words

HABIT = """
key: shout_out
name: Shout out
theme: 6
seeds: [own]
why: People remember who noticed. A public word costs one minute.
evidence: [practice idea, no trial found]
cues: [customer_win]
action: Say who helped, with what, and what it made possible.
done: A shout-out was posted or said.
cadence: {times: 1, period: week, each: manager, per: opportunity}
strength: score
tool:
  kind: compose
  fields:
  - {id: who, label: Who helped, kind: people, required: true}
  - {id: did, label: What they did (one line), kind: short, required: true, max: 150}
  - {id: story, label: The story, kind: long, required: false, max: 400}
  - {id: size, label: How big was it, kind: choice, required: true, options: [small, very_big]}
  - id: deal
    label: Which deal
    kind: short
    required: true
    max: 80
    only_if: {size: [very_big]}
  - {id: kinds, label: What kind, kind: choices, required: false, options: [quick, kind, brave]}
  - {id: worth, label: Worth in hours, kind: number, required: false}
  - {id: party, label: We celebrate on, kind: date, required: false}
  - {id: at, label: At, kind: time, required: false}
  - {id: where, label: Where, kind: channel, required: false}
  - {id: cake, label: There will be cake, kind: check, required: false}
  - {id: thought, label: Why so late (not sent), kind: short, max: 80, required: false}
  audience: [team_channel, own_voice, private]
  consent: none
  follow_up: {when: month end, what: who was not seen yet?, by: rhythm}
privacy: The post is for the team.
wordings:
- {id: shout_out/1, text: Who made your week easier? Say it where all can read it.}
- {id: shout_out/2, text: Name one small thing that somebody did well this week.}
reflection: Who goes unseen?
pulse: My manager sees what I do well.
"""
ENTERED = {
    "who": ["U0BEN", "U0AISHA"],
    "did": "Stayed late for the demo",
    "size": "small",
    "kinds": ["quick", "brave"],
    "worth": "3.5",
    "at": "15:30",
    "where": "C0GENERAL",
    "cake": ["ticked"],
    "thought": "I was away",
}


@pytest.fixture
def settings(playground: Running, tmp_path: Path) -> Settings:
    folder = tmp_path / "own-habits"
    folder.mkdir()
    (folder / "shout_out.yaml").write_text(HABIT)
    return read_settings(
        {
            "SLACK_BOT_TOKEN": "xoxb-playground",
            "SLACK_APP_TOKEN": "xapp-playground",
            "SLACK_API_URL": f"{playground.url}/api/",
            "TRUST_CLOCK_URL": playground.url,
            "TRUST_DATABASE_URL": f"sqlite:///{tmp_path}/trust.db",
            "TRUST_HEALTH_PORT": "0",
            "TRUST_HABITS_FOLDER": str(folder),
        }
    )


@pytest.fixture
def catalogue(settings: Settings) -> Catalogue:
    return load(settings.habits_folder)


async def form(slack: Slack, user: str) -> JSON:
    await slack.trust(user, "do shout out")
    return await slack.modal(user)


async def test_it_is_posted_with_every_kind_of_field(slack: Slack, maya: str) -> None:
    opened = await form(slack, maya)
    assert opened["title"]["text"] == "Shout out"
    celebrated = (await slack.now()).date() + timedelta(days=3)
    said = await slack.submit(maya, opened, **ENTERED, party=str(celebrated))
    assert said.get("response_action") == "push", said
    said = await slack.submit(maya, said["view"], **{"compose.channel": "C0TEAM"})
    assert "On its way to <#C0TEAM>" in words(said["view"])
    await slack.pass_time(seconds=5)
    [card] = (await slack.get("messages", channel="C0TEAM"))["messages"]
    shown = words(card)
    for piece in (
        "What they did",
        "Stayed late for the demo",
        "Small",
        "Quick and Brave",
        "3.5",
        "15:30",
        f"{celebrated:%A} {celebrated.day} {celebrated:%B}",
        "There will be cake.",
    ):
        assert piece in shown.splitlines(), shown
    assert "I was away" not in shown
    pieces = [one for line in card["blocks"][1]["elements"] for one in line["elements"]]
    mentioned = [one.get("user_id") or one.get("channel_id") for one in pieces]
    assert [one for one in mentioned if one] == ["U0BEN", "U0AISHA", "C0GENERAL"]
    assert "Done: Shout out" in words(await slack.trust(maya, "week"))


async def test_a_field_that_waits_for_a_choice_appears_with_it(slack: Slack, maya: str) -> None:
    opened = await form(slack, maya)
    assert "deal" not in [block["block_id"] for block in opened["blocks"]]
    await slack.click(maya, opened, "compose.field", "very_big", block="size")
    opened = await slack.modal(maya)
    assert "deal" in [block["block_id"] for block in opened["blocks"]]
    said = await slack.submit(maya, opened, **(ENTERED | {"size": "very_big"}))
    assert said["errors"].keys() == {"deal"}


async def test_it_is_said_by_the_person(slack: Slack, maya: str) -> None:
    opened = await form(slack, maya)
    assert options(controls(opened)["compose.audience"]) == ["team_channel", "own_voice", "private"]
    await slack.click(maya, opened, "compose.audience", "own_voice")
    opened = await slack.modal(maya)
    said = await slack.submit(maya, opened, **(ENTERED | {"who": ["U0BEN"]}))
    view = said["view"]
    assert view["callback_id"] == "own_voice"
    text = view["blocks"][1]["elements"][0]["elements"][0]["text"]
    assert text.splitlines()[0] == "Stayed late for the demo."
    assert "Ben" not in text
    assert "Open chat with Ben Carter" in words(view)
    await slack.click(maya, view, "own_voice.text")
    shown = await slack.modal(maya)
    assert shown["state"]["values"]["text"]["field"]["value"] == text
    said = await slack.submit(maya, shown)
    assert "that counts" in words(said["view"])
    assert "Done: Shout out" in words(await slack.trust(maya, "week"))
    await slack.post("close", user=maya, view_id=said["view"]["id"], all=True)
    assert "last time" not in words(await form(slack, maya)), "nothing of it is kept"


async def test_it_is_kept_by_the_person_alone(slack: Slack, maya: str) -> None:
    opened = await form(slack, maya)
    await slack.click(maya, opened, "compose.audience", "private")
    said = await slack.submit(maya, await slack.modal(maya), **ENTERED)
    assert "Only you see this." in words(said["view"])
    said = await slack.submit(maya, said["view"])
    assert "Kept as your private note." in words(said["view"])
    await slack.pass_time(seconds=5)
    assert (await slack.get("messages", channel="C0TEAM"))["messages"] == []
    assert "Done: Shout out" in words(await slack.trust(maya, "week"))


async def test_guests_and_apps_cannot_be_picked(slack: Slack, maya: str) -> None:
    opened = await form(slack, maya)
    said = await slack.submit(maya, opened, **(ENTERED | {"who": ["U0TRUST"]}))
    assert said["errors"] == {
        "who": "Please pick a member of this workspace. Guests and apps cannot be picked."
    }
