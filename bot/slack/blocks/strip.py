"""Twelve weeks of a habit as signs of different shapes, with the same in words."""

from bot.slack.text import Marked, lines, said
from habits.catalogue_lists import Period
from habits.strip import Mark, Strip
from habits.texts import say_each

_SIGNS = {
    Mark.DONE: "■",
    Mark.MISSED: "□",
    Mark.OPEN: "◇",
    Mark.EXCUSED: "\N{EN DASH}",
    Mark.BEFORE: "·",
}


def strip(shown: Strip) -> Marked:
    """The signs, the present week last, and below them what is read aloud."""
    signs = said("strip.signs", signs=" ".join(_SIGNS[mark] for mark in shown.marks))
    return lines(signs, in_words(shown))


def in_words(shown: Strip) -> Marked:
    """ "9 of 10 weeks that counted: growing"."""
    word = say_each("strip.words", shown.word)
    if shown.counted == 0:
        return said("strip.nothing_yet")
    if shown.period in (Period.DAY, Period.WEEK, Period.OPPORTUNITY):
        return said("strip.weeks", done=shown.done, count=shown.counted, word=word)
    return said("strip.times", done=shown.done, count=shown.counted, word=word)
