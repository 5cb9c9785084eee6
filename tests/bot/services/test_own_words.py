"""What is personal is said by the manager: the bot writes to nobody else in their place."""

from collections.abc import Iterator

import pytest

from bot.services.doable import has_form
from bot.services.form_views import FormOf, OwnVoice
from bot.services.forms import Filled, Forms
from bot.services.places import Standing
from bot.services.post_actions import Posts
from bot.storage.outgoing import Kind
from config.content import load
from habits.catalogue import Field
from habits.catalogue_lists import Audience, FieldKind
from habits.filling import Value, fields_for, visible
from tests.bot.world import MATE, OWNER, World

TO_OTHERS = {Kind.POST, Kind.INTRO, Kind.REP_FORM}
"""The kinds of messages that go to anybody but the manager: a post that the manager confirmed,
and two to reps that say nothing in the manager's place."""

SAID = (Audience.OWN_VOICE, Audience.REP_DM, Audience.PEOPLE_DM)
CATALOGUE = load(None)
SPOKEN = [
    (habit.key, audience)
    for habit in CATALOGUE.habits.values()
    if has_form(habit)
    for audience in habit.tool.audience
    if audience in SAID
]


class EveryPlace:
    async def standing(self, channel: str) -> Standing:
        return Standing.IN


def filled_in(key: str, audience: Audience) -> Filled:
    """A form with every field that shows."""
    fields = fields_for(CATALOGUE.get(key), audience)
    values: dict[str, Value] = {}
    for _ in fields:  # what is filled in can make other fields show
        for field in visible(fields, values):
            values.setdefault(field.id, some(field))
    # A draft that is held is not shown yet; two talks at one time are refused.
    values.pop("hold", None)
    if "hour_2" in values:
        values["hour_2"] = "11:00"
    return Filled(values, audience)


def some(field: Field) -> Value:
    match field.kind:
        case FieldKind.SHORT | FieldKind.LONG:
            return "Well done"
        case FieldKind.PERSON:
            return MATE.user
        case FieldKind.PEOPLE:
            return (MATE.user,)
        case FieldKind.CHANNEL:
            return "C0TEAM"
        case FieldKind.DATE:
            return "2027-01-04"
        case FieldKind.TIME:
            return "10:00"
        case FieldKind.NUMBER:
            return "3"
        case FieldKind.CHOICE:
            return (field.options or ("",))[0]
        case FieldKind.CHOICES:
            return (field.options or ("",))[:1]
        case FieldKind.CHECK:
            return True


def to_others(world: World) -> Iterator[Kind]:
    for row in world.rows():
        if row.recipient != OWNER.user:
            yield row.kind


@pytest.fixture
def forms(world: World) -> Forms:
    return Forms(world.house, world.people, EveryPlace(), Posts(world.house, world.people))


async def test_what_is_personal_is_given_to_the_manager_to_say_and_sent_to_nobody(
    world: World, forms: Forms
) -> None:
    assert {"firm_and_fair", "admit_mistake", "contribution"} <= {key for key, _ in SPOKEN}
    for number, (key, audience) in enumerate(SPOKEN):
        ready = await forms.check(OWNER, FormOf(key), filled_in(key, audience))
        assert isinstance(ready, OwnVoice), key
        await forms.said(OWNER, key, ready.token, f"submit:{number}")
    await world.walk(days=3)
    assert list(to_others(world)) == []


async def test_a_week_of_rhythm_writes_to_the_manager_alone(world: World) -> None:
    await world.walk(days=8)
    kinds = {row.kind for row in world.rows()}
    assert kinds >= {Kind.START, Kind.PROMPT, Kind.CHECK_IN}
    assert not kinds & TO_OTHERS
    assert list(to_others(world)) == []


async def test_nothing_goes_to_others_before_the_manager_confirmed_what_the_preview_shows(
    world: World, forms: Forms
) -> None:
    for key, habit in CATALOGUE.habits.items():
        audience = habit.tool.audience[0]
        if has_form(habit) and audience is not Audience.PAIR_NOTE:
            await forms.check(OWNER, FormOf(key), filled_in(key, audience))
    await world.walk(days=1)
    assert list(to_others(world)) == []
