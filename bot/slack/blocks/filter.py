"""The form for an ask: who asks, what happens to it, and what that needs."""

from datetime import date
from zlib import crc32

from bot.services.filter_views import AskForm
from bot.slack.elements import (
    Block,
    Element,
    View,
    checkboxes,
    context,
    datepicker,
    field,
    modal,
    option,
    own_words,
    plain,
    radio_buttons,
    section,
    text_input,
)
from bot.slack.filter_forms import Carried
from bot.slack.ids import ActionId, CallbackId, Field
from bot.slack.text import Marked, lines, mention, said
from habits.catalogue_lists import Audience
from habits.filtering import MOST_MINUTES, Choice
from habits.texts import say

LONGEST_ASK_SHOWN = 1000
_LONGEST_FOR_TEAM = 600
_LONGEST_LINE = 150
_LONGEST_REPLY = 500
_YES = "yes"


def ask_view(form: AskForm, ledger: str | None = None) -> View:
    """The form for one ask, with the fields of the choice that stands in it."""
    blocks = [*_asked(form), _choices(form), *_wanted(form), *_always(form)]
    carried = Carried(
        request=form.request, prompt=form.prompt, ledger=ledger, choice=form.choice or ""
    )
    return modal(
        CallbackId.FILTER,
        say("filter.form.title"),
        blocks,
        submit=say("filter.form.preview" if _goes_to_team(form) else "filter.form.submit"),
        close=say("filter.form.close"),
        private_metadata=carried.model_dump_json(exclude_defaults=True),
    )


def _goes_to_team(form: AskForm) -> bool:
    return form.choice is Choice.PASS_ON and form.audience is Audience.TEAM_CHANNEL


def _asked(form: AskForm) -> list[Block]:
    if not form.by_hand:
        return [section(_who_asked(form.requester)), ask_words(form.ask, form.request)]
    asked = typed(form.ask, say("filter.form.ask_hint"), LONGEST_ASK_SHOWN, multiline=True)
    picked = _user(ActionId.FIELD, say("filter.form.pick_person"), form.requester)
    return [
        field(Field.ASK, say("filter.form.ask"), asked),
        field(Field.REQUESTER, say("filter.form.requester"), picked, optional=True),
    ]


def _who_asked(requester: str | None) -> Marked:
    if requester is None:
        return lines(said("filter.form.from_elsewhere"), said("filter.form.reply_there"))
    return said("filter.form.from", who=mention(requester))


def ask_words(ask: str, request: str) -> Block:
    return own_words(ask, request) if ask else context(said("filter.no_words"))


def _choices(form: AskForm) -> Block:
    offered = [option(one, one.label, one.about) for one in Choice]
    radio = radio_buttons(ActionId.FILTER_CHOICE, offered, form.choice or "")
    return field(Field.CHOICE, say("filter.form.choice"), radio, dispatch=True)


def _wanted(form: AskForm) -> list[Block]:
    """What the choice needs, everything filled in already."""
    found: list[Block] = []
    if form.choice is Choice.PASS_ON and not form.by_hand:
        for_team = typed(form.ask, say("filter.form.ask_hint"), _LONGEST_FOR_TEAM, multiline=True)
        found.append(field(Field.ASK, say("filter.form.for_team"), for_team))
    if "reason" in form.fields:
        reason = typed(form.reason, say("filter.form.reason_hint"), _LONGEST_LINE)
        found.append(field(Field.REASON, say("filter.form.reason"), reason))
    if "deadline" in form.fields and form.deadline is not None:
        delayed = form.choice is Choice.DELAY
        label = say("filter.form.until" if delayed else "filter.form.deadline")
        found.append(field(Field.DEADLINE, label, _day(form.deadline)))
    if "first_step" in form.fields:
        step = typed(form.first_step, say("filter.form.step_hint"), _LONGEST_LINE)
        found.append(field(Field.FIRST_STEP, say("filter.form.first_step"), step))
    if form.choice is Choice.PASS_ON:
        found += _who_sees_it(form)
    if "reply" in form.fields:
        reply = typed(form.reply, say("filter.form.reply_hint"), _LONGEST_REPLY, multiline=True)
        follows = say("filter.form.reply_follows")
        found.append(field(Field.REPLY, say("filter.form.reply"), reply, hint=follows))
    return found


def _who_sees_it(form: AskForm) -> list[Block]:
    offered = [
        option(Audience.TEAM_CHANNEL, say("filter.form.channel"), say("filter.form.channel_about")),
        option(Audience.OWN_VOICE, say("filter.form.own_voice"), say("filter.form.own_about")),
    ]
    # Slack keeps what stands in a field as long as its id: a tick brings another default.
    action = ActionId.FILTER_AUDIENCE_SENSITIVE if form.sensitive else ActionId.FILTER_AUDIENCE
    radio = radio_buttons(action, offered, form.audience)
    blocks = [field(Field.AUDIENCE, say("filter.form.audience"), radio, dispatch=True)]
    if form.audience is Audience.OWN_VOICE:
        person = _user(ActionId.FIELD, say("filter.form.pick_person"), form.person)
        blocks.append(field(Field.PERSON, say("filter.form.person"), person, optional=True))
    return blocks


def _always(form: AskForm) -> list[Block]:
    sensitive = checkboxes(
        ActionId.FILTER_SENSITIVE,
        [option(_YES, say("filter.form.sensitive_box"))],
        [_YES] if form.sensitive else [],
    )
    minutes = _number(form.minutes, say("filter.form.minutes_hint"))
    return [
        field(
            Field.SENSITIVE,
            say("filter.form.sensitive"),
            sensitive,
            hint=say("filter.form.sensitive_hint"),
            optional=True,
            dispatch=True,
        ),
        field(Field.MINUTES, say("filter.form.minutes"), minutes, optional=True),
    ]


# --- fields -------------------------------------------------------------------------------


def typed(text: str, placeholder: str, longest: int, *, multiline: bool = False) -> Element:
    """A field that begins with `text`. Slack keeps what stands in a field as long as its id, so
    another beginning gets another id."""
    made = text_input(
        ActionId.FIELD,
        initial=text,
        placeholder=placeholder,
        max_length=longest,
        multiline=multiline,
    )
    return made | {"action_id": _named_for(text)}


def _day(on: date) -> Element:
    return datepicker(ActionId.FIELD, on.isoformat()) | {"action_id": _named_for(on.isoformat())}


def _named_for(text: str) -> str:
    return f"{ActionId.FIELD}.{crc32(text.encode()):08x}"


def _number(number: int | None, placeholder: str) -> Element:
    made: Element = {
        "type": "number_input",
        "action_id": ActionId.FIELD,
        "is_decimal_allowed": False,
        "min_value": "1",
        "max_value": str(MOST_MINUTES),
        "placeholder": plain(placeholder, 150),
    }
    return made if number is None else made | {"initial_value": str(number)}


def _user(action: ActionId, placeholder: str, chosen: str | None) -> Element:
    made: Element = {
        "type": "users_select",
        "action_id": action,
        "placeholder": plain(placeholder, 150),
    }
    return made if chosen is None else made | {"initial_user": chosen}
