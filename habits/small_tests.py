"""Small tests that are agreed on: which forms make one, and what is kept of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from habits.filling import Value, Values, read_date, text_in

BET, BY_TOMORROW, DEBRIEF = "bless_risk", "act_fast", "blame_free_debrief"
FORMS = (BET, BY_TOMORROW, DEBRIEF)

OWNER = "owner"
_TEST_IN: Mapping[str, str] = {BET: "test", BY_TOMORROW: "test", DEBRIEF: "next_test"}
STOPS: Mapping[str, str] = {BET: "stop", DEBRIEF: "day"}
"""The field with the date, by habit."""
_TOPIC = "topic"


@dataclass(frozen=True)
class Agreed:
    """What a form says about its test: in a few words, and until when; `topic` "" where the form
    names none."""

    test: str
    stop_on: date | None
    topic: str = ""

    @property
    def body(self) -> dict[str, Value]:
        """What is kept of it; `from_body` reads it."""
        return {"test": self.test, _TOPIC: self.topic}


def agreed(habit: str, values: Values) -> Agreed | None:
    """The test of a filled form; None where the habit has none."""
    if habit not in FORMS:
        return None
    return Agreed(
        " ".join(text_in(values.get(_TEST_IN[habit])).split()),
        read_date(values.get(STOPS.get(habit, ""))),
        " ".join(text_in(values.get(_TOPIC)).split()),
    )


def from_body(body: Mapping[str, object]) -> tuple[str, str]:
    """The test and its topic, as they were kept."""
    return str(body.get("test") or ""), str(body.get(_TOPIC) or "")
