"""The Home tab of a rep, and the same as a window for who leads a team as well."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.services.rep_home import DELETE, NOTE
from bot.services.rep_things import RepHomeView, RepThing
from bot.services.team_messages import Way
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
"""So many buttons of things have room on Home; all of them are one press away."""

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
    return [
        header(say("rep_home.heading")),
        section(_about(view)),
        divider(),
        *_on_home(view),
        *_begin(),
        divider(),
        actions(
            button(ActionId.PRIVACY_OPEN, say("rep_home.privacy")),
            *_leave(view),
        ),
        context(said("rep_home.leads")),
    ]


def rep_window(view: RepHomeView) -> View:
    """All of it, with every button."""
    more = [context(said("rep_home.more", count=view.more))] if view.more else []
    chats = [reply_to(one.manager, one.manager_name, view.team) for one in view.managers]
    blocks = [
        section(_about(view)),
        *_open(view, _asks(view), len(_TAKES)),
        *_agreed(view, len(_TAKES)),
        *more,
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


def _on_home(view: RepHomeView) -> list[Block]:
    """All of it where it has room; else what is open and most urgent, and a way to the rest."""
    if not view.more and sum(len(one.ways) for one in view.things) <= MOST_ON_HOME:
        return [*_open(view, _asks(view), len(_TAKES)), *_agreed(view, len(_TAKES))]
    count = len(view.things) + view.more
    all_of_it = button(ActionId.REP_HOME_OPEN, say("rep_home.show_all", count=count))
    return [*_open(view, _asks(view)[: MOST_ON_HOME - 1], 1), actions(all_of_it)]


def _asks(view: RepHomeView) -> list[RepThing]:
    return [one for one in view.things if not one.agreed]


def _open(view: RepHomeView, shown: Sequence[RepThing], most: int) -> list[Block]:
    """What is open, as many buttons of each as `most` says."""
    asks = _asks(view)
    # What has no room is what somebody agreed to, as long as there is any of it.
    count = len(asks) + (view.more if len(asks) == len(view.things) else 0)
    if not count:
        return [section(said("rep_home.nothing"))]
    things = [block for one in shown for block in _thing(one, most)]
    return [section(said("rep_home.open", count=count)), *things]


def _agreed(view: RepHomeView, most: int) -> list[Block]:
    """What they can take back; nothing of it waits."""
    things = [block for one in view.things if one.agreed for block in _thing(one, most)]
    return [section(said("rep_home.agreed")), *things] if things else []


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
    made: list[Element] = []
    for way in shown:
        action = next(opening if way.opens else taking)
        pressed = button(action, way.label, pair(named, way.value))
        made.append(_surely(thing, way, pressed))
    return made


def _surely(thing: RepThing, way: Way, pressed: Element) -> Element:
    """A note goes for both, so that is asked once more."""
    if (thing.kind, way.value) != (NOTE, DELETE):
        return pressed
    return confirmed(
        pressed,
        title=say("coach.delete.asking"),
        text=said("coach.delete.both"),
        yes=say("coach.delete.yes"),
        no=say("coach.delete.no"),
    )


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
