"""Control calls about channels: who is in them, what they are called, whether they are archived."""

from typing import TYPE_CHECKING, Any

from bot.playground.control_calls import Answer, Asked
from bot.playground.people import BOT_USER, Channel, Person
from bot.playground.refusals import bad_arguments

if TYPE_CHECKING:
    from bot.playground.server import Playground


async def channel(playground: "Playground", asked: Asked) -> dict[str, Any]:
    """A new channel, or another name, other members, or the archive for one that is there."""
    asked.only("channel", "name", "archived", "members")
    members = [_person(playground, user) for user in asked.names("members")]
    if "channel" not in asked.args:
        ids = [person.id for person in members]
        place = playground.workspace.found_channel(asked.text("name"), ids)
    else:
        place = _not_a_dm(asked.channel())
        if "name" in asked.args:
            await _rename(playground, place, asked.text("name"))
        if "members" in asked.args:
            await _seat(playground, place, members)
    if "archived" in asked.args:
        await _archive(playground, place, archived=asked.flag("archived"))
    return {"channel": place.to_state()}


async def join(playground: "Playground", asked: Asked) -> dict[str, Any]:
    return await _membership(playground, asked, joins=True)


async def leave(playground: "Playground", asked: Asked) -> dict[str, Any]:
    return await _membership(playground, asked, joins=False)


async def _membership(playground: "Playground", asked: Asked, *, joins: bool) -> dict[str, Any]:
    asked.only("channel", "user")
    place, person = _not_a_dm(asked.channel()), asked.person()
    await playground.events.membership(place, person, joins=joins)
    return {"channel": place.to_state()}


async def _seat(playground: "Playground", place: Channel, members: list[Person]) -> None:
    """Exactly these people are in the channel from now on."""
    staying = {person.id for person in members}
    for user in [user for user in place.members if user not in staying]:
        await playground.events.membership(place, _person(playground, user), joins=False)
    for person in members:
        await playground.events.membership(place, person, joins=True)


async def _rename(playground: "Playground", place: Channel, name: str) -> None:
    place.name = name
    renamed = {"id": place.id, "name": name, "created": place.created}
    await _changed(playground, place, {"type": "channel_rename", "channel": renamed})


async def _archive(playground: "Playground", place: Channel, *, archived: bool) -> None:
    if place.is_archived != archived:
        place.is_archived = archived
        kind = "channel_archive" if archived else "channel_unarchive"
        event = {"type": kind, "channel": place.id, "user": "U0OLGA"}
        await _changed(playground, place, event)


async def _changed(playground: "Playground", place: Channel, event: dict[str, Any]) -> None:
    playground.stream.tell({"type": "channel", "channel": place.id})
    if BOT_USER in place.members:
        await playground.events.send(event["type"], event)


def _person(playground: "Playground", user: str) -> Person:
    return Asked(playground, {"user": user}).person()


def _not_a_dm(place: Channel) -> Channel:
    if place.is_im:
        raise bad_arguments("A DM has its two people and no name.")
    return place


WRITES: dict[str, Answer] = {"channel": channel, "join": join, "leave": leave}
