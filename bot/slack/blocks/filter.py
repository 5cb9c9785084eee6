"""The filter: the form for an ask, the decision that stands, what is said and what goes out."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from zlib import crc32

from bot.services.deciding import FILTER
from bot.services.filter_views import AskForm, Decided, OwnWords, Standing, TeamPreview
from bot.slack.blocks.compose import card_title, channel_select
from bot.slack.blocks.own_voice import own_voice_view
from bot.slack.blocks.parts import parts_block
from bot.slack.elements import (
    Block,
    Element,
    View,
    actions,
    button,
    checkboxes,
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
    text_input,
)
from bot.slack.filter_forms import Carried
from bot.slack.ids import ActionId, CallbackId, Field
from bot.slack.text import Marked, channel_mention, lines, mention, said
from habits.catalogue_lists import Audience
from habits.filtering import MOST_MINUTES, Choice
from habits.phrases import day as day_words
from habits.phrases import weekday
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
        return [section(_who_asked(form.requester)), _ask_words(form.ask, form.request)]
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


def _ask_words(ask: str, request: str) -> Block:
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


# --- what comes of it ---------------------------------------------------------------------


def standing_view(standing: Standing) -> View:
    """The same message again: the decision that stands."""
    decided = said(
        "filter.standing.decided",
        when=_on(standing.decided, standing.today),
        choice=standing.choice.label,
    )
    until = None
    if standing.again_on is not None:
        until = said("filter.standing.until", day=day_words(standing.again_on))
    blocks = [section(lines(decided, until)), _ask_words(standing.ask, standing.request)]
    if standing.final:
        blocks.append(context(said("filter.standing.final")))
    else:
        again = button(ActionId.FILTER_AGAIN, say("filter.standing.again"), standing.request)
        blocks.append(actions(again))
    return modal(
        CallbackId.FILTER_STANDING,
        say("filter.form.title"),
        blocks,
        close=say("buttons.close"),
    )


def _on(day: date, today: date) -> str:
    match (today - day).days:
        case days if days <= 0:
            return say("filter.standing.today")
        case days if days < 7:
            return say("filter.standing.on", day=weekday(day))
        case _:
            return say("filter.standing.on", day=day_words(day))


def decided_view(decided: Decided) -> View:
    """One line on what happens next, where there is nothing to say to anybody."""
    again = "" if decided.again_on is None else day_words(decided.again_on)
    match decided.choice:
        case Choice.BATCH:
            return closing_view(said("filter.next.batch"))
        case Choice.DELAY:
            return closing_view(said("filter.next.delay", day=again))
        case Choice.PASS_ON:
            return closing_view(said("filter.next.pass_on"))
        case Choice.ABSORB | Choice.ANSWER_NOW | Choice.DECLINE:
            return closing_view(said("filter.next.absorb"))


def closing_view(words: Marked) -> View:
    view = modal(
        CallbackId.CONFIRMATION,
        say("filter.next.title"),
        [section(words)],
        close=say("buttons.close"),
    )
    return view | {"clear_on_close": True}


def words_view(words: OwnWords, carried: Carried, team: str) -> View:
    """A text for the manager to say: the bot sends it to nobody. `team` is the workspace."""
    view = own_voice_view(
        text=words.text,
        to=words.to,
        to_name=words.name or say("filter.them"),
        token=carried.request,
        habit=FILTER,
        team=team,
        hint=_whom(words),
    )
    return view | {
        "callback_id": CallbackId.FILTER_SAID,
        "private_metadata": carried.model_dump_json(exclude_defaults=True),
        "clear_on_close": True,
    }


def _whom(words: OwnWords) -> str | None:
    """Where it has to be said, if not in a chat that we can open."""
    if words.to is not None:
        return None
    return say("filter.to_whom.team" if words.for_team else "filter.to_whom.requester")


def team_preview_view(
    preview: TeamPreview, callback: CallbackId, carried: Carried, author: str
) -> View:
    """The exact text, and who will see it. `author` is the manager's user id."""
    blocks = [
        _who_sees(preview.channel),
        divider(),
        section(card_title(preview.habit, author)),
        parts_block(preview.parts, "preview"),
        divider(),
        field(
            Field.CHANNEL,
            say("compose.channel"),
            channel_select(ActionId.FILTER_CHANNEL, preview.channel or ""),
            dispatch=True,
        ),
    ]
    carrying = carried.model_copy(update={"draft": preview.draft})
    return modal(
        callback,
        say("compose.preview_title"),
        blocks,
        submit=say("compose.post_it"),
        close=say("compose.back"),
        private_metadata=carrying.model_dump_json(exclude_defaults=True),
    )


def for_another_channel(view: Mapping[str, Any], channel: str) -> View:
    """A preview as Slack shows it, for the channel that was picked in it."""
    kept = {name: view[name] for name in _OURS}
    return kept | {"blocks": [_who_sees(channel), *view["blocks"][1:]]}


_OURS = ("type", "callback_id", "title", "submit", "close", "private_metadata")
"""What we gave to a view; Slack takes nothing else back."""


def _who_sees(channel: str | None) -> Block:
    if channel:
        words = said("compose.sees.channel", channel=channel_mention(channel))
    else:
        words = said("compose.sees.some_channel")
    return section(words) | {"block_id": "who_sees"}


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
