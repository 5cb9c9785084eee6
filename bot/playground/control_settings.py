"""Control calls that change the world around the bot: people, grants, faults, connections."""

from typing import TYPE_CHECKING, Any

from bot.playground.control_calls import Answer, Asked, instant
from bot.playground.faults import Faults
from bot.playground.people import BOT_USER, Person, is_zone
from bot.playground.presence import Status, team_quiet
from bot.playground.refusals import bad_arguments

if TYPE_CHECKING:
    from bot.playground.server import Playground

KINDS = ("is_admin", "is_restricted", "is_ultra_restricted", "is_stranger", "is_bot")
STATUS = ("status_emoji", "status_text", "status_until")
PRESENCE = ("dnd_until", *STATUS)
CUTS = ("close", "disconnect", "warning", "link_disabled")


async def user(playground: "Playground", asked: Asked) -> dict[str, Any]:
    """Someone new, or someone changed."""
    asked.only("user", "name", "tz", "title", "deleted", *PRESENCE, *KINDS)
    if "tz" in asked.args and not is_zone(asked.text("tz")):
        raise bad_arguments(f"{asked.text('tz')} is not a time zone.")
    if "user" not in asked.args:
        person = playground.workspace.welcome(
            asked.text("name"),
            asked.text("tz"),
            title=asked.text("title", ""),
            **{kind: asked.flag(kind) for kind in KINDS},
        )
        await _tell_app(playground, person, "team_join")
    else:
        person = asked.person()
        _change(person, asked)
        playground.workspace.touched(person)
        await _tell_app(playground, person, "user_change")
        if "dnd_until" in asked.args:
            quiet = team_quiet(person, playground.clock.now())
            told = {"type": "dnd_updated_user", "user": person.id, "dnd_status": quiet}
            await playground.events.send("dnd_updated_user", told)
    return {"user": person.to_state(playground.clock.now())}


def _change(person: Person, asked: Asked) -> None:
    person.real_name = asked.text("name", person.real_name)
    person.tz = asked.text("tz", person.tz)
    person.title = asked.text("title", person.title)
    fixed = [kind for kind in ("is_bot", "is_stranger") if kind in asked.args]
    if fixed:
        raise bad_arguments(f"{', '.join(fixed)} is said of newcomers only.")
    for name in (*KINDS, "deleted"):
        if name in asked.args:
            setattr(person, name, asked.flag(name))
    if "dnd_until" in asked.args:
        until = asked.args["dnd_until"]
        person.dnd_until = None if until is None else instant(until, "dnd_until")
    if asked.args.keys() & set(STATUS):
        until = asked.args.get("status_until")
        person.status = Status(
            asked.text("status_emoji", ""),
            asked.text("status_text", ""),
            None if until is None else instant(until, "status_until"),
        )


async def _tell_app(playground: "Playground", person: Person, kind: str) -> None:
    now = playground.clock.now()
    event = {"type": kind, "user": person.to_slack(now), "cache_ts": int(now.timestamp())}
    await playground.events.send(kind, event)


async def app(playground: "Playground", asked: Asked) -> dict[str, Any]:
    """Other grants, or other things that the app declares."""
    asked.only("scopes", "events", "commands", "shortcuts")
    installation = playground.installation
    if "scopes" in asked.args:
        installation.scopes = set(asked.names("scopes"))
    if "events" in asked.args:
        installation.events = set(asked.names("events"))
    installation.commands = asked.args.get("commands", installation.commands)
    installation.shortcuts = asked.args.get("shortcuts", installation.shortcuts)
    return {"app": installation.to_state()}


async def uninstall(playground: "Playground", asked: Asked) -> dict[str, Any]:
    asked.only()
    playground.installation.installed = False
    tokens = {"oauth": [], "bot": [BOT_USER]}
    await playground.events.send("tokens_revoked", {"type": "tokens_revoked", "tokens": tokens})
    await playground.events.send("app_uninstalled", {"type": "app_uninstalled"})
    playground.stream.tell({"type": "app", "installed": False})
    return {}


async def faults(playground: "Playground", asked: Asked) -> dict[str, Any]:
    """These faults from now on, instead of all earlier ones."""
    playground.faults = Faults.from_call(asked.args)
    return {"faults": playground.faults.to_state()}


async def cut(playground: "Playground", asked: Asked) -> dict[str, Any]:
    asked.only("how")
    how = asked.text("how", "close")
    if how not in CUTS:
        raise bad_arguments(f"how is one of {', '.join(CUTS)}.")
    await playground.sockets.cut(how)
    return {}


async def reset(playground: "Playground", asked: Asked) -> dict[str, Any]:
    asked.only()
    playground.reset()
    return {}


WRITES: dict[str, Answer] = {
    "user": user,
    "app": app,
    "uninstall": uninstall,
    "faults": faults,
    "cut": cut,
    "reset": reset,
}
