"""What reps read from the bot, and what a manager reads before anything goes to one."""

import json
from collections.abc import Sequence

from bot.services.ports import Content
from bot.services.reps import RepView, TeamOf, ToTell
from bot.services.team_messages import IntroMessage
from bot.slack.blocks.people import open_chat, reply_to
from bot.slack.blocks.rep_home import entry_buttons, entry_words
from bot.slack.elements import (
    Element,
    View,
    actions,
    button,
    confirmed,
    field,
    modal,
    notification,
    option,
    section,
    select,
    text_input,
)
from bot.slack.ids import ActionId, CallbackId, Field
from bot.slack.text import Marked, Raw, lines, mention, said
from bot.storage.naming import Entries
from habits.phrases import together
from habits.texts import say, say_each

LONGEST_ANNOUNCEMENT = 1000
_MOST_LINKS = 4
_MOST_CHOICES = 100
_OWN = ("questions", "posts", "consents", "stories", "rides", "obstacles")
"""Kinds of entries that come from the person themselves, or with their yes."""
_LABEL = 24
"""Characters that Slack shows of a title or a submit."""


def tell_first(to_tell: ToTell) -> View:
    """The manager tells the person in own words; only then is anything sent to them."""
    title = say("reps.tell.title_of", name=to_tell.name)
    submit = say("reps.tell.submit_of", name=to_tell.name)
    about = lines(
        said("reps.tell.why", who=mention(to_tell.user)),
        said("reps.tell.next", who=mention(to_tell.user)),
    )
    announcement = text_input(
        ActionId.FIELD,
        initial=say("reps.tell.announcement"),
        placeholder=say("reps.tell.placeholder"),
        max_length=LONGEST_ANNOUNCEMENT,
        multiline=True,
    )
    return modal(
        CallbackId.TELL_FIRST,
        title if len(title) <= _LABEL else say("reps.tell.title"),
        [
            section(about),
            field(
                Field.ANNOUNCEMENT,
                say("reps.tell.label"),
                announcement,
                hint=say("reps.tell.hint"),
                optional=True,
            ),
            actions(open_chat(to_tell.user, to_tell.name, to_tell.team)),
        ],
        submit=submit if len(submit) <= _LABEL else say("reps.tell.submit"),
        close=say("buttons.back"),
        private_metadata=json.dumps({"rep": to_tell.user}),
    )


def intro(message: IntroMessage) -> Content:
    """The first message to a rep: who told them, what it does, what it never does."""
    who = mention(message.manager)
    reply = reply_to(message.manager, message.manager_name, message.team)
    if message.over:
        not_mine, left = said("reps.over.not_mine", who=who), said("reps.over.left", who=who)
        again = button(ActionId.REP_AGAIN, say("reps.over.again"), message.entry)
        return Content(
            text=notification(say("reps.over.notification")),
            blocks=[section(not_mine if message.not_mine else left), actions(again, reply)],
        )
    return Content(
        text=notification(say("reps.intro.notification", name=message.manager_name)),
        blocks=[
            section(
                lines(
                    said("reps.intro.told", who=who),
                    said("reps.intro.does"),
                    said("reps.intro.never", who=who),
                )
            ),
            actions(
                *entry_buttons(of_intro=True),
                button(ActionId.REP_LEAVE, say("reps.intro.leave"), message.entry),
                button(ActionId.REP_NOT_MINE, say("reps.intro.not_mine"), message.entry),
                reply,
            ),
        ],
    )


def cannot_pass_on(view: RepView) -> Content:
    """Somebody typed to the bot who is no manager: the bot carries no messages."""
    shown = view.managers[:_MOST_LINKS]
    links = [reply_to(one.manager, one.manager_name, view.team) for one in shown]
    return Content(
        text=notification(say("reps.cannot_pass_on.notification")),
        blocks=[
            section(said("reps.cannot_pass_on.said", who=_mentions(view.managers))),
            # One row each, since the buttons of one row may not share an id.
            *(actions(link) for link in links),
        ],
    )


def rep_help(view: RepView) -> Content:
    """What somebody can do here who is a rep and no manager."""
    return Content(
        text=notification(say("reps.help.title")),
        blocks=[
            section(
                lines(
                    said("reps.help.heading"),
                    said("reps.help.named", count=len(view.managers), who=_mentions(view.managers)),
                    *entry_words(),
                    said("reps.help.privacy"),
                    said("reps.help.start"),
                )
            ),
            *([actions(*ways_out(view))] if view.managers else []),
        ],
    )


def erase_button() -> Element:
    """Erases what names the person, once they said it twice."""
    return confirmed(
        button(ActionId.REP_ERASE, say("reps.privacy.erase")),
        title=say("reps.privacy.asking.title"),
        text=said("reps.privacy.asking.text"),
        yes=say("reps.privacy.asking.yes"),
        no=say("reps.privacy.asking.no"),
    )


def named_in_lists(view: RepView) -> Marked:
    """What names the person, counted by kind: what they told or agreed to, then what managers
    noted."""
    whose = say("reps.privacy.whose", count=max(1, len(view.managers)))
    told = together(_counted(view.entries, own=True))
    written = together(_counted(view.entries, own=False))
    if not told and not written:
        return said("reps.privacy.nothing", whose=whose)
    return lines(
        said("reps.privacy.told", what=told) if told else None,
        said("reps.privacy.written", whose=whose, what=written) if written else None,
    )


def _counted(entries: Entries, *, own: bool) -> list[str]:
    """ "a planned 1:1", "2 notes"; kinds of which there is none stay out."""
    return [
        say_each("reps.privacy.entries", kind, count=number)
        for kind, number in vars(entries).items()
        if number and (kind in _OWN) is own
    ]


def ways_out(view: RepView) -> list[Element]:
    """A way out of each team, as one control; none for who is in no team."""
    match view.managers:
        case ():
            return []
        case (only,):
            return [button(ActionId.REP_LEAVE, say("reps.intro.leave"), only.entry)]
        case several:
            choices = [option(one.entry, one.manager_name) for one in several[:_MOST_CHOICES]]
            return [select(ActionId.REP_LEAVE_CHOSEN, say("reps.leave_one"), choices)]


def _mentions(teams: Sequence[TeamOf]) -> Raw:
    return Raw(together([mention(one.manager) for one in teams[:_MOST_LINKS]]))
