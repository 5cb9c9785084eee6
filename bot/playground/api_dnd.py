"""dnd.info and dnd.teamInfo."""

from typing import Any

from bot.playground.calls import Call, method
from bot.playground.presence import team_quiet
from bot.playground.refusals import Refused

MOST_A_CALL = 50


def dnd_info(call: Call) -> dict[str, Any]:
    now = call.playground.clock.now()
    person = call.person()
    until = person.dnd_until
    left = int((until - now).total_seconds()) if until is not None and until > now else 0
    return {
        **team_quiet(person, now),
        "snooze_enabled": left > 0,
        "snooze_endtime": int(until.timestamp()) if until is not None and left > 0 else 0,
        "snooze_remaining": left,
    }


def dnd_team_info(call: Call) -> dict[str, Any]:
    """People who are not there are left out."""
    wanted = [one for one in call.text("users").split(",") if one]
    if len(wanted) > MOST_A_CALL:
        raise Refused("too_many_users")
    now, people = call.playground.clock.now(), call.playground.workspace.people
    return {"users": {one: team_quiet(people[one], now) for one in wanted if one in people}}


METHODS = {
    "dnd.info": method(dnd_info, 50, "user", scope="dnd:read"),
    "dnd.teamInfo": method(dnd_team_info, 20, "users", scope="dnd:read"),
}
