"""Named points of the delivery path where a test may stop or kill the process.

Unarmed, a point is one look into an empty dictionary.
"""

import os
import signal
from collections.abc import Callable

_armed: dict[str, Callable[[], None]] = {}


def reach(name: str) -> None:
    """Mark an instant of the delivery path."""
    if _armed:
        act = _armed.get(name)
        if act is not None:
            act()


def arm(name: str, act: Callable[[], None]) -> None:
    _armed[name] = act


def disarm() -> None:
    _armed.clear()


def kill_at(name: str, passes: int = 0) -> None:
    """Die by SIGKILL at the point, after it was passed `passes` times unharmed."""
    left = passes

    def act() -> None:
        nonlocal left
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        left -= 1

    arm(name, act)


def arm_from(words: str) -> None:
    """Read `TRUST_FAILPOINT`, e.g. `delivery.fenced` or `delivery.fenced:3`."""
    name, _, passes = words.partition(":")
    kill_at(name, int(passes or 0))
