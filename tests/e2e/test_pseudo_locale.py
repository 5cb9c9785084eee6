"""Every conversation in marked letters: no text that people read hides in the code.

A conversation that is added belongs into SURFACES or TEAM_SURFACES: what it shows is collected
by itself.
"""

import re
from collections.abc import Iterator

import pytest

from config.holidays import countries, regions
from config.wordings import load_texts, pseudo
from habits.catalogue import Catalogue
from habits.texts import using
from tests.e2e.free_time_surfaces import COUNTRY
from tests.e2e.slack import BOT_USER, JSON, Slack
from tests.e2e.surfaces import NO_WORD, NOTE, PLAN, SURFACES, Surface
from tests.e2e.team_surfaces import TEAM_SURFACES, TYPED
from tests.marks import marked_catalogue, plain_texts

OWN_WORDS = (PLAN, NOTE, NO_WORD, *TYPED)
SLACKS_OWN = "Please complete this required field."
"""What Slack itself says under an empty field."""


@pytest.fixture(autouse=True)
def marked_texts() -> Iterator[None]:
    with using(pseudo(load_texts())):
        yield


@pytest.fixture
def catalogue(marked_texts: None) -> Catalogue:
    return marked_catalogue()


async def everything_shown(slack: Slack) -> list[JSON | str]:
    ours = [one for one in await slack.messages() if one["user"] == BOT_USER]
    forms = [form for one in ours for form in (*one["versions"], one)]
    said = [{"text": one.get("text"), "blocks": one.get("blocks")} for one in forms]
    errors = [one for one in slack.shown_errors if one != SLACKS_OWN]
    return [*said, *slack.shown_answers, *slack.shown_views, *errors]


async def names(slack: Slack) -> list[str]:
    """Names of people, channels, zones, countries and regions, whole and in parts."""
    state = await slack.get("state")
    whole = [name for one in state["users"] for name in (one["real_name"], one["name"], one["tz"])]
    whole += [one["name"] for one in state.get("channels", [])]
    parts = [part for name in whole for part in re.split(r"[ /_]", name)]
    places = [*countries(), *regions(COUNTRY)]
    return [*whole, *parts, *(place for _, place in places)]


@pytest.mark.parametrize("surface", [*SURFACES, *TEAM_SURFACES], ids=lambda one: one.__name__)
async def test_all_that_is_shown_comes_from_the_file_of_texts(
    slack: Slack, monday: object, surface: Surface
) -> None:
    await surface(slack)
    plain = plain_texts(await everything_shown(slack), [*OWN_WORDS, *await names(slack)])
    assert not plain, "\n".join(plain)
