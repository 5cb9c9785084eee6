"""The 1:1: the message before it, usual times, and the page with each rep."""

import json
from collections.abc import Sequence
from datetime import datetime

from bot.services.one_on_ones import NoteShown, RepShown, TimeForm, UsualShown
from bot.services.ports import Content
from bot.services.team_messages import OneOnOneMessage
from bot.slack.blocks.pair_notes import delete_button, part_blocks
from bot.slack.elements import (
    Block,
    Element,
    View,
    actions,
    button,
    context,
    datepicker,
    divider,
    field,
    modal,
    notification,
    option,
    overflow,
    own_words,
    plain,
    radio_buttons,
    section,
    timepicker,
)
from bot.slack.ids import ActionId, CallbackId, CoachMenu, Field, TimeMenu, pair
from bot.slack.text import Marked, lines, mention, said
from habits.coaching import EVERY_WEEKS
from habits.phrases import clock, day, day_and_time, weekday
from habits.texts import say, say_each

MOST_REPS = 20
"""Slack takes 100 blocks; each rep needs four at most."""


def one_on_one(message: OneOnOneMessage) -> Content:
    """Half an hour before a 1:1: the rep's own next step, or what was prepared."""
    at = clock(message.at)
    blocks = [section(said("coach.before.meeting", name=message.rep_name, at=at))]
    if message.last:
        blocks.append(context(_chosen_last(message)))
        blocks.append(own_words(message.last, "last"))
    if message.prepared:
        blocks.append(context(said("coach.before.prepared")))
        blocks += part_blocks(message.prepared, "prepared")
    menu = overflow(
        ActionId.COACH_MENU,
        [
            option(pair(CoachMenu.TIMES, message.meeting), say("coach.times.title")),
            option(pair(CoachMenu.ALL, message.meeting), say("coach.before.all")),
        ],
    )
    style = "" if message.prepared else "primary"
    prepare = button(ActionId.COACH_PREPARE, say("coach.prepare"), message.rep, style=style)
    return Content(
        text=notification(say("coach.before.meeting", name=message.rep_name, at=at)),
        blocks=[*blocks, actions(prepare, menu)],
    )


def _chosen_last(message: OneOnOneMessage) -> Marked:
    if message.last_on is None:
        return said("coach.before.last", name=message.rep_name)
    return said("coach.before.last_on", name=message.rep_name, day=day(message.last_on))


# --- the page -----------------------------------------------------------------------------


def coach_page(reps: Sequence[RepShown]) -> View:
    """Each rep with the next 1:1 and the last next step."""
    blocks: list[Block] = []
    for n, rep in enumerate(reps[:MOST_REPS]):
        blocks += _rep(rep, n)
    if len(reps) > MOST_REPS:
        blocks.append(context(said("coach.page.more", count=len(reps) - MOST_REPS)))
    return modal(
        CallbackId.COACH,
        say("coach.page.title"),
        [*blocks, divider(), actions(button(ActionId.COACH_TIMES, say("coach.page.set_times")))],
        close=say("buttons.close"),
    )


def _rep(rep: RepShown, n: int) -> list[Block]:
    shown = [section(lines(Marked(mention(rep.user)), _standing(rep)))]
    if rep.next_step:
        shown.append(context(said("coach.before.last", name=rep.name)))
        shown.append(own_words(rep.next_step, f"step.{n}"))
    pressed = []
    if rep.here == "yes":
        pressed.append(button(ActionId.COACH_PREPARE, say("coach.prepare"), rep.user))
    if rep.notes:
        pressed.append(button(ActionId.COACH_NOTES, say("coach.page.notes"), rep.user))
    return [*shown, actions(*pressed)] if pressed else shown


def _standing(rep: RepShown) -> Marked:
    if rep.here == "left":
        return said("coach.page.left")
    if rep.here == "gone":
        return said("coach.page.gone")
    if rep.next_at is None:
        return said("coach.page.no_time")
    return said("coach.page.next", when=day_and_time(rep.next_at))


def notes_page(rep: str, name: str, notes: Sequence[NoteShown]) -> View:
    """The notes that the manager shares with a rep."""
    blocks: list[Block] = [context(said("coach.notes.who_sees", name=name))]
    for n, note in enumerate(notes):
        blocks.append(
            section(said("coach.notes.heading", habit=note.habit, day=day(note.about_day)))
        )
        blocks += part_blocks(note.parts, f"mine.{n}")
        blocks += part_blocks(note.answered, f"theirs.{n}")
        if note.waits:
            blocks.append(context(said("coach.notes.not_returned")))
        blocks.append(actions(delete_button(note.id)))
    if not notes:
        blocks = [section(said("coach.notes.none", name=name))]
    return modal(
        CallbackId.COACH_NOTES,
        say("coach.notes.title"),
        blocks,
        close=say("buttons.back"),
        private_metadata=json.dumps({"rep": rep}),
    )


def times_button() -> Block:
    """The way from the form to the usual times."""
    return actions(button(ActionId.COACH_TIMES, say("coach.times.title")))


# --- usual times ----------------------------------------------------------------------------


def times_page(times: Sequence[UsualShown]) -> View:
    """The usual times, each to be changed or removed."""
    blocks = [
        section(
            lines(Marked(mention(one.user)), _usual(one), _next(one.next_at)),
            overflow(
                ActionId.COACH_TIME_MENU,
                [
                    option(pair(TimeMenu.CHANGE, one.id), say("coach.times.change")),
                    option(pair(TimeMenu.REMOVE, one.id), say("coach.times.remove")),
                ],
            ),
        )
        for one in times
    ]
    about = said("coach.times.about") if times else said("coach.times.none")
    return modal(
        CallbackId.COACH_TIMES,
        say("coach.times.title"),
        [
            section(about),
            *blocks,
            actions(button(ActionId.COACH_TIME_ADD, say("coach.times.add"))),
        ],
        close=say("buttons.back"),
    )


def _usual(one: UsualShown) -> Marked:
    every = say_each("coach.times.every", str(one.usual.every_weeks))
    return said(
        "coach.times.usual",
        every=every,
        weekday=weekday(one.usual.first),
        at=f"{one.usual.at:%H:%M}",
    )


def _next(at: datetime | None) -> Marked | None:
    return None if at is None else said("coach.times.next", day=day(at))


def time_form(form: TimeForm) -> View:
    """One usual time."""
    rep = _person(form.rep)
    every = [option(str(weeks), say_each("coach.times.every", str(weeks))) for weeks in EVERY_WEEKS]
    first, at = form.usual.first.isoformat(), f"{form.usual.at:%H:%M}"
    chosen = str(form.usual.every_weeks)
    return modal(
        CallbackId.COACH_TIME,
        say("coach.times.title"),
        [
            field(Field.REP, say("coach.times.form.rep"), rep),
            field(Field.FIRST, say("coach.times.form.first"), datepicker(ActionId.FIELD, first)),
            field(
                Field.AT,
                say("coach.times.form.at"),
                timepicker(ActionId.FIELD, at),
                hint=say("coach.times.form.reminder"),
            ),
            field(
                Field.EVERY,
                say("coach.times.form.every"),
                radio_buttons(ActionId.FIELD, every, chosen),
            ),
        ],
        submit=say("coach.times.form.submit"),
        close=say("buttons.back"),
        private_metadata=json.dumps({"changes": form.changes}),
    )


def _person(chosen: str | None) -> Element:
    made: Element = {
        "type": "users_select",
        "action_id": ActionId.FIELD,
        "placeholder": plain(say("coach.times.form.pick"), 150),
    }
    return made | {"initial_user": chosen} if chosen else made
