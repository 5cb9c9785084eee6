"""`/trust week`: what came, what comes, and what was done."""

from bot.services.messages import WeekLine, WeekView
from bot.services.ports import Content
from bot.slack.elements import Block, notification, section
from bot.slack.text import Marked, day_and_time, lines, listed, ours, weekday_and_time


def week(view: WeekView) -> Content:
    return Content(text=notification("Your week"), blocks=week_blocks(view))


def week_blocks(view: WeekView) -> list[Block]:
    done = ours("Done: {habits}.", habits=listed(view.done)) if view.done else None
    planned = [in_this_week(line) for line in view.lines]
    if not planned:
        planned = [ours("Nothing more is planned for this week.")]
    return [section(lines(ours("*Your week*"), *planned, done))]


def in_this_week(line: WeekLine) -> Marked:
    return _worded(weekday_and_time(line.at), line)


def with_date(line: WeekLine) -> Marked:
    return _worded(day_and_time(line.at), line)


def _worded(when: str, line: WeekLine) -> Marked:
    if not line.where_it_stands:
        return ours("• {when}: {what}", when=when, what=line.what)
    return ours(
        "• {when}: {what} ({stands})", when=when, what=line.what, stands=line.where_it_stands
    )
