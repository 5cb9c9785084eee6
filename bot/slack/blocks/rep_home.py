"""The Home tab of a rep, and the same as a window for who leads a team as well."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.services.rep_things import RepHomeView, RepThing
from bot.slack.blocks.people import reply_to
from bot.slack.elements import (
    Block,
    Element,
    View,
    actions,
    button,
    confirmed,
    context,
    divider,
    header,
    modal,
    option,
    own_words,
    section,
    select,
)
from bot.slack.ids import ActionId, CallbackId, pair
from bot.slack.text import Marked, Raw, escape, lines, mention, said
from habits.phrases import together
from habits.texts import say, say_each

MOST_ON_HOME = 3
"""So many things stand on Home with their buttons; all of them are one press away."""

_MOST_NAMED = 4
_MOST_CHOICES = 100
_TAKES = (ActionId.REP_HOME_TAKE, ActionId.REP_HOME_TAKE_SECOND, ActionId.REP_HOME_TAKE_THIRD)
_WINDOWS = (ActionId.REP_HOME_WINDOW, ActionId.REP_HOME_WINDOW_SECOND)
"""Buttons of one row may not share an id."""


@dataclass(frozen=True)
class Entry:
    """Something a rep can begin. `name` finds its texts: `rep_home.ways` on the button,
    `rep_home.words` in the help. `in_intro`: the first message to a rep has the button, too."""

    action: ActionId
    name: str
    in_intro: bool = False


ENTRIES: tuple[Entry, ...] = (
    Entry(ActionId.CALL_ASK, "call", in_intro=True),
    Entry(ActionId.OBSTACLE_TELL, "blocked"),
    Entry(ActionId.STORY_TELL, "story"),
)
"""All that a rep can begin, in this order. Three at most have room on Home."""


def entry_buttons(*, of_intro: bool = False) -> list[Element]:
    """The buttons of what a rep can begin; for the first message only those that stand there."""
    shown = [one for one in ENTRIES if one.in_intro or not of_intro]
    return [button(one.action, say_each("rep_home.ways", one.name)) for one in shown]


def entry_words() -> list[Marked]:
    """The commands by which a rep begins the same, one a line."""
    return [Marked(say_each("rep_home.words", one.name)) for one in ENTRIES]


def as_member(view: RepHomeView) -> Element:
    """The way from a manager's own Home to what they are as a member of a team."""
    names = [one.manager_name for one in view.managers]
    label = say("rep_home.as_member_of_teams")
    if len(names) == 1:
        label = say("rep_home.as_member", name=names[0][:40])
    return button(ActionId.REP_HOME_OPEN, label)


def rep_blocks(view: RepHomeView) -> list[Block]:
    """Home of somebody who leads no team."""
    shown = view.things[:MOST_ON_HOME]
    left = len(view.things) + view.more - len(shown)
    if left:
        shown = view.things[: MOST_ON_HOME - 1]
    things = [block for one in shown for block in _thing(one, 1)]
    if left:
        count = len(view.things) + view.more
        all_of_it = button(ActionId.REP_HOME_OPEN, say("rep_home.show_all", count=count))
        things.append(actions(all_of_it))
    return [
        header(say("rep_home.heading")),
        section(_about(view)),
        divider(),
        *_open(view, things),
        *_begin(),
        divider(),
        actions(
            button(ActionId.PRIVACY_MORE, say("rep_home.privacy")),
            *_leave(view),
        ),
        context(said("rep_home.leads")),
    ]


def rep_window(view: RepHomeView) -> View:
    """All of it, with every button."""
    things = [block for one in view.things for block in _thing(one, len(_TAKES))]
    if view.more:
        things.append(context(said("rep_home.more", count=view.more)))
    chats = [reply_to(one.manager, one.manager_name, view.team) for one in view.managers]
    blocks = [
        section(_about(view)),
        *_open(view, things),
        *_begin(),
        divider(),
        # One row each, since the buttons of one row may not share an id.
        *(actions(chat) for chat in chats[:_MOST_NAMED]),
        actions(*_leave(view)),
    ]
    return modal(CallbackId.REP_HOME, say("rep_home.title"), blocks)


def _about(view: RepHomeView) -> Marked:
    who = Raw(together([mention(one.manager) for one in view.managers[:_MOST_NAMED]]))
    return lines(
        said("rep_home.of", count=len(view.managers), who=who),
        said("rep_home.never"),
    )


def _open(view: RepHomeView, things: Sequence[Block]) -> list[Block]:
    count = len(view.things) + view.more
    if not count:
        return [section(said("rep_home.nothing"))]
    return [section(said("rep_home.open", count=count)), *things]


def _begin() -> list[Block]:
    buttons = entry_buttons()
    return [section(said("rep_home.ask")), actions(*buttons)] if buttons else []


def _thing(thing: RepThing, most: int) -> list[Block]:
    blocks = [section(escape(thing.text))]
    if thing.own:
        blocks.append(own_words(thing.own, f"{thing.kind}.{thing.id}"))
    ways = _ways(thing, most)
    return [*blocks, actions(*ways)] if ways else blocks


def _ways(thing: RepThing, most: int) -> list[Element]:
    shown = thing.ways[:most]
    named = pair(thing.kind, thing.id)
    opening = iter(_WINDOWS)
    taking = iter(_TAKES)
    return [
        button(next(opening if way.opens else taking), way.label, pair(named, way.value))
        for way in shown
    ]


def _leave(view: RepHomeView) -> list[Element]:
    """A way out of each team, as one control, once it was said twice."""
    match view.managers:
        case (only,):
            way = button(ActionId.REP_LEAVE, say("reps.intro.leave"), only.entry)
        case several:
            choices = [option(one.entry, one.manager_name) for one in several[:_MOST_CHOICES]]
            way = select(ActionId.REP_LEAVE_CHOSEN, say("reps.leave_one"), choices)
    sure = confirmed(
        way,
        title=say("rep_home.leave.title"),
        text=said("rep_home.leave.text"),
        yes=say("rep_home.leave.yes_leave"),
        no=say("rep_home.leave.no_stay"),
    )
    return [sure]
