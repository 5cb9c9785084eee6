"""users.*, usergroups.*, auth.test and apps.connections.open."""

from typing import Any

from bot.playground.api_conversations import paged
from bot.playground.calls import Call, method
from bot.playground.people import APP, BOT, BOT_USER, SEED_GROUP, TEAM, TEAM_DOMAIN
from bot.playground.refusals import Refused


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


def list_groups(call: Call) -> dict[str, Any]:
    people = call.playground.workspace.people
    own, handle, name, users = SEED_GROUP
    here = [user for user in users if user in people and not people[user].deleted]
    group = {
        "id": own,
        "team_id": TEAM,
        "is_usergroup": True,
        "name": name,
        "description": "",
        "handle": handle,
        "is_external": False,
        "date_delete": 0,
    }
    if call.flag("include_count"):
        group["user_count"] = len(here)
    if call.flag("include_users"):
        group["users"] = here
    return {"usergroups": [group]}


def users_of_group(call: Call) -> dict[str, Any]:
    own, _, _, users = SEED_GROUP
    if call.text("usergroup") != own:
        raise Refused("no_such_subteam")
    people = call.playground.workspace.people
    return {"users": [user for user in users if user in people and not people[user].deleted]}


METHODS = {
    "auth.test": method(auth_test, 600),
    "apps.connections.open": method(open_connection, 50, for_app_token=True),
    "users.info": method(user_info, 100, "user", "include_locale", scope="users:read"),
    "users.list": method(list_users, 20, "", "cursor limit include_locale", scope="users:read"),
    "usergroups.list": method(
        list_groups, 20, "", "include_count include_users include_disabled", scope="usergroups:read"
    ),
    "usergroups.users.list": method(
        users_of_group, 20, "usergroup", "include_disabled", scope="usergroups:read"
    ),
}
