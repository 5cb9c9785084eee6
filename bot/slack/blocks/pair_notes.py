"""A note of a manager and a rep: what asks the rep, the form, and the note as both see it."""

import json
from collections.abc import Sequence

from bot.services.coach_views import RepForm
from bot.services.form_views import Form, FormOf
from bot.services.ports import Content
from bot.services.team_messages import RepFormMessage
from bot.slack.blocks.compose import form_view
from bot.slack.blocks.parts import parts_block
from bot.slack.blocks.people import reply_to
from bot.slack.elements import (
    Block,
    Element,
    View,
    actions,
    button,
    confirmed,
    context,
    modal,
    notification,
    section,
)
from bot.slack.ids import ActionId, CallbackId
from bot.slack.text import Raw, mention, said
from habits.catalogue_lists import Audience
from habits.composing import Part
from habits.texts import say


def rep_form(message: RepFormMessage) -> Content:
    """Asks a rep for their part; once it is written, the note as both see it."""
    who = mention(message.manager)
    reply = reply_to(message.manager, message.manager_name, message.team)
    if message.deleted or message.over:
        over = said("coach.rep.deleted") if message.deleted else said("coach.rep.over")
        return Content(notification(say("coach.rep.closed")), [section(over), actions(reply)])
    if message.declined:
        after_all = button(ActionId.COACH_WRITE, say("coach.rep.after_all"), message.note)
        return Content(
            text=notification(say("coach.rep.closed")),
            blocks=[section(said("coach.rep.declined", who=who)), actions(after_all, reply)],
        )
    if message.answered:
        return _answered(message, who, reply)
    asking = say("coach.rep.notification", name=message.manager_name)
    return Content(
        text=notification(asking),
        blocks=[
            section(said("coach.rep.asks", who=who, habit=message.habit)),
            *part_blocks(message.parts, "theirs"),
            context(said("coach.rep.who_sees", who=who)),
            actions(
                button(ActionId.COACH_WRITE, say("coach.rep.write"), message.note, style="primary"),
                button(ActionId.COACH_DECLINE, say("coach.rep.decline"), message.note),
                reply,
            ),
        ],
    )


def _answered(message: RepFormMessage, who: Raw, reply: Element) -> Content:
    return Content(
        text=notification(say("coach.rep.kept")),
        blocks=[
            section(said("coach.rep.note", who=who, habit=message.habit)),
            *part_blocks(message.parts, "theirs"),
            *part_blocks(message.answered, "mine"),
            context(said("coach.rep.who_sees", who=who)),
            actions(
                button(ActionId.COACH_WRITE, say("coach.rep.change"), message.note),
                delete_button(message.note),
                reply,
            ),
        ],
    )


def rep_form_view(form: RepForm) -> View:
    """The rep's part as a form, below what the manager wrote."""
    inputs = form_view(
        Form(
            of=FormOf(form.habit_key),
            name=form.habit,
            fields=form.fields,
            values=form.values,
            audience=Audience.PAIR_NOTE,
            audiences=(Audience.PAIR_NOTE,),
            decisive=frozenset(),
            suggestions={},
        )
    )
    return modal(
        CallbackId.REP_FORM,
        say("coach.rep.form.title"),
        [
            section(said("coach.rep.form.from", name=form.manager_name, habit=form.habit)),
            *part_blocks(form.parts, "theirs"),
            *inputs["blocks"],
            context(said("coach.rep.form.who_sees", name=form.manager_name)),
        ],
        submit=say("coach.rep.form.submit"),
        close=say("coach.rep.form.close"),
        private_metadata=json.dumps({"note": form.note, "habit": form.habit_key}),
    )


def delete_button(note: str) -> Element:
    """Deletes a note for both, and asks once more."""
    return confirmed(
        button(ActionId.COACH_DELETE, say("coach.delete.label"), note),
        title=say("coach.delete.asking"),
        text=said("coach.delete.both"),
        yes=say("coach.delete.yes"),
        no=say("coach.delete.no"),
    )


def part_blocks(parts: Sequence[Part], name: str) -> list[Block]:
    """What somebody wrote, as it stands; `name` tells the blocks of one message apart."""
    return [parts_block(parts, name)] if parts else []
