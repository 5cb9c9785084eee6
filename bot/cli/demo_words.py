"""What Maya and her team wrote in the made-up weeks."""

from collections.abc import Mapping
from dataclasses import dataclass

from habits.filtering import Choice


@dataclass(frozen=True)
class Told:
    """A decision that Maya explained in a week; `helped` pressed *That helped* under it."""

    values: Mapping[str, str]
    helped: tuple[str, ...] = ()


@dataclass(frozen=True)
class Came:
    """An ask from outside the team. `minutes` is what it would have taken the team."""

    week: int
    text: str
    by: str
    choice: Choice
    minutes: int
    reason: str = ""


TOLD: Mapping[int, Told] = {
    2: Told(
        {
            "why": "From Monday, leads from the trade fair go to Diego and Lena first. They speak "
            "the customers' language, and last year every second lead waited for four days.",
            "touches": "Ben and Sam: your share comes from the website instead.",
        },
        helped=("U0DIEGO", "U0LENA", "U0SAM"),
    ),
    4: Told(
        {
            "why": "We no longer join tenders below 20,000. We won one of eleven, and each took "
            "two days of yours.",
            "considered": "A lighter template for small ones. It would still be a day each.",
        },
        helped=("U0BEN", "U0AISHA", "U0TOMAS", "U0PRIYA"),
    ),
    8: Told(
        {
            "why": "The forecast call moves to Wednesday afternoon. Monday mornings belong to "
            "customers: that is when they answer.",
            "open": "Whether we need the call every week.",
        },
        helped=("U0AISHA", "U0DIEGO", "U0LENA", "U0PRIYA", "U0SAM"),
    ),
}

DRAFT: Mapping[str, str] = {
    "why": "Ben and Priya swap regions: Ben lives close to those customers.",
}
"""What Maya had typed the day before, and not posted yet."""

QUESTION = ("U0TOMAS", "Do we drop it in weeks without a board meeting?")

ASKS: tuple[Came, ...] = (
    Came(6, "Could everyone fill in the new travel survey?", "U0OLGA", Choice.BATCH, 20),
    Came(6, "Need five customer quotes for the brochure.", "U0NOAH", Choice.ABSORB, 30),
    Came(6, "Please update all close dates today.", "U0OLGA", Choice.ANSWER_NOW, 25),
    Came(7, "Could we have a win story from each rep?", "U0NOAH", Choice.BATCH, 20),
    Came(7, "The team has to read the 40-page expense guide.", "U0OLGA", Choice.ABSORB, 45),
    Came(7, "Can two reps test the new quoting page?", "U0NOAH", Choice.DECLINE, 30, "Quarter end"),
    Came(8, "Who can show a visitor around?", "U0NOAH", Choice.ABSORB, 30),
    Came(8, "Everyone has to sign the new phone contract.", "U0OLGA", Choice.PASS_ON, 10, "By law"),
    Came(8, "Fire drill on Wednesday, please tell all.", "U0OLGA", Choice.PASS_ON, 10, "Safety"),
    Came(8, "Quick poll about the summer party.", "U0OLGA", Choice.ANSWER_NOW, 10),
    Came(8, "Rate your laptop, two minutes each.", "U0OLGA", Choice.ABSORB, 15),
)

BUNDLE = (
    "Two small things, once:\n"
    "- Travel survey, five minutes, by Friday.\n"
    "- One win story each, two lines, to Noah."
)
"""Maya's note for the week: what was held, and is worth reading."""

COACHING: Mapping[str, str] = {
    "skill": "Ask one open question and wait",
    "question": "What would the customer say is still missing?",
}
"""What Maya prepared for the 1:1 with Ben."""

NEXT_STEP = "Call Nordvik's buyer before Tuesday and ask what would stop them"
"""What Ben wrote after it."""
