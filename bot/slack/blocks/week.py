"""`/trust week`: what came, what comes, and what was done."""

from bot.services.ports import Content
from bot.services.views import WeekLine, WeekView
from bot.slack.elements import Block, notification, section
from bot.slack.text import Marked, bold, lines, said
from habits.phrases import day_and_time, together, weekday_and_time
from habits.texts import say


def week(view: WeekView) -> Content:
    return Content(text=notification(say("week.title")), blocks=week_blocks(view))


def week_blocks(view: WeekView) -> list[Block]:
    done = said("week.done", habits=together(view.done)) if view.done else None
    planned = [in_this_week(line) for line in view.lines]
    if not planned:
        planned = [said("week.nothing")]
    return [section(lines(bold(say("week.title")), _about(view.habits), *planned, done))]


def _about(habits: tuple[str, ...]) -> Marked | None:
    """What the week is about; with one habit alone there is nothing to tell apart."""
    if len(habits) < 2:
        return None
    return said("week.about", focus=habits[0], others=together(habits[1:]))


def in_this_week(line: WeekLine) -> Marked:
    return _worded(weekday_and_time(line.at), line)


def with_date(line: WeekLine) -> Marked:
    return _worded(day_and_time(line.at), line)


def _worded(when: str, line: WeekLine) -> Marked:
    if not line.where_it_stands:
        return said("week.line", when=when, what=line.what)
    return said("week.line_stands", when=when, what=line.what, stands=line.where_it_stands)
