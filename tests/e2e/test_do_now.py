"""Something to do now: by command, from Home and by shortcut."""

import pytest

from config.content import load
from habits.catalogue import Catalogue
from tests.e2e.slack import JSON, Slack, words


@pytest.fixture
def catalogue() -> Catalogue:
    """All habits, and one of theme 3 that nothing in Slack does."""
    habits = load(None).habits
    pause = {"key": "own_pause", "name": "Breathe out first"}
    return Catalogue([*habits.values(), habits["listen_first"].model_copy(update=pause)])


def ways(view: JSON) -> dict[str, str]:
    """The buttons beside the rows of a view: action by value."""
    rows = [block["accessory"] for block in view["blocks"] if "accessory" in block]
    return {row["value"]: row["action_id"] for row in rows}


async def press(slack: Slack, user: str, value: str) -> None:
    """Press the button of that value in the window on top."""
    view = await slack.modal(user)
    [row] = [one for one in view["blocks"] if one.get("accessory", {}).get("value") == value]
    await slack.click(user, view, row["accessory"]["action_id"], block=row["block_id"])


@pytest.mark.parametrize("by", ["command", "home", "shortcut"])
async def test_it_opens_with_the_six_situations(slack: Slack, maya: str, by: str) -> None:
    match by:
        case "command":
            assert await slack.trust(maya) == {}
        case "home":
            await slack.click(maya, await slack.home(maya), "do-now.open")
        case _:
            await slack.post("shortcut", user=maya, callback_id="do_now", wait=True)
    view = await slack.modal(maya)
    assert "What is hardest right now?" in words(view)
    assert ways(view) == {str(n): "do-now.situation" for n in range(1, 7)}


async def test_the_shortcut_lets_newcomers_start(slack: Slack) -> None:
    await slack.post("shortcut", user="U0MAYA", callback_id="do_now", wait=True)
    assert (await slack.modal("U0MAYA"))["callback_id"] == "start_situation"


async def test_a_situation_shows_its_habits_with_a_form_or_a_way_to_say_so(
    slack: Slack, maya: str
) -> None:
    await slack.trust(maya)
    await press(slack, maya, "3")
    found = ways(await slack.modal(maya))
    assert found["coach_11"] == found["listen_first"] == "compose.open"
    assert found["own_pause"] == "do-now.did-it"
    await slack.click(maya, await slack.modal(maya), "do-now.open")
    assert "1" in ways(await slack.modal(maya))


async def test_do_it_now_opens_the_form_in_the_same_window(slack: Slack, maya: str) -> None:
    await slack.trust(maya)
    await press(slack, maya, "2")
    await press(slack, maya, "share_why")
    assert (await slack.modal(maya))["callback_id"] == "compose"


async def test_i_did_it_counts_and_can_be_taken_back(slack: Slack, maya: str) -> None:
    await slack.trust(maya)
    await press(slack, maya, "3")
    await press(slack, maya, "own_pause")
    noted = await slack.modal(maya)
    assert "Logged: Breathe out first" in words(noted)
    assert "Done: Breathe out first on Monday." in words(await slack.trust(maya, "week"))
    await slack.click(maya, noted, "done.undo")
    assert "Taken back: Breathe out first" in words(await slack.modal(maya))
    assert "Breathe out first" not in words(await slack.trust(maya, "week"))
