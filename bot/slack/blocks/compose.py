"""The form of a habit, its preview, and how it ended."""

from typing import Any

from bot.services.form_endings import AGREED, CHANNEL
from bot.services.form_views import Ended, Ending, Form, Preview
from bot.slack.blocks.consents import ask_label, asks_line, call_off_button
from bot.slack.blocks.own_words import along_blocks
from bot.slack.blocks.parts import parts_block
from bot.slack.compose_forms import AUDIENCE, PICK, TICKED, Carried
from bot.slack.elements import (
    Block,
    Element,
    View,
    actions,
    button,
    checkboxes,
    context,
    divider,
    modal,
    option,
    plain,
    section,
    select,
)
from bot.slack.ids import ActionId, CallbackId
from bot.slack.text import Marked, Raw, channel_mention, escape, lines, mention, said
from habits.catalogue import Field, option_label
from habits.catalogue_lists import Audience, FieldKind
from habits.filling import Value, holds
from habits.texts import say, say_each

_LONGEST_INPUT = 3000


# --- the form -------------------------------------------------------------------------------


def form_view(form: Form, *, anew: bool = False) -> View:
    """`anew`: it was emptied, so its fields take other ids than before."""
    blocks: list[Block] = []
    if form.kept:
        empty = button(ActionId.COMPOSE_EMPTY, say("compose.start_empty"))
        blocks += [context(said("compose.kept")), actions(empty)]
    if len(form.audiences) > 1:
        blocks.append(_audience(form))
    for field in form.fields:
        blocks += _field(form, field, anew=anew)
    return modal(
        CallbackId.COMPOSE,
        form.name,
        blocks,
        submit=say("compose.preview"),
        close=say("compose.cancel"),
        private_metadata=Carried.of_form(form.of, anew=anew).model_dump_json(),
    )


def _audience(form: Form) -> Block:
    choices = [option(one, say_each("compose.audiences", one)) for one in form.audiences]
    chosen = select(
        ActionId.COMPOSE_AUDIENCE, say("compose.who_sees_it"), choices, chosen=form.audience
    )
    return _input(AUDIENCE, say("compose.who_sees_it"), chosen, decides=True)


def _field(form: Form, field: Field, *, anew: bool) -> list[Block]:
    action = ActionId.COMPOSE_FIELD_ANEW if anew else ActionId.COMPOSE_FIELD
    if field.kind is FieldKind.CHECK:
        action = ActionId.COMPOSE_TICK_ANEW if anew else ActionId.COMPOSE_TICK
    stored = form.values.get(field.id, "")
    value = stored if holds(field, stored) else ""
    suggested = form.suggestions.get(field.id, ())
    shown = _input(
        field.id,
        field.label,
        _element(field, value, action, has_suggestions=bool(suggested)),
        # Slack asks for what is needed by itself, but knows nothing of ready texts.
        optional=not field.required or bool(suggested),
        decides=field.id in form.decisive,
    )
    return [_pick(field, suggested), shown] if suggested else [shown]


def _pick(field: Field, suggested: tuple[str, ...]) -> Block:
    """Ready texts: what is typed below wins."""
    choices = [option(str(n), text) for n, text in enumerate(suggested)]
    chosen = select(ActionId.FIELD, say("compose.pick"), choices)
    return _input(f"{PICK}{field.id}", field.label, chosen, optional=True)


def _input(
    name: str, label: str, element: Element, *, optional: bool = False, decides: bool = False
) -> Block:
    block: Block = {
        "type": "input",
        "block_id": name,
        "label": plain(label, 2000),
        "element": element,
        "optional": optional,
    }
    return block | {"dispatch_action": True} if decides else block


def _element(field: Field, value: Value, action: ActionId, *, has_suggestions: bool) -> Element:
    text = value if isinstance(value, str) else ""
    several = value if isinstance(value, tuple) else ()
    match field.kind:
        case FieldKind.SHORT | FieldKind.LONG:
            most = field.max or _LONGEST_INPUT
            short = say("compose.at_most", most=most)
            hint = say("compose.own_words") if has_suggestions else short
            made: Element = {
                "type": "plain_text_input",
                "multiline": field.kind is FieldKind.LONG,
                # Longer texts are refused in words, and kept; Slack would only not take them.
                "max_length": _LONGEST_INPUT,
                "placeholder": plain(hint, 150),
            }
            return _begun(made, action, "initial_value", text.strip()[:_LONGEST_INPUT])
        case FieldKind.NUMBER:
            made = {"type": "number_input", "is_decimal_allowed": True}
            return _begun(made, action, "initial_value", text)
        case FieldKind.PERSON:
            return _begun({"type": "users_select"}, action, "initial_user", text)
        case FieldKind.PEOPLE:
            return _begun({"type": "multi_users_select"}, action, "initial_users", list(several))
        case FieldKind.CHANNEL:
            return channel_select(action, text)
        case FieldKind.DATE:
            return _begun({"type": "datepicker"}, action, "initial_date", text)
        case FieldKind.TIME:
            return _begun({"type": "timepicker"}, action, "initial_time", text)
        case FieldKind.CHOICE:
            choices = [option(one, option_label(one)) for one in field.options or ()]
            return select(action, say("compose.choose"), choices, chosen=text)
        case FieldKind.CHOICES:
            choices = [option(one, option_label(one)) for one in field.options or ()]
            return checkboxes(action, choices, several)
        case FieldKind.CHECK:
            yes = option(TICKED, say("compose.yes"))
            return checkboxes(action, [yes], [TICKED] if value is True else [])


