"""What people type where nothing may be kept is looked for in the whole database afterwards: in
every row, and in every value that was ever written to its files."""

import json
import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet
from sqlalchemy import Connection, select

from bot.app import open_database
from bot.storage.tables import metadata
from config.settings import Settings
from tests.e2e.every_habit.kept import practised
from tests.e2e.slack import JSON, Slack, controls

BEN, NOAH = "U0BEN", "U0NOAH"

NEVER_WRITTEN: dict[str, dict[str, Any]] = {
    "forgive_close": {
        "said_to_person": NOAH,
        "happened": "planted heron",
        "learned": "planted otter",
        "closed": "planted falcon",
        "limits": ["ticked"],
    },
}
"""Forms of which nothing is ever stored, no draft either, with what is typed into them."""

GONE_ONCE_SAID: dict[str, dict[str, Any]] = {
    "take_the_hit": {
        "topic": "planted badger",
        "my_part": "planted marten",
        "facts": "planted weasel",
        "credit": "planted lynx",
    },
    "ask_not_order": {
        "order": "planted adder",
        "rep": NOAH,
        "ask": "planted viper",
        "why": "planted gecko",
        "free": "planted newt",
    },
    "contribution": {
        "rep": NOAH,
        "did": "planted robin",
        "effect": "planted finch",
        "whom": "planted siskin",
    },
    "thank_creative_mistake": {
        "rep": NOAH,
        "tried": "planted perch",
        "learned": "planted trout",
        "changes": "planted salmon",
    },
    "ease_intensity": {"rep": NOAH, "did": "planted beech", "effect": "planted maple"},
    "firm_and_fair": {
        "rep": NOAH,
        "standard": "planted comet",
        "gap": "planted meteor",
        "help": "planted planet",
        "tone": ["facts_only"],
    },
    "human_flaw": {"story": "planted cello", "lesson": "planted viola"},
    "admit_mistake": {
        "did_effect": "planted anchor",
        "change": "kept for the follow-up",
        "learned": "planted rudder",
        "people": [NOAH],
    },
}
"""Forms whose text is the manager's to say: a draft is kept until it was said."""

ON_CARDS = {"land_feedback": "planted cobalt", "people_first": "planted copper"}
"""What is prepared on a card, to take along."""

HELD = {"rep": NOAH, "gap": "planted quartz", "help": "planted garnet", "hold": ["ticked"]}
"""A text that is held for half an hour, and said then."""

TYPED_BY_A_REP = "planted walnut"


async def test_what_may_not_be_kept_is_nowhere(
    slack: Slack, maya: str, monday: datetime, settings: Settings, tmp_path: Path
) -> None:
    await slack.walk_to(monday.replace(hour=9))
    for habit, values in NEVER_WRITTEN.items():
        for says_it in (False, True):
            await own_words(slack, maya, habit, values, says_it=says_it)
    for habit, text in ON_CARDS.items():
        await take_along(slack, maya, habit, text)
    await slack.type(BEN, TYPED_BY_A_REP)
    await slack.trust(BEN, TYPED_BY_A_REP)
    ever = written_ever(tmp_path)
    assert "share_why" in ever, "the search would find what was written"
    assert [one for one in planted(NEVER_WRITTEN, ON_CARDS, TYPED_BY_A_REP) if one in ever] == []
    assert NOAH not in json.dumps(rows_of(settings, without="people"), default=str)

    for habit, values in GONE_ONCE_SAID.items():
        await own_words(slack, maya, habit, values, says_it=True)
    await held_and_said(slack, maya)
    said = planted(GONE_ONCE_SAID, HELD)
    assert [one for one in said if one in written_ever(tmp_path)] != [], "drafts were found"
    rows = json.dumps(rows_of(settings), default=str)
    assert "kept for the follow-up" in rows, "the search would find what is kept"
    assert [one for one in said if one in rows] == []
    for habit in (*NEVER_WRITTEN, *GONE_ONCE_SAID):
        times = len(practised(tmp_path / "trust.db", maya, habit))
        most = 2 if habit == "firm_and_fair" else 1
        assert times == most, f"{habit} counted {times} times"


