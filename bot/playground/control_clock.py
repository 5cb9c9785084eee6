"""Control calls about time: reading the clock, moving it, and following it as the bot does."""

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from bot.playground.clock import iso
from bot.playground.control_calls import Answer, Asked, instant
from bot.playground.marks import Mark
from bot.playground.refusals import bad_arguments
from bot.playground.walking import Follower, Walked

if TYPE_CHECKING:
    from bot.playground.server import Playground

MOST_WEEKS = 104
FARTHEST_SECONDS = 10 * 366 * 86_400
BACKWARDS = "The clock does not go backwards."


async def read_clock(playground: "Playground", asked: Asked) -> dict[str, Any]:
    asked.only()
    followers = [
        {
            "follower": follower.name,
            "seen": follower.seen,
            "idle": follower.idle,
            "next_due": iso(follower.next_due) if follower.next_due else None,
        }
        for follower in playground.followers.live()
    ]
    walking = {"turn": playground.followers.turn, "walking": playground.walk.walking}
    return {**_time(playground), **walking, "followers": followers}


async def move_clock(playground: "Playground", asked: Asked) -> dict[str, Any]:
    asked.only("advance_seconds", "to", "next_message", "user")
    if len(asked.args.keys() - {"user"}) != 1:
        raise bad_arguments("Give one of advance_seconds, to, next_message.")
    if "next_message" in asked.args:
        return await _next_message(playground, asked)
    if "user" in asked.args:
        raise bad_arguments("user goes with next_message only.")
    if "to" in asked.args:
        target = instant(asked.args["to"], "to")
        if target < playground.clock.now():
            raise bad_arguments(BACKWARDS)
        return _walked(playground, await playground.walk.to(target))
    seconds = asked.number("advance_seconds")
    if not 0 <= seconds <= FARTHEST_SECONDS:
        raise bad_arguments(f"{BACKWARDS} It moves by ten years at most.")
    return _walked(playground, await playground.walk.by(timedelta(seconds=seconds)))


async def _next_message(playground: "Playground", asked: Asked) -> dict[str, Any]:
    """With `user`, the next message that this person sees; `others` counts what came to other
    people meanwhile, by their ids."""
    user = asked.person().id if "user" in asked.args else None
    walked = await playground.walk.to_next_message(user)
    workspace = playground.workspace
    seen = [m for m in walked.news if user is None or workspace.sees(user, m)]
    missed = [m for m in walked.news if user is not None and not workspace.sees(user, m)]
    receivers = (m.ephemeral_to or workspace.channels[m.channel].user for m in missed)
    return _walked(playground, walked) | {
        "message": seen[-1].to_log() if seen else None,
        "moved": walked.stops > 0,
        "why": walked.why,
        "others": Counter(receiver for receiver in receivers if receiver),
    }


async def follow(playground: "Playground", asked: Asked) -> dict[str, Any]:
    asked.only("follower", "seen", "idle", "next_due")
    due = asked.args.get("next_due")
    report = Follower(
        asked.text("follower"),
        int(asked.number("seen")),
        asked.flag("idle"),
        None if due is None else instant(due, "next_due"),
        playground.machine(),
        asked.gone,
    )
    turn = await playground.followers.follow(report)
    return _time(playground) | {"turn": turn}


async def live(playground: "Playground", asked: Asked) -> dict[str, Any]:
    """Weeks with simulated members; the answer comes when they have passed or were stopped."""
    asked.only("weeks", "seed", "people")
    weeks = asked.number("weeks") if "weeks" in asked.args else 12
    seed = int(asked.number("seed")) if "seed" in asked.args else 7
    if not 0 < weeks <= MOST_WEEKS:
        raise bad_arguments(f"weeks is more than 0 and at most {MOST_WEEKS}.")
    people = None
    if "people" in asked.args:
        people = [Asked(playground, {"user": user}).member() for user in asked.names("people")]
    began = playground.machine()
    await playground.live.run(weeks, seed, people)
    progress = playground.live.progress
    return {
        **_time(playground),
        "live": progress.to_state() if progress else None,
        "seconds": round(playground.machine() - began, 2),
        "acts": playground.live.acts,
    }


async def stop_live(playground: "Playground", asked: Asked) -> dict[str, Any]:
    asked.only()
    playground.live.stop()
    return {}


async def marks(playground: "Playground", asked: Asked) -> dict[str, Any]:
    """These marks instead of all earlier ones; one whose time has passed is left out."""
    asked.only("marks")
    playground.marks.put([_mark(playground, given) for given in asked.tables("marks")])
    playground.stream.tell({"type": "marks"})
    return {"marks": [mark.to_state() for mark in playground.marks.ahead()]}


def _mark(playground: "Playground", given: dict[str, Any]) -> Mark:
    asked = Asked(playground, given)
    asked.only("label", "to", "about")
    return Mark(asked.text("label"), instant(asked.text("to"), "to"), asked.text("about", ""))


def _time(playground: "Playground") -> dict[str, Any]:
    offset = playground.clock.offset_seconds
    return {"now": iso(playground.clock.now()), "offset_seconds": offset}


def _walked(playground: "Playground", walked: Walked) -> dict[str, Any]:
    seconds = walked.seconds / walked.stops if walked.stops else 0.0
    return {**_time(playground), "stops": walked.stops, "seconds_per_stop": round(seconds, 4)}


READS: dict[str, Answer] = {"clock": read_clock}
WRITES: dict[str, Answer] = {
    "clock": move_clock,
    "clock/follow": follow,
    "marks": marks,
    "live": live,
    "live/stop": stop_live,
}
