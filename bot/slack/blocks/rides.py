"""Messages about help on a call: the request, how it stands, and how it was."""

from collections.abc import Sequence

from bot.services.ports import Content
from bot.services.ride_messages import Place, RideMessage, RideShown
from bot.slack.blocks.parts import parts_block
from bot.slack.blocks.people import open_chat, reply_to
from bot.slack.blocks.ride_words import (
    heading,
    is_plain_offer,
    notification_of,
    role_line,
    when,
)
from bot.slack.elements import (
    Block,
    Element,
    actions,
    button,
    confirmed,
    context,
    notification,
    section,
)
from bot.slack.ids import ActionId
from bot.slack.text import Marked, lines, mention, said
from habits.composing import Part
from habits.phrases import clock
from habits.riding import Act, Side, State
from habits.texts import say, say_each

_ACTIONS = {
    Act.ACCEPT: ActionId.CALL_ACCEPT,
    Act.OTHER_TIME: ActionId.CALL_OTHER_TIME,
    Act.TAKE_BACK: ActionId.CALL_TAKE_BACK,
}
_OF_NEWS = (Act.ACCEPT, Act.OTHER_TIME, Act.DECLINE, Act.CALL_OFF)
_OF_SILENCE = (Act.TAKE_BACK,)


def ride_message(message: RideMessage) -> Content:
    """The message as its reader sees it now."""
    ride = message.ride
    way = chat_with(message.reader, message.other, message.other_name, message.team)
    if message.manager_left and message.reader is Side.REP:
        left = said("calls.rep.manager_left", who=mention(message.other))
        return _closed(left, way)
    if ride is None:
        to_rep = message.reader is Side.REP
        return _closed(said("calls.rep.gone") if to_rep else said("calls.manager.gone"), way)
    if message.older:
        if message.reader is Side.REP:
            return _closed(said("calls.rep.older"), way)
        return _closed(said("calls.manager.older", who=mention(message.other)), way)
    match message.place:
        case Place.NEWS:
            return _news(ride, way)
        case Place.SILENT:
            return _silent(ride, way)
        case Place.SOON:
            return _soon(ride, way)
        case Place.DEBRIEF:
            return _debrief(ride, way)


def chat_with(reader: Side, other: str, name: str, team: str) -> list[Element]:
    """The way to the other one; none where nobody knows any more who that was."""
    if not other:
        return []
    if reader is Side.REP:
        return [reply_to(other, name, team)]
    return [open_chat(other, name, team)]


def ride_blocks(ride: RideShown, acts: Sequence[Act] = _OF_NEWS) -> list[Block]:
    """A call with what its reader can do about it, of these."""
    pressed = ways_of(ride, acts)
    return [*_about(ride), *([actions(*pressed)] if pressed else [])]


def ways_of(ride: RideShown, acts: Sequence[Act] = _OF_NEWS) -> list[Element]:
    """The buttons for what the reader can do."""
    pressed = [_way(ride, act) for act in acts if act in ride.ways]
    if ride.state is State.BOOKED and Act.CALL_OFF in ride.ways:
        pressed.insert(0, button(ActionId.CALL_FILE, say("calls.buttons.file"), ride.id))
    return pressed


# --- one message each ----------------------------------------------------------------------------


def _news(ride: RideShown, way: list[Element]) -> Content:
    pressed = ways_of(ride)
    return Content(
        text=notification(notification_of(ride)),
        blocks=[*_about(ride), actions(*pressed, *way)],
    )


def _silent(ride: RideShown, way: list[Element]) -> Content:
    if ride.state is not State.WITH_MANAGER:
        return _news(ride, way)
    who = mention(ride.other)
    return Content(
        text=notification(say("calls.rep.silent_notification")),
        blocks=[
            section(said("calls.rep.silent", who=who)),
            parts_block(_parts(ride)[:1], "call"),
            actions(*ways_of(ride, _OF_SILENCE), *way),
        ],
    )


def _soon(ride: RideShown, way: list[Element]) -> Content:
    if ride.state in (State.CALLED_OFF, State.WITH_MANAGER, State.WITH_REP, State.NOT_HELD):
        return _closed(heading(ride), way)
    who, at = mention(ride.other), clock(ride.at)
    to_rep = ride.reader is Side.REP
    told = (
        said("calls.rep.soon", who=who, at=at)
        if to_rep
        else said("calls.manager.soon", who=who, at=at)
    )
    words = (
        say("calls.rep.soon_notification", name=ride.other_name, at=at)
        if to_rep
        else say("calls.manager.soon_notification", name=ride.other_name, at=at)
    )
    return Content(
        text=notification(words),
        blocks=[
            section(told),
            parts_block(_parts(ride)[:1], "call"),
            section(said("calls.role_line", line=role_line(ride))),
            actions(*way),
        ],
    )


