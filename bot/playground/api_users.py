"""users.*, dnd.info, auth.test and apps.connections.open."""

from typing import Any

from bot.playground.api_conversations import paged
from bot.playground.calls import Call, method
from bot.playground.people import APP, BOT, BOT_USER, TEAM, TEAM_DOMAIN


def auth_test(call: Call) -> dict[str, Any]:
    workspace = call.playground.workspace
    return {
        "url": f"https://{TEAM_DOMAIN}.slack.com/",
        "team": workspace.team_name,
        "user": workspace.people[BOT_USER].name,
        "team_id": TEAM,
        "user_id": BOT_USER,
        "bot_id": BOT,
        "is_enterprise_install": False,
    }


def open_connection(call: Call) -> dict[str, Any]:
    call.playground.address = f"http://{call.host}"
    ticket = call.playground.sockets.ticket()
    return {"url": f"ws://{call.host}/link/?ticket={ticket}&app_id={APP}"}


def user_info(call: Call) -> dict[str, Any]:
    now = call.playground.clock.now()
    return {"user": call.person().to_slack(now, with_locale=call.flag("include_locale"))}


def list_users(call: Call) -> dict[str, Any]:
    now = call.playground.clock.now()
    people = [p for p in call.playground.workspace.people.values() if not p.is_stranger]
    page, cursor = paged(call, people, 200)
    locale = call.flag("include_locale")
    return {
        "members": [person.to_slack(now, with_locale=locale) for person in page],
        "cache_ts": int(now.timestamp()),
        "response_metadata": {"next_cursor": cursor},
    }


def dnd_info(call: Call) -> dict[str, Any]:
    now = call.playground.clock.now()
    until = call.person().dnd_until
    resting = until is not None and until > now
    return {
        "dnd_enabled": resting,
        "next_dnd_start_ts": int(now.timestamp()) if resting else 1,
        "next_dnd_end_ts": int(until.timestamp()) if resting and until else 1,
        "snooze_enabled": resting,
        "snooze_endtime": int(until.timestamp()) if resting and until else 0,
        "snooze_remaining": int((until - now).total_seconds()) if resting and until else 0,
    }


METHODS = {
    "auth.test": method(auth_test, 600),
    "apps.connections.open": method(open_connection, 50, for_app_token=True),
    "users.info": method(user_info, 100, "user", "include_locale", scope="users:read"),
    "users.list": method(list_users, 20, "", "cursor limit include_locale", scope="users:read"),
    "dnd.info": method(dnd_info, 50, "user", scope="dnd:read"),
}
