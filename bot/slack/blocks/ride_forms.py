"""The windows about help on a call: asked for, offered, another time, a no, and how it was."""

from collections.abc import Sequence

from bot.services.ride_asking import LONGEST_DEAL, LONGEST_NEED, Asked, CallForm
from bot.services.ride_messages import RideShown
from bot.services.rides import HELPED, Calls
from bot.slack.blocks.ride_words import heading, role_label, when
from bot.slack.blocks.rides import chat_with, ride_blocks, ways_of
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
    option,
    own_words,
    plain,
    radio_buttons,
    section,
    select,
    text_input,
    timepicker,
)
from bot.slack.ids import ActionId, CallbackId, Field
from bot.slack.ride_forms import CallCarried
from bot.slack.text import Marked, lines, mention, said
from habits.phrases import clock, day
from habits.riding import LENGTHS, Act, Role, Side
from habits.texts import say, say_each

_USUAL_TIME = "10:00"
_MOST_SHOWN = 15
_MOST_TEAMS = 100


def calls_view(calls: Calls) -> View:
    """The calls that wait or are booked, and what can be begun."""
    blocks: list[Block] = []
    for n, one in enumerate(calls.calls[:_MOST_SHOWN]):
        told = lines(heading(one), said("calls.when", at=when(one), minutes=one.minutes))
        opened = button(ActionId.CALL_OPEN, say("calls.list.open"), one.id)
        blocks += [section(told, opened), own_words(one.deal, f"call.{n}")]
    if not blocks:
        blocks.append(section(said("calls.list.none")))
    begun: list[Element] = []
    if calls.may_ask:
        begun.append(button(ActionId.CALL_ASK, say("calls.buttons.ask")))
    if calls.may_offer:
        begun.append(button(ActionId.CALL_OFFER, say("calls.buttons.offer")))
    return modal(CallbackId.CALLS, say("calls.title"), [*blocks, divider(), actions(*begun)])


def call_view(ride: RideShown) -> View:
    """One call with all that its reader can do."""
    taking_back = [Act.TAKE_BACK] if ride.reader is Side.REP and _waits(ride) else []
    acts = (Act.ACCEPT, Act.OTHER_TIME, Act.DECLINE, *taking_back, Act.CALL_OFF)
    chat = chat_with(ride.reader, ride.other, ride.other_name, ride.team)
    blocks = ride_blocks(ride, ())
    pressed = ways_of(ride, acts)
    return modal(CallbackId.CALL, say("calls.title"), [*blocks, actions(*pressed, *chat)])


def _waits(ride: RideShown) -> bool:
    return Act.TAKE_BACK in ride.ways and Act.DECLINE not in ride.ways


def ask_view(form: CallForm) -> View:
    """A rep asks; with one manager there is nobody to choose."""
    teams = form.teams[:_MOST_TEAMS]
    one = teams[0] if len(teams) == 1 else None
    choices = [option(team.entry, team.name) for team in teams]
    whom = select(ActionId.FIELD, say("calls.form.choose"), choices)
    name = one.name if one else say("reps.somebody")
    return modal(
        CallbackId.CALL_ASK,
        say("calls.form.ask_title"),
        [
            *([] if one else [field(Field.TEAM, say("calls.form.manager"), whom)]),
            *_what(say("calls.form.need"), required=True),
            _role(say("calls.form.role", name=name), say("calls.form.leads")),
            *_when(form.day.isoformat()),
        ],
        submit=say("calls.form.ask"),
        close=say("buttons.back"),
        private_metadata=CallCarried(team=one.entry if one else "").model_dump_json(),
    )


def offer_view(form: CallForm) -> View:
    """A manager offers."""
    rep: Element = {
        "type": "users_select",
        "action_id": ActionId.FIELD,
        "placeholder": plain(say("calls.form.pick"), 150),
    }
    return modal(
        CallbackId.CALL_OFFER,
        say("calls.form.offer_title"),
        [
            field(Field.REP, say("calls.form.rep"), rep),
            *_what(say("calls.form.why"), required=False),
            _role(say("calls.form.your_role"), say("calls.form.rep_leads")),
            *_when(form.day.isoformat()),
        ],
        submit=say("calls.form.offer"),
        close=say("buttons.back"),
        private_metadata=CallCarried(prompt=form.prompt).model_dump_json(),
    )


def time_view(ride: RideShown) -> View:
    """Another time for a call."""
    at = timepicker(ActionId.FIELD, clock(ride.at))
    on = datepicker(ActionId.FIELD, ride.at.date().isoformat())
    return modal(
        CallbackId.CALL_TIME,
        say("calls.form.time_title"),
        [
            section(lines(heading(ride), said("calls.when", at=when(ride), minutes=ride.minutes))),
            field(Field.DAY, say("calls.form.day"), on),
            field(Field.AT, say("calls.form.at"), at, hint=say("calls.form.at_hint")),
        ],
        submit=say("calls.form.suggest"),
        close=say("buttons.back"),
        private_metadata=CallCarried(call=ride.id).model_dump_json(),
    )


