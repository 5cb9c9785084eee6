"""What all tests share: the pinned zone data and how hard hypothesis looks."""

import os
import zoneinfo

import pytest
from hypothesis import HealthCheck, settings

from config.wordings import load_texts
from habits import texts

zoneinfo.reset_tzpath(to=())
texts.use(load_texts())

# Two cores shared with other work make single examples slow now and then; that is no failure.
settings.register_profile(
    "usual", deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("thorough", parent=settings.get_profile("usual"), max_examples=2000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "usual"))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what tests measured: their properties called "figure"."""
    reports = terminalreporter.getreports("passed") + terminalreporter.getreports("failed")
    for report in reports:
        for name, value in report.user_properties:
            if name == "figure":
                terminalreporter.write_line(str(value))
