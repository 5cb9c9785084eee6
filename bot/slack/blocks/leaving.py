"""The forms for a break, for stopping one habit, and for leaving."""

from datetime import date

from bot.services.messages import Choice
from bot.slack.elements import (
    View,
    datepicker,
    field,
    modal,
    option,
    radio_buttons,
    section,
)
from bot.slack.forms import ERASE, KEEP, StopHabitCarried
from bot.slack.ids import ActionId, CallbackId, Field
from bot.slack.text import lines, ours


def pause_form(suggested: date) -> View:
    """`suggested` is the local date on which messages would come again."""
    intro = ours("Nothing is sent to you until then. What you have done stays as it is.")
    until = field(Field.UNTIL, "Come back on", datepicker(ActionId.FIELD, suggested.isoformat()))
    return modal(
        CallbackId.PAUSE, "Take a break", [section(intro), until], submit="Pause", close="Cancel"
    )


def stop_habit_form(habit: Choice, *, only_one: bool) -> View:
    """`habit` is key and name; `only_one` when no other habit is active."""
    said = lines(
        ours("No more prompts for *{habit}*. What you have done is kept.", habit=habit.label),
        ours("You can pick it again in `/trust settings`."),
        ours("It is your only habit, so pick another one there if you want to go on.")
        if only_one
        else None,
    )
    return modal(
        CallbackId.STOP_HABIT,
        "Stop this habit",
        [section(said)],
        submit="Stop it",
        close="Keep it",
        private_metadata=StopHabitCarried(habit=habit.value).model_dump_json(),
    )


def leave_form() -> View:
    intro = lines(
        ours("You get no more messages. You can start again any time."),
        ours("Nobody is told that you left."),
    )
    choices = radio_buttons(
        ActionId.FIELD,
        [
            option(KEEP, "Keep what is stored about me", "It is there if you come back."),
            option(ERASE, "Delete it all", "Answers, notes and settings go. No way back."),
        ],
        KEEP,
    )
    return modal(
        CallbackId.LEAVE,
        "Leave",
        [section(intro), field(Field.ERASE, "What is kept about you", choices)],
        submit="Leave",
        close="Stay",
    )
