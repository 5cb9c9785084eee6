"""The image without an engine: what it holds, and that it runs read-only and without rights."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.container import Image, account, build, find_python
from tests.dockerfile import Ignore, Stage, read_dockerfile

ROOT = Path(__file__).parents[1]
LOCK = (ROOT / "requirements.lock").read_text()

pytestmark = pytest.mark.xdist_group("image")  # one worker builds it, once


@pytest.fixture(scope="module")
def stages() -> list[Stage]:
    return read_dockerfile((ROOT / "Dockerfile").read_text())


@pytest.fixture(scope="module")
def context() -> list[str]:
    return Ignore.read((ROOT / ".dockerignore").read_text()).context(ROOT)


# What the files say ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "left_out"),
    [
        ("bot/cli/__init__.py", False),
        ("bot/storage/migrations/versions/0001_start.py", False),
        ("config/habits/share_why.yaml", False),
        ("requirements.lock", False),
        ("bot/playground/server.py", True),
        ("bot/__pycache__/cli.cpython-311.pyc", True),
        ("requirements-dev.lock", True),
        ("tests/test_image.py", True),
        (".env", True),
        ("config/.env", True),
        ("data/trust.db", True),
        (".git/config", True),
        ("docs/install.md", True),
    ],
)
def test_only_what_the_bot_needs_reaches_the_build(path: str, left_out: bool) -> None:
    assert Ignore.read((ROOT / ".dockerignore").read_text()).leaves_out(path) is left_out


def test_the_last_fitting_pattern_rules() -> None:
    ignore = Ignore(("*", "!bot", "bot/play*", "**/*.pyc"))
    kept = [
        p for p in ("a", "bot/a", "bot/b/c", "bot/play/a", "bot/x.pyc") if not ignore.leaves_out(p)
    ]
    assert kept == ["bot/a", "bot/b/c"]


def test_every_package_is_installed_by_hash(stages: list[Stage]) -> None:
    for command in (
        part for stage in stages for run in stage.every("RUN") for part in run.split("&&")
    ):
        if " install " in command and "pip" in command:
            assert "--require-hashes" in command or "--no-deps --no-build-isolation ." in command


def test_the_bot_runs_as_nobody_in_particular(stages: list[Stage]) -> None:
    uid, _, gid = stages[-1].last("USER").partition(":")
    assert int(uid) > 0
    assert int(gid) > 0


def test_the_image_starts_the_bot_and_asks_it_how_it_is(stages: list[Stage]) -> None:
    final = stages[-1]
    assert json.loads(final.last("ENTRYPOINT")) == ["trust-habits"]
    assert json.loads(final.last("CMD")) == ["run"]
    health = final.last("HEALTHCHECK").partition("CMD ")[2]
    assert json.loads(health) == ["trust-habits", "check", "--live"]
    assert final.environment()["PYTHONDONTWRITEBYTECODE"] == "1"


def test_compose_gives_one_volume_and_no_rights(stages: list[Stage]) -> None:
    service = yaml.safe_load((ROOT / "compose.yaml").read_text())["services"]["trust-habits"]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["user"] == stages[-1].last("USER")
    volumes = [volume.partition(":")[2] for volume in service["volumes"]]
    assert volumes == json.loads(stages[-1].last("VOLUME"))
    assert (
        service["environment"]["TRUST_DATABASE_URL"]
        == (stages[-1].environment()["TRUST_DATABASE_URL"])
    )


# What the image holds ----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def image(stages: list[Stage]) -> Iterator[Image]:
    python = find_python(account(stages[-1]))
    if python is None:
        pytest.skip("no Python here that an account without rights may start")
    folder = Path(tempfile.mkdtemp(prefix="trust-image-"))
    folder.chmod(0o755)  # the bot's account must get through to its files
    try:
        made = build(ROOT, folder, python)
        made.make_read_only()
        yield made
    finally:
        for path in folder.rglob("*"):
            if path.is_dir() and not path.is_symlink():
                path.chmod(0o755)
        shutil.rmtree(folder)


def locked() -> dict[str, str]:
    """Name -> version of all that the lock names, for any platform."""
    return dict(re.findall(r"^([a-z0-9._-]+)(?:\[[a-z,]+\])?==(\S+)", LOCK, re.MULTILINE))


def installed(image: Image) -> dict[str, str]:
    found = image.path("/opt").rglob("*.dist-info")
    pairs = (folder.name.removesuffix(".dist-info").rsplit("-", 1) for folder in found)
    return {re.sub(r"[._-]+", "-", name).lower(): version for name, version in pairs}


def test_exactly_what_the_lock_says_is_installed(image: Image) -> None:
    found = installed(image)
    assert found.pop("trust-habits")
    assert found.items() <= locked().items()
    everywhere = dict(re.findall(r"^([a-z0-9._-]+)==(\S+) \\", LOCK, re.MULTILINE))
    assert everywhere.items() <= found.items()


def test_no_tool_for_building_or_testing_is_left(image: Image) -> None:
    left = {"pip", "setuptools", "wheel", "pytest", "hypothesis", "playwright", "ruff"}
    assert not left & installed(image).keys()
    assert not list(image.path("/opt").glob("*/bin/pip*"))


def test_the_bot_is_there_and_the_playground_and_the_tests_are_not(image: Image) -> None:
    (packages,) = image.path("/opt").glob("*/lib/python*/site-packages")
    assert (packages / "bot" / "cli" / "__init__.py").exists()
    assert list((packages / "config" / "habits").glob("*.yaml"))
    assert not (packages / "bot" / "playground").exists()
    assert not (packages / "tests").exists()


# That it runs ------------------------------------------------------------------------------------


def run(image: Image, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    start = image.start(image.command(*words), settings)
    return subprocess.run(**start, capture_output=True, text=True, timeout=30, check=False)


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:  # noqa: S310
            return bool(answer.status == 200)
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


def wait_until(holds: Callable[[], bool], process: subprocess.Popen[Any], log: Path) -> None:
    """Look again and again, for 30 s at most, or until the process ends."""
    deadline = time.monotonic() + 30
    while not holds():
        assert process.poll() is None, f"it ended: {log.read_text()}"
        assert time.monotonic() < deadline, f"it was not ready in time: {log.read_text()}"
        time.sleep(0.05)  # between two looks, not instead of one


@contextmanager
def running(start: dict[str, Any], log: Path, url: str) -> Iterator[subprocess.Popen[Any]]:
    with log.open("w") as output:
        process = subprocess.Popen(**start, stdout=output, stderr=subprocess.STDOUT)
        with process:
            try:
                wait_until(lambda: answers(url), process, log)
                yield process
            finally:
                if process.poll() is None:
                    process.kill()


@pytest.fixture
def slack(tmp_path: Path) -> Iterator[dict[str, str]]:
    """The settings of a bot whose Slack is the playground of this repository."""
    port = free_port()
    program = str(Path(sys.executable).with_name("trust-habits"))
    words = [program, "play", "--no-bot", "--no-open", "--port", str(port)]
    start = {"args": words, "cwd": tmp_path}
    with running(start, tmp_path / "slack.log", f"http://127.0.0.1:{port}/_control/state"):
        yield {
            "SLACK_API_URL": f"http://127.0.0.1:{port}/api/",
            "SLACK_BOT_TOKEN": "xoxb-playground",
            "SLACK_APP_TOKEN": "xapp-playground",
            "TRUST_HEALTH_PORT": str(free_port()),
        }


def test_it_runs_read_only_without_rights_and_stops_when_told(
    image: Image, slack: dict[str, str], tmp_path: Path
) -> None:
    before = image.files()
    health = f"http://127.0.0.1:{slack['TRUST_HEALTH_PORT']}"
    start = image.start(image.command(*json.loads(image.stage.last("CMD"))), slack)
    log = tmp_path / "bot.log"
    with running(start, log, f"{health}/livez") as bot:
        wait_until(lambda: answers(f"{health}/readyz"), bot, log)
        status = Path(f"/proc/{bot.pid}/status").read_text()
        assert re.search(rf"^Uid:\t{image.user.uid}\t", status, re.MULTILINE)
        assert image.user.uid != 0
        for words in (["check"], ["check", "--live"]):
            check = run(image, *words, **slack)
            assert check.returncode == 0, check.stdout + check.stderr
        bot.send_signal(signal.SIGTERM)
        assert bot.wait(timeout=10) == 0, log.read_text()
    assert image.path("/data/trust.db").exists()
    assert image.files() == before


def test_play_says_in_one_line_where_the_playground_is(image: Image) -> None:
    told = run(image, "play")
    assert told.returncode != 0
    assert len((told.stdout + told.stderr).strip().splitlines()) == 1
    assert "playground" in told.stderr
    assert "make play" in told.stderr


def test_nothing_of_this_image_needs_root(image: Image) -> None:
    odd = [p for p in image.root.rglob("*") if not p.is_symlink() and p.stat().st_mode & 0o6000]
    assert not odd
    assert os.access(image.root, os.R_OK)
