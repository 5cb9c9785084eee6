"""When something behind the bot breaks, the person is told, and nothing is half stored."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from bot.services.practices import Practices
from bot.storage import StorageUnavailable
from config.settings import Settings
from tests.e2e.slack import Slack, words

TRY_AGAIN = str(StorageUnavailable())
MAYA = "U0MAYA"


@contextmanager
def held_by_another(settings: Settings) -> Iterator[None]:
    path = Path(settings.database_url.removeprefix("sqlite:///"))
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


async def test_a_form_and_a_command_that_cannot_be_saved_say_try_again_and_change_nothing(
    slack: Slack, settings: Settings
) -> None:
    await slack.trust(MAYA, "start")
    await slack.submit(MAYA, await slack.modal(MAYA))
    form = await slack.modal(MAYA)
    with held_by_another(settings):
        refused = await slack.post("submit", user=MAYA, view_id=form["id"], values={})
    assert refused["response_action"] == "push"
    assert TRY_AGAIN in words(refused["view"])
    assert "Start" in words(await slack.trust(MAYA, "week")), "still the invitation"
    await slack.post("close", user=MAYA, view_id=refused["view"]["id"])
    assert (await slack.submit(MAYA, form))["response_action"] == "update"

    with held_by_another(settings):
        said = await slack.post("command", user=MAYA, command="/trust", text="done coach")
    assert TRY_AGAIN in words(said["response"])
    assert "Coach" not in words(await slack.trust(MAYA, "week"))
    assert "Logged: Coach" in words(await slack.trust(MAYA, "done coach"))


async def test_what_nobody_foresaw_gets_a_reference_that_stands_in_the_log(
    slack: Slack, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def broken(*_: object) -> None:
        raise ZeroDivisionError("the secret inside")

    monkeypatch.setattr(Practices, "log", broken)
    said = words(await slack.trust(MAYA, "done coach"))
    assert "Something went wrong on our side" in said
    assert "secret" not in said
    [logged] = [record for record in caplog.records if record.message == "unexpected"]
    assert vars(logged)["reference"] in said
