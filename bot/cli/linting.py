"""What is to be corrected in a folder of habit files."""

import sys
from pathlib import Path

from config.content import WORDINGS, lint_folder


def lint_habits(folder: Path) -> int:
    """Print each complaint on its line, then how many there are; 0 when there are none."""
    complaints = lint_folder(folder)
    for complaint in complaints:
        print(complaint)
    if not complaints:
        print(f"{_found(folder)}, all in order.")
        return 0
    # A folder that cannot be used is one complaint, of no file.
    files = {complaint.file for complaint in complaints} - {str(folder)}
    if files:
        things = _counted(len(complaints), "thing")
        print(f"{things} to correct in {_counted(len(files), 'file')}.", file=sys.stderr)
    return 1


def _found(folder: Path) -> str:
    names = [path.name for path in folder.glob("*.yaml")]
    reworded = sum(name.endswith(WORDINGS) for name in names)
    counted = [_counted(len(names) - reworded, "habit")] if len(names) > reworded else []
    if reworded:
        counted.append(f"wordings for {_counted(reworded, 'habit')}")
    return " and ".join(counted)


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