async def own_words(
    slack: Slack, user: str, habit: str, values: dict[str, Any], *, says_it: bool
) -> None:
    """Fill in every field, see the text, and say it or leave it."""
    await slack.trust(user, f"do {habit}")
    form = await slack.modal(user)
    choice = controls(form).get("compose.audience")
    if choice is not None and "own_voice" not in str(choice.get("initial_option")):
        await slack.click(user, form, "compose.audience", "own_voice")
        form = await slack.modal(user)
    later = str((await slack.now()).date() + timedelta(days=9))
    dates = {name: later for name, kind in fields(form).items() if kind == "datepicker"}
    said = await slack.submit(user, form, **values | dates)
    assert said.get("response_action") == "push", said
    text = await slack.modal(user)
    assert text["callback_id"] == "own_voice"
    if says_it:
        assert "errors" not in await slack.submit(user, text)
    await slack.post("close", user=user, view_id=(await slack.modal(user))["id"], all=True)


async def held_and_said(slack: Slack, user: str) -> None:
    await slack.trust(user, "do firm_and_fair")
    form = await slack.modal(user)
    later = str((await slack.now()).date() + timedelta(days=9))
    said = await slack.submit(user, form, **HELD, date=later)
    await slack.post("close", user=user, view_id=said["view"]["id"], all=True)
    await slack.pass_time(minutes=31)
    back = (await slack.direct(user))[-1]
    await slack.click(user, back, "held.read")
    form = await slack.modal(user)
    assert HELD["gap"] in str(form["blocks"])
    await slack.submit(user, form, hold=[])
    assert "errors" not in await slack.submit(user, await slack.modal(user))
    await slack.post("close", user=user, view_id=(await slack.modal(user))["id"], all=True)


async def take_along(slack: Slack, user: str, habit: str, text: str) -> None:
    """Prepare a text on a card, see it to copy, and note how it went."""
    await slack.trust(user, f"do {habit}")
    await slack.click(user, await slack.modal(user), "card.take-along")
    form = await slack.modal(user)
    [name] = fields(form)
    said = await slack.submit(user, form, **{name: text})
    assert text in str(said["view"]["blocks"])
    await slack.post("close", user=user, view_id=said["view"]["id"], all=True)
    await slack.trust(user, f"do {habit}")
    await slack.click(user, await slack.modal(user), "card.tap")
    await slack.post("close", user=user, view_id=(await slack.modal(user))["id"], all=True)


def fields(form: JSON) -> dict[str, str]:
    inputs = [one for one in form["blocks"] if one["type"] == "input"]
    return {one["block_id"]: one["element"]["type"] for one in inputs}


def planted(*told: object) -> list[str]:
    """The texts to look for."""
    return sorted(set(re.findall(r"planted \w+", str(told))))


# --- looking ----------------------------------------------------------------------------------


def rows_of(settings: Settings, without: str = "") -> dict[str, list[dict[str, Any]]]:
    """The whole database, what is encrypted in the clear."""

    def read(connection: Connection) -> dict[str, list[dict[str, Any]]]:
        return {
            name: [dict(row) for row in connection.execute(select(table)).mappings()]
            for name, table in metadata.tables.items()
            if name != without
        }

    database = open_database(settings)
    found = database.read_now(read)
    database.close()
    return found


def written_ever(folder: Path) -> str:
    """Everything in the database's files: what is in clear, and each encrypted value that can
    still be read there, of deleted rows as well."""
    fernet = Fernet((folder / "trust.key").read_bytes().strip())
    content = b"".join(one.read_bytes() for one in folder.glob("trust.db*"))
    opened = [content.decode("latin-1")]
    for token in re.findall(rb"gAAAAA[\w-]{60,}={0,2}", content):
        try:
            opened.append(fernet.decrypt(token).decode())
        except Exception:  # noqa: S112 - a part of a value that was overwritten
            continue
    return "\n".join(opened)
