"""How the time of `make test` is shared out, and whether there is a browser to test with.

A pytest plugin: `-p tests.shares`. Under xdist the sums are made in the controller.
"""

import os
import shutil
from collections import defaultdict
from collections.abc import Container
from pathlib import Path

import pytest

BROWSER_REQUIRED = "TRUST_BROWSER_REQUIRED"  # set by .ci/run: no browser is then a failure
CHROMIUM = "TRUST_CHROMIUM"  # a path to use instead of looking for one
NO_BROWSER = (
    "No Chromium here, so the browser tests are left out. "
    f"Install `chromium`, or set {CHROMIUM} to its path."
)

BUDGETS = {
    "rules": 30,
    "services and storage": 60,
    "end to end": 100,
    "browser": 45,
    "faults, security, contracts": 60,
}
"""Seconds that a share may add to the run: the work of its tests, divided among the workers."""

FOLDERS = {
    "tests/habits": "rules",
    "tests/config": "rules",
    "tests/bot": "services and storage",
    "tests/simulator": "services and storage",
    "tests/e2e": "end to end",
    "tests/playground": "end to end",
}
REST = "faults, security, contracts"

LONG = (
    "tests/test_image.py",
    "tests/simulator/test_a_year.py",
    "tests/e2e/every_habit/",
    "tests/e2e/test_eight_weeks.py",
    "tests/e2e/test_live_weeks.py",
    "tests/bot/services/test_true_lines.py",
    "tests/bot/slack/test_user_text.py",
    "tests/test_import_contracts.py",
)
"""What takes long in one piece comes first, or one worker would wait for the other at the end."""


def find_chromium() -> str | None:
    """The browser's path, or None. A wrong TRUST_CHROMIUM counts as none."""
    if (named := os.environ.get(CHROMIUM)) is not None:
        return shutil.which(named)
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((path for name in names if (path := shutil.which(name))), None)


def share_of(nodeid: str, marks: Container[str]) -> str:
    """The share that a test's time is counted under."""
    if "browser" in marks:
        return "browser"
    folder = "/".join(Path(nodeid.partition("::")[0]).parts[:2])
    return FOLDERS.get(folder, REST)


class Shares:
    """Adds up what each share took, and prints it at the end."""

    def __init__(self, workers: int) -> None:
        self.workers = workers
        self.seconds: dict[str, float] = defaultdict(float)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.seconds[share_of(report.nodeid, report.keywords)] += report.duration

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        terminalreporter.section("shares of the time budget", sep="-")
        for share, budget in BUDGETS.items():
            taken = self.seconds[share] / self.workers
            over = "   over its budget" if taken > budget else ""
            terminalreporter.line(
                f"{share:<28} {taken:6.1f} s of {budget:3} s{over}", yellow=bool(over)
            )
        if find_chromium() is None:
            terminalreporter.line(NO_BROWSER, yellow=True)


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of the browser. Only for tests marked `browser`."""
    path = find_chromium()
    assert path is not None, NO_BROWSER
    return path


def pytest_configure(config: pytest.Config) -> None:
    if hasattr(config, "workerinput"):
        return
    if os.environ.get(BROWSER_REQUIRED) == "1" and find_chromium() is None:
        raise pytest.UsageError(f"{BROWSER_REQUIRED}=1, but there is no Chromium here.")
    workers = config.getoption("numprocesses", default=None)
    shares = Shares(workers if isinstance(workers, int) and workers > 0 else 1)
    config.pluginmanager.register(shares, "shares-of-the-time-budget")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: not item.nodeid.startswith(LONG))
    if find_chromium() is not None:
        return
    left_out = [item for item in items if item.get_closest_marker("browser")]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]