def no_view(ride: RideShown) -> View:
    """The manager's no: the rep reads why."""
    because = _line(None, LONGEST_NEED)
    hint = say("calls.form.because_hint", name=ride.other_name)
    return modal(
        CallbackId.CALL_NO,
        say("calls.form.no_title"),
        [
            section(heading(ride)),
            field(Field.BECAUSE, say("calls.form.because"), because, hint=hint),
        ],
        submit=say("calls.form.say_no"),
        close=say("buttons.back"),
        private_metadata=CallCarried(call=ride.id).model_dump_json(),
    )


def debrief_view(ride: RideShown) -> View:
    """How it was: the manager's two lines, or the rep's one."""
    fields = _managers_lines(ride) if ride.reader is Side.MANAGER else _reps_line(ride)
    return modal(
        CallbackId.CALL_DEBRIEF,
        say("calls.form.debrief_title"),
        [
            own_words(ride.deal, "deal"),
            *fields,
            context(said("calls.form.both_read", name=ride.other_name)),
        ],
        submit=say("calls.form.keep"),
        close=say("buttons.back"),
        private_metadata=CallCarried(call=ride.id).model_dump_json(),
    )


def asked_words(asked: Asked) -> Marked:
    """What becomes of a request."""
    if asked.away_until is not None:
        return said("calls.done.asked_away", name=asked.name, day=day(asked.away_until))
    return said("calls.done.asked", name=asked.name)


def offered_words(asked: Asked) -> Marked:
    if asked.waits_for_intro:
        return said("calls.done.offered_later", name=asked.name)
    return said("calls.done.offered", name=asked.name)


def suggested_words(asked: Asked) -> Marked:
    if asked.away_until is not None:
        return said("calls.done.asked_away", name=asked.name, day=day(asked.away_until))
    return said("calls.done.suggested", name=asked.name)


def declined_words(ride: RideShown) -> Marked:
    if ride.unheard:
        return said("calls.unheard", who=mention(ride.other), name=ride.other_name)
    return said("calls.done.declined", name=ride.other_name)


def closing(words: Marked) -> View:
    """The last window."""
    view = modal(CallbackId.CONFIRMATION, say("calls.title"), [section(words)])
    return view | {"clear_on_close": True}


def _what(need: str, *, required: bool) -> list[Block]:
    deal = _line(None, LONGEST_DEAL)
    helps = _line(None, LONGEST_NEED)
    return [
        field(Field.DEAL, say("calls.form.deal"), deal, hint=say("calls.form.deal_hint")),
        field(Field.NEED, need, helps, optional=not required),
    ]


def _role(label: str, hint: str) -> Block:
    options = [option(role, role_label(role), say_each("calls.about_roles", role)) for role in Role]
    choice = radio_buttons(ActionId.FIELD, options, Role.LISTEN)
    return field(Field.ROLE, label, choice, hint=hint)


def _when(on: str) -> list[Block]:
    lengths = [option(str(one), say("calls.form.length", count=one)) for one in LENGTHS]
    length = select(ActionId.FIELD, say("calls.form.choose"), lengths, chosen=str(LENGTHS[0]))
    at = timepicker(ActionId.FIELD, _USUAL_TIME)
    return [
        field(Field.DAY, say("calls.form.day"), datepicker(ActionId.FIELD, on)),
        field(Field.AT, say("calls.form.at"), at, hint=say("calls.form.at_hint")),
        field(Field.MINUTES, say("calls.form.minutes"), length),
    ]


def _managers_lines(ride: RideShown) -> Sequence[Block]:
    hint = say("calls.form.did_well_hint", name=ride.other_name)
    did_well = _line(ride.own_lines.get("did_well"), LONGEST_NEED)
    we_do = _line(ride.own_lines.get("we_do"), LONGEST_NEED)
    return (
        field(Field.DID_WELL, say("calls.form.did_well"), did_well, hint=hint),
        field(Field.WE_DO, say("calls.form.we_do"), we_do),
    )


def _reps_line(ride: RideShown) -> Sequence[Block]:
    needs = _line(ride.own_lines.get("customer_needs"), LONGEST_NEED)
    options = [option(one, say_each("calls.helped", one)) for one in HELPED]
    helped = radio_buttons(ActionId.FIELD, options, ride.helped)
    hint = say("calls.form.helped_hint", name=ride.other_name)
    return (
        field(Field.CUSTOMER_NEEDS, say("calls.form.customer_needs"), needs, optional=True),
        field(Field.HELPED, say("calls.form.helped"), helped, hint=hint, optional=True),
    )


def _line(initial: str | None, longest: int) -> Element:
    placeholder = say("calls.form.need_hint")
    return text_input(ActionId.FIELD, initial=initial, placeholder=placeholder, max_length=longest)