def _debrief(ride: RideShown, way: list[Element]) -> Content:
    who = mention(ride.other)
    to_rep = ride.reader is Side.REP
    if ride.state not in (State.BOOKED, State.HELD):
        return _closed(heading(ride), way)
    asks = said("calls.rep.debrief", who=who) if to_rep else said("calls.manager.debrief", who=who)
    words = (
        say("calls.rep.debrief_notification", name=ride.other_name)
        if to_rep
        else say("calls.manager.debrief_notification", name=ride.other_name)
    )
    hint = (
        said("calls.rep.debrief_hint", who=who)
        if to_rep
        else said("calls.manager.debrief_hint", who=who)
    )
    write = say("calls.buttons.write_rep") if to_rep else say("calls.buttons.write")
    if ride.wrote:
        write = say("calls.buttons.change")
    style = "" if ride.wrote else "primary"
    pressed = [button(ActionId.CALL_WRITE, write, ride.id, style=style)]
    if ride.state is State.BOOKED:
        pressed.append(button(ActionId.CALL_DID_NOT, say("calls.buttons.did_not"), ride.id))
    return Content(
        text=notification(words),
        blocks=[
            section(asks if not ride.wrote else heading(ride)),
            parts_block(_parts(ride)[:1], "call"),
            *([parts_block(ride.lines, "lines")] if ride.lines else []),
            *_helped(ride),
            *([] if ride.wrote else [context(hint)]),
            actions(*pressed, *way),
        ],
    )


# --- pieces --------------------------------------------------------------------------------------


def _about(ride: RideShown) -> list[Block]:
    """How it stands, what the call is about, when, and who does what."""
    told: list[Block] = [section(heading(ride))]
    if ride.unheard:
        who = mention(ride.other)
        told.append(section(said("calls.unheard", who=who, name=ride.other_name)))
    told.append(parts_block(_parts(ride), "call"))
    if ride.state is State.DECLINED:
        if ride.because:
            told.append(parts_block([Part("", ride.because)], "because"))
        return told
    if ride.state in (State.WITH_MANAGER, State.WITH_REP, State.BOOKED):
        at = said("calls.when", at=when(ride), minutes=ride.minutes)
        told.append(section(lines(at, said("calls.role_line", line=role_line(ride)))))
    if is_plain_offer(ride):
        told.append(context(said("calls.rep.no_trace", who=mention(ride.other))))
    return told


def _helped(ride: RideShown) -> list[Block]:
    if not ride.helped:
        return []
    helped = say_each("calls.helped", ride.helped)
    if ride.reader is Side.REP:
        return [context(said("calls.rep.says", helped=helped))]
    return [context(said("calls.manager.says", who=mention(ride.other), helped=helped))]


def _parts(ride: RideShown) -> list[Part]:
    offered = ride.asked_by is Side.MANAGER
    need = say("calls.parts.why") if offered else say("calls.parts.need")
    found = [Part(say("calls.parts.deal"), ride.deal)]
    return [*found, Part(need, ride.need)] if ride.need else found


def _way(ride: RideShown, act: Act) -> Element:
    to_rep = ride.reader is Side.REP
    offered = is_plain_offer(ride)
    if act is Act.CALL_OFF:
        return confirmed(
            button(ActionId.CALL_OFF, say("calls.buttons.call_off"), ride.id),
            title=say("calls.sure.title"),
            text=said("calls.sure.text", name=ride.other_name),
            yes=say("calls.sure.yes"),
            no=say("calls.sure.no"),
        )
    if act is Act.DECLINE and not to_rep:
        return button(ActionId.CALL_NO, say("calls.buttons.decline"), ride.id)
    if act is Act.DECLINE:
        no = say("calls.buttons.no_thanks") if offered else say("calls.buttons.not_needed")
        return button(ActionId.CALL_DECLINE, no, ride.id)
    if act is Act.ACCEPT and to_rep:
        yes = say("calls.buttons.yes_please") if offered else say("calls.buttons.that_works")
        return button(ActionId.CALL_ACCEPT, yes, ride.id, style="primary")
    label = {
        Act.ACCEPT: say("calls.buttons.accept"),
        Act.OTHER_TIME: say("calls.buttons.other_time"),
        Act.TAKE_BACK: (
            say("calls.buttons.not_needed")
            if ride.asked_by is Side.MANAGER
            else say("calls.buttons.take_back")
        ),
    }[act]
    style = "primary" if act is Act.ACCEPT else ""
    return button(_ACTIONS[act], label, ride.id, style=style)


def _closed(words: Marked, way: list[Element]) -> Content:
    return Content(
        text=notification(say("calls.closed")),
        blocks=[section(words), *([actions(*way)] if way else [])],
    )