def channel_select(action: ActionId, chosen: str) -> Element:
    """Any channel the person is in; no DMs."""
    made: Element = {
        "type": "conversations_select",
        "placeholder": plain(say("compose.pick_channel"), 150),
        "filter": {"include": ["public", "private"], "exclude_bot_users": True},
    }
    return _begun(made, action, "initial_conversation", chosen)


def _begun(made: Element, action: ActionId, key: str, initial: Any) -> Element:
    begun = made | {"action_id": action}
    return begun | {key: initial} if initial else begun


# --- the preview ----------------------------------------------------------------------------


def preview_view(preview: Preview) -> View:
    """The exact text, under a line that names who will see it."""
    blocks: list[Block] = [section(_who_sees(preview)), divider()]
    if preview.audience is Audience.TEAM_CHANNEL:
        blocks.append(section(card_title(preview.name, preview.author)))
    blocks += [parts_block(preview.parts, "preview"), divider()]
    if preview.hint:
        blocks.append(context(escape(preview.hint)))
    if preview.audience is Audience.TEAM_CHANNEL and not preview.of.post:
        picked = channel_select(ActionId.COMPOSE_CHANNEL, preview.channel or "")
        blocks.append(_input(CHANNEL, say("compose.channel"), picked, decides=True))
    if preview.asks:
        blocks.append(section(asks_line(preview)))
    if preview.consent:
        yes = option(TICKED, say("compose.they_agreed"))
        agreed = checkboxes(ActionId.COMPOSE_TICK, [yes])
        first = say("compose.ask_first", who=preview.consent)
        blocks.append(_input(AGREED, first, agreed))
    return modal(
        CallbackId.PREVIEW,
        say("compose.preview_title"),
        blocks,
        submit=_submit(preview),
        close=say("compose.back"),
        private_metadata=Carried.of_form(preview.of, draft=preview.draft).model_dump_json(),
    )


def card_title(habit: str, author: str) -> Marked:
    """How every card of a manager begins."""
    return said("posts.card", habit=habit, author=mention(author))


def _who_sees(preview: Preview) -> Marked:
    match preview.audience:
        case Audience.TEAM_CHANNEL if preview.channel:
            return said("compose.sees.channel", channel=channel_mention(preview.channel))
        case Audience.TEAM_CHANNEL:
            return said("compose.sees.some_channel")
        case Audience.PAIR_NOTE if preview.with_whom:
            return said("compose.sees.pair", rep=mention(preview.with_whom))
        case _:
            return said("compose.sees.private")


def _submit(preview: Preview) -> str:
    if preview.of.post:
        return say("compose.save_change")
    if preview.asks:
        return ask_label(preview.asks_name)
    posts = preview.audience is Audience.TEAM_CHANNEL
    return say("compose.post_it") if posts else say("compose.keep_it")


# --- the end --------------------------------------------------------------------------------


def ended_view(ended: Ended) -> View:
    """Takes the place of the preview; closing it closes the form below as well."""
    where = channel_mention(ended.channel) if ended.channel else Raw(say("compose.the_channel"))
    view = modal(
        CallbackId.CONFIRMATION,
        _ended_title(ended.how),
        [
            section(lines(_ended_words(ended, where), escape(ended.said))),
            *(along_blocks(ended.next_words) if ended.next_words else []),
            *([actions(call_off_button(ended.post))] if ended.post else []),
        ],
        close=say("compose.close"),
    )
    return view | {"clear_on_close": True}


def _ended_title(how: Ending) -> str:
    return say_each("compose.ended_titles", how)


def _ended_words(ended: Ended, where: Raw) -> Marked:
    match ended.how:
        case Ending.POSTED:
            return said("compose.ended.posted", channel=where)
        case Ending.ASKED:
            return said("consent.ended.goes", channel=where)
        case Ending.NOT_ASKED:
            return said("consent.ended.not_asked")
        case Ending.KEPT:
            return said("compose.ended.kept")
        case Ending.COUNTED:
            return said("compose.ended.counted")
        case Ending.NOTED:
            return said("compose.ended.noted")
        case Ending.SAID:
            return said("compose.ended.said", habit=ended.habit)
        case Ending.EDITED:
            return said("compose.ended.edited", channel=where)
        case Ending.WITHDRAWN:
            return said("compose.ended.withdrawn", channel=where)
