"""A workspace as its people use it: gestures through the control API, and what they then see."""

from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp

from habits.catalogue_order import ORDER

JSON = dict[str, Any]
BOT_USER = "U0TRUST"
_NOTHING = object()


class Refused(AssertionError):
    """The playground, or the app behind it, did not take a gesture."""


class Slack:
    """Every gesture returns when the bot has come to rest. Remembers all modals, answers and
    words under fields that anybody was shown."""

    def __init__(self, url: str, http: aiohttp.ClientSession) -> None:
        self.url = url
        self.shown_views: list[JSON] = []
        self.shown_answers: list[JSON] = []
        self.shown_errors: list[str] = []
        self._http = http

    async def get(self, call: str, **query: str) -> JSON:
        async with self._http.get(f"{self.url}/_control/{call}", params=query) as answer:
            return _taken(call, await answer.json())

    async def post(self, call: str, **body: Any) -> JSON:
        async with self._http.post(f"{self.url}/_control/{call}", json=body) as answer:
            return _taken(call, await answer.json())

    # --- gestures --------------------------------------------------------------------------

    async def trust(self, user: str, text: str = "", **more: Any) -> JSON:
        """Type `/trust <text>`: what was answered at once, {} where a form opens instead."""
        said = await self.post("command", user=user, command="/trust", text=text, wait=True, **more)
        answer = said["response"] or {}
        if answer:
            self.shown_answers.append(answer)
        return answer

    async def click(
        self, user: str, where: JSON, action: str, value: Any = _NOTHING, *, block: str = ""
    ) -> None:
        """Press or choose in a message of the log, or in a view."""
        body: JSON = {"user": user, "action_id": action, "wait": True}
        body |= {"block_id": block} if block else {}
        body |= {} if value is _NOTHING else {"value": value}
        if "ts" in where:
            body |= {"channel": where["channel"], "ts": where["ts"]}
        else:
            body |= {"view_id": where["id"]}
        await self.post("click", **body)

    async def submit(self, user: str, view: JSON, **values: Any) -> JSON:
        said = await self.post("submit", user=user, view_id=view["id"], values=values, wait=True)
        if "view" in said:
            self.shown_views.append(said["view"])
        self.shown_errors += (said.get("errors") or {}).values()
        return said

    async def type(self, user: str, text: str, *, thread: str | None = None) -> str:
        """Write to the bot; the message's ts."""
        more = {"thread_ts": thread} if thread else {}
        said = await self.post("message", user=user, text=text, wait=True, **more)
        return said["ts"]

    async def person(self, **facts: Any) -> JSON:
        return (await self.post("user", wait=True, **facts))["user"]

    async def revoke(self, *scopes: str) -> None:
        """The app has these scopes no longer."""
        had = (await self.get("state"))["app"]["scopes"]
        await self.post("app", scopes=[one for one in had if one not in scopes])

    # --- time ------------------------------------------------------------------------------

    async def now(self) -> datetime:
        return instant((await self.get("clock"))["now"])

    async def walk_to(self, moment: datetime) -> JSON:
        return await self.post("clock", to=moment.astimezone(UTC).isoformat())

    async def pass_time(self, **distance: float) -> JSON:
        seconds = timedelta(**distance).total_seconds()
        return await self.post("clock", advance_seconds=seconds)

    async def next_message(self) -> JSON:
        """Walk to the next message of the bot, two weeks at most, and read it for a moment: the
        bot writes to nobody twice within a second."""
        found = (await self.post("clock", next_message=True))["message"]
        assert found is not None, "no message came within two weeks"
        await self.pass_time(seconds=5)
        return found

    # --- what is seen ----------------------------------------------------------------------

    async def messages(self, user: str | None = None, since: str = "") -> list[JSON]:
        """The visible log; with `user`, what the bot shows that person."""
        query = {"since": since} if since else {}
        if user is None:
            return (await self.get("messages", **query))["messages"]
        seen = (await self.get("messages", user=user, **query))["messages"]
        return [one for one in seen if one["user"] == BOT_USER and not one["deleted"]]

    async def direct(self, user: str, since: str = "") -> list[JSON]:
        """What the bot sent to a person, without answers to commands."""
        seen = await self.messages(user, since)
        return [one for one in seen if one["channel"][0] == "D" and "ephemeral_to" not in one]

    async def again(self, message: JSON) -> JSON:
        """The message as it is shown now."""
        found = (await self.get("messages", channel=message["channel"]))["messages"]
        return next(one for one in found if one["ts"] == message["ts"])

    async def modal(self, user: str) -> JSON:
        """The modal on top."""
        modals = (await self.get("views", user=user))["modals"]
        assert modals, f"{user} sees no modal"
        self.shown_views.append(modals[-1])
        return modals[-1]

    async def home(self, user: str) -> JSON:
        """Open the Home tab."""
        await self.post("open_home", user=user, wait=True)
        home = (await self.get("views", user=user))["home"]
        assert home is not None, f"{user} sees an empty Home"
        self.shown_views.append(home)
        return home


async def started(slack: Slack, user: str, *, habit: str = "share_why", **times: Any) -> str:
    """Let somebody start, without public holidays unless `times` says otherwise; who it was."""
    await slack.trust(user, "start")
    situation = next(str(int(theme)) for theme, keys in ORDER.items() if habit in keys)
    await slack.submit(user, await slack.modal(user), situation=situation)
    await slack.click(user, await slack.modal(user), "start.times")
    said = await slack.submit(user, await slack.modal(user), **{"country": "none"} | times)
    assert "errors" not in said, said
    said = await slack.submit(user, await slack.modal(user), habit=habit)
    assert said.get("response_action") == "update", said
    await slack.post("close", user=user, view_id=said["view"]["id"], all=True)
    return user


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


def posted_at(message: JSON) -> datetime:
    """The instant (UTC) that a message's ts names."""
    return datetime.fromtimestamp(float(message["ts"]), UTC)


def words(shown: JSON) -> str:
    """Everything written in a message or a view, one text a line."""
    return "\n".join(_texts(shown.get("blocks") or []))


def controls(shown: JSON) -> dict[str, JSON]:
    """The interactive elements of a message or a view by action id."""
    found: dict[str, JSON] = {}
    for block in shown.get("blocks") or []:
        inside = [*block.get("elements", []), block.get("accessory"), block.get("element")]
        found |= {one["action_id"]: one for one in inside if one and "action_id" in one}
    return found


def options(control: JSON) -> list[str]:
    """The values that a select, a menu or boxes offer."""
    grouped = [one for group in control.get("option_groups", []) for one in group["options"]]
    return [one["value"] for one in [*control.get("options", []), *grouped]]


def _texts(told: Any) -> list[str]:
    match told:
        case {"text": str(text)}:
            return [text]
        case dict():
            return [text for value in told.values() for text in _texts(value)]
        case list():
            return [text for value in told for text in _texts(value)]
        case _:
            return []


def _taken(call: str, answer: JSON) -> JSON:
    if not answer.pop("ok"):
        raise Refused(f"{call}: {answer.get('error')}: {answer.get('detail', answer)}")
    return answer
