"""Simulated members: who answers, how soon, and which of the offered things they press."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from bot.playground.canned import Hand
from bot.playground.elements import CHOSEN, Element
from bot.playground.messages import Block, Message
from bot.playground.people import Person
from bot.playground.workspace import Workspace, elements_of

UNWELCOME = re.compile(
    r"\b(leave|stop|pause|delete|remove|erase|turn off|quit|skip|never|undo|break)\b",
    re.IGNORECASE,
)
RARE = 0.04  # the weight of a button that ends something
MORNING, EVENING = 8, 19  # hours of a member's own day in which they answer
SATURDAY = 5


@dataclass(frozen=True)
class Temper:
    """How a member takes what the app brings. Chances from 0 to 1, delays in minutes."""

    name: str
    answers: float  # a message to them alone
    joins_in: float  # a message in a channel
    delay: tuple[int, int]
    wanders: float  # opens Home, types a command, uses a shortcut: each of them once a week


TEMPERS = (
    Temper("eager", 0.92, 0.45, (1, 40), 0.5),
    Temper("busy", 0.6, 0.2, (15, 300), 0.15),
    Temper("silent", 0.12, 0.03, (60, 600), 0.02),
)


@dataclass(frozen=True)
class Press:
    """One thing done in blocks; `words` is what stands on it."""

    block: Block
    element: Element
    value: Any
    words: str


class Member:
    """One person with a temper and a hand, both drawn from the seed."""

    def __init__(self, person: Person, seed: int, workspace: Workspace) -> None:
        self.person = person
        self.rng = Random(f"{seed}:{person.id}")  # noqa: S311 - a play, not a secret
        self.temper = self.rng.choices(TEMPERS, weights=(4, 4, 2))[0]
        self.hand = Hand(person, self.rng, workspace)

    @property
    def first_name(self) -> str:
        return self.person.real_name.partition(" ")[0]

    def chance(self, probability: float) -> bool:
        return self.rng.random() < probability

    def takes_up(self, message: Message) -> bool:
        """Whether they will answer a message that they see."""
        if not pressable(message.blocks, self.person.id):
            return False
        alone = message.ephemeral_to is not None or message.channel == self.person.dm
        return self.chance(self.temper.answers if alone else self.temper.joins_in)

    def later(self, now: datetime) -> datetime:
        """When they come to something: after their delay, by day, not on a weekend."""
        return self._at_work(now + timedelta(minutes=self.rng.uniform(*self.temper.delay)))

    def sometime(self, start: datetime, days: float) -> datetime:
        """An instant of a work day within so many days."""
        local = (start + timedelta(days=self.rng.uniform(0, days))).astimezone(self._zone)
        hour, minute = self.rng.randint(9, 16), self.rng.randint(0, 59)
        return max(self._at_work(local.replace(hour=hour, minute=minute)), start)

    def _at_work(self, at: datetime) -> datetime:
        """The same instant, or the next morning on which they are there."""
        local = at.astimezone(self._zone)
        if MORNING <= local.hour < EVENING and local.weekday() < SATURDAY:
            return local
        local += timedelta(days=local.hour >= EVENING)
        while local.weekday() >= SATURDAY:
            local += timedelta(days=1)
        return local.replace(hour=MORNING, minute=self.rng.randint(0, 59))

    @property
    def _zone(self) -> ZoneInfo:
        return ZoneInfo(self.person.tz)

    def choices(self, blocks: list[Block]) -> list[Press]:
        """What they set in menus and boxes before they press a button; not in input blocks."""
        presses: list[Press] = []
        for block in blocks:
            for element in elements_of(block) if block["type"] != "input" else []:
                chosen = element["type"] in CHOSEN and element["type"] != "overflow"
                if chosen and self.chance(0.6):
                    value = self.hand.value(element, "")
                    words = "a choice" if element["type"] != "checkboxes" else "boxes"
                    presses += [] if value is None else [Press(block, element, value, words)]
        return presses

    def button(self, blocks: list[Block]) -> Press | None:
        """The button or menu entry they press: mostly the main one, sometimes another."""
        offered = pressable(blocks, self.person.id)
        if not offered:
            return None
        weights = [weight(press.element, press.words) for press in offered]
        return self.rng.choices(offered, weights=weights)[0]


def pressable(blocks: list[Block], user: str) -> list[Press]:
    """Every button that `user` may press and every entry of the small menus."""
    presses: list[Press] = []
    for block in blocks:
        for element in elements_of(block):
            if user not in element.get("visible_to_user_ids", [user]):
                continue
            if element["type"] == "button":
                presses.append(Press(block, element, None, element["text"]["text"]))
            elif element["type"] == "overflow":
                presses += [
                    Press(block, element, option["value"], option["text"]["text"])
                    for option in element["options"]
                ]
    return presses


def weight(element: Element, words: str) -> float:
    """How much a button draws people, the main one the most."""
    if element.get("style") == "danger" or UNWELCOME.search(words):
        return RARE
    if element["type"] == "overflow":
        return 0.15
    return 6.0 if element.get("style") == "primary" else 1.0
