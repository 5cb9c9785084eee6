"""What simulated members put into fields: plausible words by label, plausible choices by type."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from bot.playground.elements import CHOSEN, Element, passes
from bot.playground.messages import Block
from bot.playground.people import Channel, Person

if TYPE_CHECKING:
    from bot.playground.workspace import Workspace

WORDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        r"\bwhy\b|reason|because",
        (
            "Three customers asked for it this month, and each week of waiting costs us one.",
            "We lost two deals on travel time. Shorter trips leave more time for customers.",
        ),
    ),
    (
        r"question|\bask\b",
        ("What would you try first if it were only up to you?", "What did the customer not say?"),
    ),
    (
        r"thank|prais|helped|went well|good|proud|credit",
        (
            "You called them back the same day. That kept the deal alive.",
            "Your notes from the first call saved the whole team a meeting.",
        ),
    ),
    (
        r"learn|mistake|wrong|differently|lost",
        (
            "I promised a date before I had asked delivery. Next time I ask first.",
            "I talked about price too early and heard too little about their year.",
        ),
    ),
    (
        r"next|step|plan|will you|going to|promise",
        ("I will call them on Thursday and tell you how it went.", "A first draft by Wednesday."),
    ),
    (
        r"decision|chang|news|announce|what happened|moved",
        (
            "The Berlin accounts move to Lena from Monday.",
            "We stop the discount round at the end of this month.",
        ),
    ),
    (r"who|name|customer|account", ("Sara at Contoso", "The buyer at Fabrikam")),
    (r"request|topic|about|subject|title", ("New forecast sheet for all regions", "Renewal plan")),
)
OTHERWISE = (
    "We talked about it in the team meeting and agreed.",
    "It took two calls, and now everybody knows where we stand.",
    "Shorter than last time, and with an example.",
)
TALK = (
    "Contoso wants to see the new price list before Friday. Can somebody share it?",
    "The demo at Fabrikam went well. They ask about onboarding.",
    "Marketing needs five customer quotes from each of us by tomorrow.",
    "Who has been to the new office in Gdansk?",
    "Lost the Tailspin deal. They went with the cheaper one.",
)


@dataclass(frozen=True)
class Hand:
    """Fills fields as one member would; the same seed fills them the same way."""

    person: Person
    rng: Random
    workspace: "Workspace"

    def fill(self, blocks: list[Block], standing: dict[str, Any]) -> dict[str, Any]:
        """{block_id: value} for the input blocks of a form. What stands in a field is mostly left
        there, an optional field often left empty."""
        values: dict[str, Any] = {}
        for block in blocks:
            if block["type"] != "input":
                continue
            element = block["element"]
            entry = standing[block["block_id"]][element["action_id"]]
            held = entry[CHOSEN[element["type"]]]
            skipped = 0.75 if held not in (None, "", []) else 0.6 if block.get("optional") else 0.0
            if self.rng.random() >= skipped:
                values[block["block_id"]] = self.value(element, asked_by(block))
        return {name: value for name, value in values.items() if value is not None}

    def value(self, element: Element, label: str) -> Any:
        """A value as the control API takes it; None where there is nothing to choose from."""
        kind: str = element["type"]
        if kind.startswith("multi_") or kind == "checkboxes":
            return self._several(element)
        if kind.endswith("_input"):
            return self._typed(element, label)
        if kind.endswith("picker"):
            return self._moment(kind)
        choices = self._choices(element)
        return self.rng.choice(choices) if choices else None

    def talk(self) -> str:
        return self.rng.choice(TALK)

    def words(self, label: str) -> str:
        for pattern, texts in WORDS:
            if re.search(pattern, label, re.IGNORECASE):
                return self.rng.choice(texts)
        return self.rng.choice(OTHERWISE)

    def _several(self, element: Element) -> list[str] | None:
        choices = self._choices(element)
        if not choices:
            return None
        most = min(len(choices), element.get("max_selected_items", 3), 3)
        return self.rng.sample(choices, self.rng.randint(1, most))

    def _choices(self, element: Element) -> list[str]:
        kind: str = element["type"]
        people, channels = self.workspace.people.values(), self.workspace.channels.values()
        if "users" in kind:
            colleagues = [p for p in people if p.dm and not p.deleted and p is not self.person]
            return [person.id for person in colleagues]
        if "channels" in kind or "conversations" in kind:
            only = {"include": ["public"]} if "channels" in kind else {}
            wanted = element.get("filter", only)
            return [c.id for c in channels if self._may_choose(c) and passes(wanted, c)]
        groups = element.get("option_groups") or []
        options = [*element.get("options", []), *(o for g in groups for o in g["options"])]
        return [option["value"] for option in options]

    def _may_choose(self, channel: Channel) -> bool:
        return self.person.id in channel.members and not channel.is_archived

    def _typed(self, element: Element, label: str) -> str:
        match element["type"]:
            case "number_input":
                least = float(element.get("min_value", 1))
                most = float(element.get("max_value", least + 9))
                return str(self.rng.randint(round(least), max(round(least), round(most))))
            case "email_text_input":
                return f"{self.person.name}@northwind.example"
            case "url_text_input":
                return "https://northwind.example/notes"
            case _:
                words = self.words(label)
                while len(words) < element.get("min_length", 0):
                    words += " " + self.rng.choice(OTHERWISE)
                return words[: element.get("max_length", 3000)]

    def _moment(self, kind: str) -> str | int:
        """Within the coming days, in office hours."""
        now: datetime = self.workspace.clock.now().astimezone(ZoneInfo(self.person.tz))
        day = now + timedelta(days=self.rng.randint(1, 5))
        at = day.replace(hour=self.rng.randint(9, 16), minute=self.rng.choice((0, 30)), second=0)
        if kind == "datepicker":
            return at.date().isoformat()
        return at.strftime("%H:%M") if kind == "timepicker" else int(at.timestamp())


def asked_by(block: Block) -> str:
    """All words that stand with a field and say what belongs into it."""
    texts = [block.get("label"), block.get("hint"), block["element"].get("placeholder")]
    return " ".join(text["text"] for text in texts if text)
