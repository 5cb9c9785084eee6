"""A note that a manager hands over to a rep: agreed to, changed or deleted."""

import json

from bot.services.coach_views import RepForm
from bot.services.form_views import Form, FormOf
from bot.services.ports import Content
from bot.services.team_messages import Agreed, SharedNoteMessage
from bot.slack.blocks.compose import form_view
from bot.slack.blocks.pair_notes import delete_button, part_blocks
from bot.slack.blocks.people import reply_to
from bot.slack.elements import View, actions, button, context, modal, notification, section
from bot.slack.ids import ActionId, CallbackId
from bot.slack.text import Marked, mention, said
from habits.catalogue_lists import Audience
from habits.texts import say


def shared_note(message: SharedNoteMessage) -> Content:
    """The note, with equal ways to agree, change and delete."""
    change = button(ActionId.SHARED_NOTE_CHANGE, say("shared_notes.change"), message.note)
    ways = [change, delete_button(message.note)]
    if message.agreed is Agreed.NOT_YET:
        agree = button(ActionId.SHARED_NOTE_AGREE, say("shared_notes.agree"), message.note)
        ways.insert(0, agree)
    reply = reply_to(message.manager, message.manager_name, message.team)
    return Content(
        text=notification(say("shared_notes.notification", name=message.manager_name)),
        blocks=[
            section(_told(message)),
            *part_blocks(message.parts, "theirs"),
            context(said("shared_notes.who_sees", who=mention(message.manager))),
            actions(*ways, reply),
        ],
    )


def _told(message: SharedNoteMessage) -> Marked:
    who, habit = mention(message.manager), message.habit
    match message.agreed:
        case Agreed.NOT_YET:
            return said("shared_notes.asks", who=who, habit=habit)
        case Agreed.YES:
            return said("shared_notes.agreed", who=who, habit=habit)
        case Agreed.CHANGED:
            return said("shared_notes.changed", who=who, habit=habit)


def change_view(form: RepForm) -> View:
    """The note as a form."""
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
        CallbackId.SHARED_NOTE,
        say("shared_notes.form.title"),
        [
            *inputs["blocks"],
            context(said("shared_notes.form.who_sees", name=form.manager_name)),
        ],
        submit=say("shared_notes.form.submit"),
        close=say("compose.cancel"),
        private_metadata=json.dumps({"note": form.note, "habit": form.habit_key}),
    )
