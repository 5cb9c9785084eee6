"""The forms for a break, for stopping one habit, and for leaving."""

from datetime import date

from bot.services.stopping import HabitToStop
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
from bot.slack.text import lines, said
from habits.phrases import together
from habits.texts import say


def pause_form(suggested: date) -> View:
    """`suggested` is the local date on which messages would come again."""
    day = datepicker(ActionId.FIELD, suggested.isoformat())
    return modal(
        CallbackId.PAUSE,
        say("pause.form.title"),
        [section(said("pause.form.intro")), field(Field.UNTIL, say("pause.form.until"), day)],
        submit=say("pause.form.submit"),
        close=say("pause.form.close"),
    )


def stop_habit_form(stops: HabitToStop) -> View:
    """What ends, and what goes on."""
    others = together(stops.others)
    told = lines(
        said("stop.form.kept", habit=stops.habit.label),
        said("stop.form.others", habits=others) if others else None,
        said("stop.form.again"),
        said("stop.form.only_one") if not others else None,
    )
    return modal(
        CallbackId.STOP_HABIT,
        say("stop.form.title"),
        [section(told)],
        submit=say("stop.form.submit"),
        close=say("stop.form.close"),
        private_metadata=StopHabitCarried(habit=stops.habit.value).model_dump_json(),
    )


def leave_form() -> View:
    intro = lines(said("leave.form.intro"), said("leave.form.nobody_told"))
    choices = radio_buttons(
        ActionId.FIELD,
        [
            option(KEEP, say("leave.form.keep"), say("leave.form.keep_about")),
            option(ERASE, say("leave.form.erase"), say("leave.form.erase_about")),
        ],
        KEEP,
    )
    return modal(
        CallbackId.LEAVE,
        say("leave.form.title"),
        [section(intro), field(Field.ERASE, say("leave.form.what_is_kept"), choices)],
        submit=say("leave.form.submit"),
        close=say("leave.form.close"),
    )
