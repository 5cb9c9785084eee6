"""docs/habits.md: what each habit asks, opens, records and asks again, from the habits' files."""

from collections.abc import Iterator, Sequence

from config.practices import Practices, load_practices
from habits.catalogue import Catalogue, Habit
from habits.catalogue_lists import Audience, Author, Cue, Each, Period, Theme, ToolKind
from habits.composing import is_own
from habits.phrases import together
from habits.texts import say_each

_INTRO = """# The {count} habits

What each habit asks, what opens with *Do it now*, when it counts as done, what is asked again
later, and who sees it. Six situations lead to them in Slack; one to three are active at a time, and
all others can be done at any time with `/trust do <habit>`. This page is made from the habits'
files by `trust-habits habits page`.

{contents}
"""
_HEAD = """| habit | asks | opens | counts when | asks again | who sees it |
|---|---|---|---|---|---|"""
_TOOLS = {
    ToolKind.COMPOSE: "a form",
    ToolKind.FILTER: "the list of asks",
    ToolKind.HELP: "an offer to the rep",
    ToolKind.FAILURE: "a form with the owner's consent",
    ToolKind.PROMISE: "a list with dates",
    ToolKind.CARD: "a card with one tap",
    ToolKind.PULSE_RESPONSE: "a form",
}
_ENDS = {
    Audience.OWN_VOICE: "the text, for the manager to say it",
    Audience.TEAM_CHANNEL: "a post in the team's channel",
    Audience.REP_DM: "the text, for the manager to send it",
    Audience.PEOPLE_DM: "the text, for the manager to send it",
    Audience.PAIR_NOTE: "a note of the two",
    Audience.PRIVATE: "a private note",
}
_TIMES = {1: "once", 2: "twice", 3: "three times"}
_PERIODS = {
    Period.DAY: "a day",
    Period.WEEK: "a week",
    Period.FORTNIGHT: "in two weeks",
    Period.MONTH: "a month",
    Period.QUARTER: "a quarter",
    Period.YEAR: "a year",
}


def habits_page(catalogue: Catalogue) -> str:
    """The whole page, in Markdown."""
    return "\n".join([*_page(catalogue, load_practices())]) + "\n"


def _page(catalogue: Catalogue, practices: Sequence[Practices]) -> Iterator[str]:
    themes = [theme for theme in Theme if catalogue.by_theme(theme)]
    contents = " · ".join(f"[{one}](#{_anchor(one)})" for one in _titles(themes))
    yield _INTRO.format(count=len(catalogue.habits), contents=contents)
    for theme in themes:
        yield f"## {theme.question}\n\n{_HEAD}"
        yield from (_row(habit) for habit in catalogue.by_theme(theme))
        yield ""
    yield "## From the articles to the habits\n"
    yield "Each practice of the articles, in our words, and the habits that do it."
    for group in practices:
        yield f"\n### {group.about}\n\n| practice | habits |\n|---|---|"
        for one in group.practices:
            names = together([catalogue.get(key).name for key in one.habits])
            done = f"{names}: {one.how}" if one.how else names
            yield f"| {_cell(one.practice)} | {_cell(done)} |"


def _titles(themes: Sequence[Theme]) -> list[str]:
    return [*(theme.question for theme in themes), "From the articles to the habits"]


def _anchor(title: str) -> str:
    kept = "".join(letter for letter in title.lower() if letter.isalnum() or letter in " -_")
    return kept.replace(" ", "-")


def _row(habit: Habit) -> str:
    cells = (
        f"**{habit.name}**<br>`{habit.key}`",
        f"{habit.action} {_when(habit)}",
        _opens(habit),
        habit.done,
        f"{habit.tool.follow_up.when}: {habit.tool.follow_up.what}",
        _who(habit),
    )
    return f"| {' | '.join(_cell(cell) for cell in cells)} |"


def _when(habit: Habit) -> str:
    """How often, and what brings it up."""
    cadence = habit.cadence
    brings = [say_each("events", cue) for cue in habit.cues if _is_event(cue)]
    rep = " with each rep" if cadence.each is Each.REP else ""
    often = "each time it comes up"
    if cadence.period is not Period.OPPORTUNITY:
        often = f"{_TIMES.get(cadence.times, cadence.times)} {_PERIODS[cadence.period]}{rep}"
    about = f"; {together([one[:1].lower() + one[1:] for one in brings])}" if brings else ""
    return f"({often}{about})"


def _is_event(cue: Cue) -> bool:
    return cue not in (
        Cue.WEEK_START,
        Cue.WEEK_END,
        Cue.MONTH_END,
        Cue.QUARTER_START,
        Cue.ANY_WEEK,
    )


def _opens(habit: Habit) -> str:
    """What it is, what it asks of whom, and where it ends."""
    tool = habit.tool
    asked = [one.label for one in tool.fields if one.by is Author.MANAGER and not is_own(one)]
    rep = [one.label for one in tool.fields if one.by is Author.REP]
    ends = together([_ENDS[one] for one in tool.audience])
    said = f"{_TOOLS[tool.kind]}: {'; '.join(asked)}"
    if rep:
        said += f". The rep adds: {'; '.join(rep)}"
    return f"{said}. It becomes {ends}"


def _who(habit: Habit) -> str:
    consent = habit.tool.consent
    asked = "" if consent == "none" else f" Asked first: {consent}."
    return f"{habit.privacy}{asked}"


def _cell(text: str) -> str:
    """Markdown ends a cell at each bar."""
    return " ".join(text.split()).replace("|", "\\|")
