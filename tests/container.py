"""Our container image without a container engine.

Makes the image's folders under a root of their own by running the steps of the Dockerfile. What
it cannot show is the base image: a Python of this machine stands in for the base's own.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.dockerfile import Ignore, Stage, assignments, read_dockerfile

COMMANDS = {"python", "rm", "install"}
"""What a RUN may call: they keep to the paths they are given, so they can run outside an image."""

ABSOLUTE = re.compile(r"""(?:^|(?<=[\s=:"'])|(?<=sqlite:///))/(?=[a-z])""")


@dataclass(frozen=True)
class Account:
    """Who runs what is in the image: the Dockerfile's USER; where we are not root, ourselves."""

    uid: int
    gid: int

    def options(self) -> dict[str, Any]:
        """For subprocess: become this account for good, without groups or capabilities."""
        if os.getuid() != 0:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}


def account(stage: Stage) -> Account:
    uid, _, gid = stage.last("USER").partition(":")
    if os.getuid() != 0:
        return Account(os.getuid(), os.getgid())
    return Account(int(uid), int(gid))


def find_python(user: Account) -> str | None:
    """A Python of a version we support that this account may start; /root is closed to most."""
    folders = [f"{sys.base_prefix}/bin", *os.environ["PATH"].split(":"), "/usr/bin"]
    probe = "import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))"
    for name in ("python3.13", "python3.12", "python3.11", "python3"):
        for folder in folders:
            path = shutil.which(name, path=folder)
            if path and starts([path, "-c", probe], user):
                return path
    return None


def starts(command: list[str], user: Account) -> bool:
    try:
        run = subprocess.run(  # noqa: S603
            command, cwd="/", capture_output=True, check=False, **user.options()
        )
    except PermissionError:
        return False
    return run.returncode == 0


@dataclass
class Image:
    """What the image would hold, below `root`, and how it would be started."""

    root: Path
    stage: Stage
    user: Account
    environment: dict[str, str] = field(default_factory=dict)

    def path(self, inside: str) -> Path:
        return self.root / inside.lstrip("/")

    def command(self, *words: str) -> list[str]:
        return [*json.loads(self.stage.last("ENTRYPOINT")), *words]

    def start(self, command: list[str], settings: Mapping[str, str]) -> dict[str, Any]:
        """Arguments for subprocess: nothing of our own environment reaches the image."""
        environment = {**self.environment, **settings}
        program = shutil.which(command[0], path=environment["PATH"])
        assert program is not None, f"{command[0]} is not in the image"
        return {
            "args": [program, *command[1:]],
            "cwd": self.path(self.stage.last("WORKDIR")),
            "env": environment,
            **self.user.options(),
        }

    def files(self) -> dict[str, tuple[int, int]]:
        """Every file outside the volumes, with its size and when it was last written."""
        volumes = [self.path(volume) for volume in json.loads(self.stage.last("VOLUME"))]
        return {
            str(path.relative_to(self.root)): (path.lstat().st_size, path.lstat().st_mtime_ns)
            for path in self.root.rglob("*")
            if not any(path.is_relative_to(volume) for volume in volumes)
        }

    def make_read_only(self) -> None:
        volumes = [self.path(volume) for volume in json.loads(self.stage.last("VOLUME"))]
        for path in [self.root, *self.root.rglob("*")]:
            if path not in volumes and not path.is_symlink():
                path.chmod(path.stat().st_mode & ~0o222)


def relocated(text: str, root: Path) -> str:
    """Absolute paths moved below `root`."""
    return ABSOLUTE.sub(f"{root}/", text)


def build(repository: Path, folder: Path, python: str) -> Image:
    """Do what the Dockerfile says, with `folder/image` as the root. pip's own cache is used."""
    build_stage, final = read_dockerfile((repository / "Dockerfile").read_text())
    root, done = folder / "image", folder / "built"
    tools = folder / "tools"
    tools.mkdir()
    (tools / "python").write_text(f'#!/bin/sh\nexec "{python}" "$@"\n')
    (tools / "python").chmod(0o755)
    hidden = {"VIRTUAL_ENV", "PYTHONPATH", "PYTHONHOME"}
    ours = {name: value for name, value in os.environ.items() if name not in hidden}
    user = account(final)

    root.mkdir()
    carry_out(build_stage, root, repository, user, ours | {"PATH": f"{tools}:{ours['PATH']}"})
    root.rename(done)
    root.mkdir()
    # A virtual environment knows its own path, so what is copied is moved back to where it was.
    environment = carry_out(final, root, done, user, {"PATH": "/usr/bin:/bin"})
    return Image(root, final, user, environment)


def carry_out(
    stage: Stage, root: Path, source: Path, user: Account, environment: dict[str, str]
) -> dict[str, str]:
    """Run the steps of one stage. `source` is what COPY copies from."""
    here = root
    for word, rest in stage.steps:
        match word:
            case "WORKDIR":
                here = Path(relocated(rest, root))
                here.mkdir(parents=True, exist_ok=True)
            case "ENV":
                for name, value in assignments(rest):
                    value = relocated(value, root).replace("$PATH", environment["PATH"])
                    environment = environment | {name: value}
            case "COPY" if rest.startswith("--from="):
                _, taken, target = rest.split()
                place = Path(relocated(target, root))
                place.parent.mkdir(parents=True, exist_ok=True)
                (source / taken.lstrip("/")).rename(place)
            case "COPY":
                *taken, target = rest.split()
                copy_context(source, taken, here / target)
            case "RUN":
                run_step(rest, root, here, user, environment)
            case _:
                pass
    return environment


def copy_context(source: Path, taken: list[str], target: Path) -> None:
    ignore = Ignore.read((source / ".dockerignore").read_text())
    for name in ignore.context(source):
        if "." in taken or name in taken:
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source / name, target / name)


def run_step(
    command: str, root: Path, here: Path, user: Account, environment: dict[str, str]
) -> None:
    called = {part.split()[0] for part in command.split("&&")}
    assert called <= COMMANDS, f"tests/container.py may not run {called - COMMANDS}"
    command = re.sub(r"-o \d+ -g \d+", f"-o {user.uid} -g {user.gid}", command)
    command = relocated(command, root)
    strays = [w for w in command.split() if w.startswith("/") and not w.startswith(f"{root}/")]
    assert not strays, f"RUN would leave the image's root: {strays}"
    run = subprocess.run(  # noqa: S603
        ["/bin/sh", "-ec", command],
        cwd=here,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, f"RUN {command}\n{run.stdout}{run.stderr}"
