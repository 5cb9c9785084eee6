"""What the figures were measured on."""

import os
import platform
import statistics
import subprocess
import sys
import time
from importlib.metadata import version
from pathlib import Path
from typing import Any

_LIBRARIES = ("slack-bolt", "slack-sdk", "SQLAlchemy", "aiohttp", "APScheduler")


def described(folder: Path, syncs: int) -> dict[str, Any]:
    """The machine, and the disk that holds `folder`, forced to write so many times."""
    import sqlite3

    return {
        "cores": os.cpu_count(),
        "cpu": _cpu(),
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        **{name: version(name) for name in _LIBRARIES},
        "file system": _file_system(folder),
        "fsync p50 (us)": round(_fsync(folder, syncs) * 1e6, 1),
        "load": round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None,
    }


def _cpu() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor()
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.processor())


def _file_system(folder: Path) -> str:
    if sys.platform != "linux":
        return "unknown"
    ask = ["stat", "-f", "-c", "%T", str(folder)]
    told = subprocess.run(ask, capture_output=True, text=True, check=False)
    return told.stdout.strip() or "unknown"


def _fsync(folder: Path, syncs: int) -> float:
    """Seconds that it takes to force four kilobytes to the disk, in the median."""
    path = folder / "fsync"
    took: list[float] = []
    file = os.open(path, os.O_CREAT | os.O_WRONLY, 0o600)
    try:
        for _ in range(syncs):
            os.write(file, bytes(4096))
            began = time.perf_counter()
            os.fsync(file)
            took.append(time.perf_counter() - began)
    finally:
        os.close(file)
        path.unlink()
    return statistics.median(took)
