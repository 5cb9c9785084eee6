"""What people wrote cannot be read in the database's files, in a backup or in the logs."""

import json
import logging
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.app import open_database
from bot.cli.demo_story import tell_story
from bot.cli.demo_time import begins, first_monday
from bot.cli.demo_words import ASKS, BUNDLE, COACHING, DRAFT, NEXT_STEP, QUESTION, TOLD
from bot.playground.server import serve
from bot.services.all_tools import ALL_TOOLS
from bot.services.typed import Typed, TypedWords
from bot.services.who import House, Who
from bot.storage import Connection, managers, outgoing
from bot.storage.backup import back_up
from bot.storage.outgoing import Kind, NewRow
from config.logging import configure
from config.settings import Settings, read_settings
from habits.catalogue import Catalogue
from tests.bot.fakes import FakeClock, FakeMessenger

MONDAY = first_monday(datetime(2026, 11, 21, 12, tzinfo=UTC))
MAYA = Who("T0PLAY", "U0MAYA")
NOTE = "I was too quick with Sam on Thursday"
ON_ITS_WAY = "Words that wait to be sent"
FILES = ("trust.db", "trust.db-wal", "copy.db")
SECRETS = [
    *(text for told in TOLD.values() for text in told.values.values()),
    *(came.text for came in ASKS),
    *(came.reason for came in ASKS if came.reason),
    *DRAFT.values(),
    *COACHING.values(),
    BUNDLE,
    NEXT_STEP,
    QUESTION[1],
    NOTE,
    ON_ITS_WAY,
]


@pytest.fixture
def logged() -> Iterator[list[logging.LogRecord]]:
    """Everything that any logger says, at its most talkative."""
    kept: list[logging.LogRecord] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            kept.append(record)

    root, keep = logging.getLogger(), Keep()
    before, handlers = root.level, list(root.handlers)
    configure("DEBUG", "json")
    root.addHandler(keep)
    yield kept
    root.removeHandler(keep)
    root.handlers[:] = handlers
    root.setLevel(before)


def wait_to_be_sent(connection: Connection, now: datetime) -> None:
    """A message that is worded and not sent yet."""
    manager = managers.of_user(connection, MAYA.workspace, MAYA.user)
    assert manager is not None
    row = NewRow(
        workspace=MAYA.workspace,
        key="reply:planted",
        kind=Kind.REPLY,
        manager=manager.id,
        recipient=MAYA.user,
        local_date=now.date(),
        asked_at=now,
        due_at=now,
        content={"text": ON_ITS_WAY, "blocks": []},
    )
    outgoing.add(connection, [row])


def found_in(content: bytes) -> list[str]:
    """The secrets that stand somewhere in clear, as text or as JSON writes it."""
    return [
        secret
        for secret in SECRETS
        if secret.encode() in content or json.dumps(secret)[1:-1].encode() in content
    ]


async def test_nothing_that_people_wrote_stands_anywhere_in_clear(
    manifest: dict[str, object],
    catalogue: Catalogue,
    tmp_path: Path,
    logged: list[logging.LogRecord],
) -> None:
    running = await serve(manifest=manifest, begins=begins(MONDAY))
    settings: Settings = read_settings(
        {
            "SLACK_BOT_TOKEN": "xoxb-playground",
            "SLACK_APP_TOKEN": "xapp-playground",
            "SLACK_API_URL": f"{running.url}/api/",
            "TRUST_DATABASE_URL": f"sqlite:///{tmp_path}/trust.db",
        }
    )
    await tell_story(running.playground, MONDAY, settings, catalogue)
    now = running.playground.clock.now()
    await running.stop()

    database = open_database(settings)
    house = House(
        database,
        FakeClock(now),
        catalogue,
        lambda _country, _year: {},
        FakeMessenger(FakeClock(now)),
        ALL_TOOLS,
    )
    await TypedWords(house).take(MAYA, Typed("D0MAYA", "1.000001", None, NOTE))
    await database.write(wait_to_be_sent, now)
    back_up(tmp_path / "trust.db", tmp_path / "copy.db")

    files = {name: (tmp_path / name).read_bytes() for name in FILES}
    assert b"share_why" in files["copy.db"], "the search would find what stands in clear"
    assert [name for name, content in files.items() if found_in(content)] == []
    lines = "\n".join(f"{one.getMessage()} {one.__dict__}" for one in logged)
    assert "message.sent" in lines, "the logs were listened to"
    assert found_in(lines.encode()) == []
    database.close()
