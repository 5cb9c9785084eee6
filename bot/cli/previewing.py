"""A habit's message in plain text, for whoever writes habits."""

from collections.abc import Iterator
from typing import Any

from bot.services.previewing import example
from bot.slack.blocks.prompts import prompt
from bot.slack.elements import Block
from bot.slack.text import unescape
from habits.catalogue import Catalogue, Wording


def preview_habit(catalogue: Catalogue, words: str) -> int:
    """Print every wording of the habit of this key or name as the prompt that shows it. Raises
    UnknownHabit."""
    habit = catalogue.find(words)
    print(f"{habit.name} ({habit.key}): {_counted(len(habit.wordings))}")
    for wording in habit.wordings:
        print(f"\n{wording.id}{_when(wording)}")
        for line in _lines(prompt(example(habit, wording)).blocks):
            print(f"    {line}")
    return 0


def _counted(number: int) -> str:
    return "one wording" if number == 1 else f"{number} wordings"


def _when(wording: Wording) -> str:
    parts = [f"only while {' and '.join(wording.needs)}"] if wording.needs else []
    parts += [f"[{name}] is filled from {source}" for name, source in wording.slots.items()]
    return f" ({'; '.join(parts)})" if parts else ""


def _lines(blocks: list[Block]) -> Iterator[str]:
    for block in blocks:
        match block["type"]:
            case "section":
                yield from _plain(block["text"])
            case "context":
                for element in block["elements"]:
                    yield from _plain(element)
            case "actions":
                yield "  ".join(_control(element) for element in block["elements"])
            case _:
                pass


def _plain(text: dict[str, Any]) -> list[str]:
    """Bold marks stay away: a terminal shows them as stars."""
    return [line.replace("*", "") for line in unescape(text["text"]).splitlines()]


def _control(element: dict[str, Any]) -> str:
    match element["type"]:
        case "overflow":
            entries = " / ".join(one["text"]["text"] for one in element["options"])
            return f"[...: {entries}]"
        case "static_select":
            entries = " / ".join(one["text"]["text"] for one in element["options"])
            return f"[{element['placeholder']['text']}: {entries}]"
        case _:
            return f"[{element['text']['text']}]"
