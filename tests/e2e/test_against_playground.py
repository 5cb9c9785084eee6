"""`trust-habits run` as an operator starts it, against `trust-habits play` in another process."""

import asyncio
import signal
import time
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from tests.e2e.commands import free_port, running, trust_habits, trust_habits_anew
from tests.e2e.conftest import connected
from tests.e2e.slack import JSON, Slack, controls, words

AT_MOST_SECONDS = 3.0


@pytest.fixture
async def playing() -> AsyncIterator[str]:
    """The address of a playground in a process of its own."""
    async with running("play", "--no-bot", "--no-open", "--port", "0") as (_, said):
        async for line in said:
            _, found, url = line.decode().strip().partition("SLACK_API_URL=")
            if found:
                break
        yield url.removesuffix("/api/")


@pytest.fixture
def variables(playing: str, tmp_path: Path) -> dict[str, str]:
    return {
        "SLACK_BOT_TOKEN": "xoxb-playground",
        "SLACK_APP_TOKEN": "xapp-playground",
        "SLACK_API_URL": f"{playing}/api/",
        "TRUST_DATABASE_URL": f"sqlite:///{tmp_path}/trust.db",
        "TRUST_HEALTH_PORT": str(free_port()),
    }


async def ready(http: aiohttp.ClientSession, port: str) -> JSON:
    """Ask until the bot says that it is ready: it ticks first after two seconds."""
    told: JSON = {"ready": False}
    while not told["ready"]:
        async with http.get(f"http://127.0.0.1:{port}/readyz") as answer:
            told = await answer.json()
        await asyncio.sleep(0.1)
    return told


async def opened(slack: Slack, user: str) -> None:
    modals: list[JSON] = []
    while not modals:
        modals = (await slack.get("views", user=user))["modals"]
        await asyncio.sleep(0.05)


async def test_the_bot_runs_is_ready_and_ends_in_peace(
    playing: str, variables: dict[str, str], http: aiohttp.ClientSession
) -> None:
    port = variables["TRUST_HEALTH_PORT"]
    arriving = asyncio.create_task(connected(playing, http))
    async with running("run", **variables) as (bot, _):
        await asyncio.wait_for(arriving, 20)
        slack = Slack(playing, http)
        await slack.trust("U0MAYA", "start")
        # The form opens after the ack, and no clock is followed here that would wait for it.
        await asyncio.wait_for(opened(slack, "U0MAYA"), 10)
        said = await slack.submit("U0MAYA", await slack.modal("U0MAYA"))
        said = await slack.submit("U0MAYA", said["view"])
        assert "Week start" in words(said["view"])
        assert "prompt.answer.done" in controls(await slack.trust("U0MAYA", "today"))

        told = await asyncio.wait_for(ready(http, port), 10)
        assert told["slack_connections"] == 2
        live = await trust_habits("check", "--live", **variables)
        assert (live.code, live.err) == (0, "")
        assert live.out.startswith("Slack connected, last tick ")
        assert live.out.endswith(", 0 stuck.\n")
        assert live.out.count("\n") == 1

        began = time.monotonic()
        bot.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(bot.wait(), 10) == 0
        assert time.monotonic() - began < 10

    nobody = await trust_habits("check", "--live", **variables)
    assert nobody.code == 1
    assert nobody.err == f"No bot answers on port {port}.\n"


async def test_a_token_that_slack_refuses_ends_the_start_with_words(
    variables: dict[str, str],
) -> None:
    ended = await trust_habits("run", **variables | {"SLACK_BOT_TOKEN": "xoxb-of-somebody-else"})
    assert ended.code == 2
    assert "Slack refused SLACK_BOT_TOKEN" in ended.err
    assert "Traceback" not in ended.err
    assert "of-somebody-else" not in ended.err


async def test_wrong_settings_are_told_all_at_once_and_soon(tmp_path: Path) -> None:
    wrong = {
        "SLACK_BOT_TOKEN": "xapp-the-other-one",
        "TRUST_HEALTH_PORT": "http",
        "TRUST_DATABASE": "sqlite:///x.db",
        "TRUST_LEASE_SECONDS": "5",
        "SLACK_CLIENT_ID": "123.456",
        "TRUST_KEYS_FILE": f"{tmp_path}/nowhere",
    }
    began = time.monotonic()
    ended = await trust_habits_anew("run", **wrong)
    assert time.monotonic() - began < AT_MOST_SECONDS
    assert ended.code == 2
    assert ended.out == ""
    _, *faults, where_to = ended.err.splitlines()
    told = {line.strip().partition(":")[0] for line in faults}
    assert told == {*wrong, "SLACK_APP_TOKEN"}
    assert where_to.startswith("Copy config/env.example to .env")
    assert "the-other-one" not in ended.err


async def test_a_broken_habit_names_file_line_and_field_and_soon(tmp_path: Path) -> None:
    (tmp_path / "say_hello.yaml").write_text(
        "key: say_hello\nname: Say hello\ntheme: 9\nwhy: [1]\nwordings: nothing\n"
    )
    began = time.monotonic()
    ended = await trust_habits_anew(
        "run",
        SLACK_BOT_TOKEN="xoxb-1",
        SLACK_APP_TOKEN="xapp-1",
        TRUST_HABITS_FOLDER=str(tmp_path),
        TRUST_DATABASE_URL=f"sqlite:///{tmp_path}/trust.db",
    )
    assert time.monotonic() - began < AT_MOST_SECONDS
    assert ended.code == 2
    for line, name in ((3, "theme"), (4, "why"), (5, "wordings")):
        assert f"say_hello.yaml, line {line}, {name}: " in ended.err
    assert "Traceback" not in ended.err
    assert not (tmp_path / "trust.db").exists()


async def test_a_taken_health_port_ends_the_start_with_words(variables: dict[str, str]) -> None:
    async def nobody(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.close()

    taken = await asyncio.start_server(nobody, "127.0.0.1", 0)
    async with taken:
        port = str(taken.sockets[0].getsockname()[1])
        ended = await trust_habits("run", **variables | {"TRUST_HEALTH_PORT": port})
    assert ended.code == 2
    assert f"Port {port} is taken" in ended.err
    assert "Traceback" not in ended.err
