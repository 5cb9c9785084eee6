"""Cards: what to go by, how it went, and what was noted."""

from bot.services.card_views import Card, CardEnded, Words
from bot.services.cards import LIST
from bot.services.form_endings import CHANNEL
from bot.services.form_views import Form, FormOf
from bot.services.introducing import Introduced, Introduction
from bot.slack.blocks.compose import channel_select, form_view
from bot.slack.blocks.parts import said_block
from bot.slack.compose_forms import Carried
from bot.slack.elements import (
    Block,
    Element,
    View,
    actions,
    button,
    context,
    divider,
    modal,
    option,
    plain,
    radio_buttons,
    section,
)
from bot.slack.ids import ActionId, CallbackId
from bot.slack.text import bold, channel_mention, escape, lines, said
from habits.cards import BELONGING, SIZE, TO_TAKE_ALONG
from habits.catalogue import option_label
from habits.catalogue_lists import Audience
from habits.texts import say, say_each

_TAPS = (ActionId.CARD_TAP, ActionId.CARD_TAP_SECOND, ActionId.CARD_TAP_THIRD)


def card_view(card: Card) -> View:
    """The guide first, then the outcomes, then what can be noted beside them."""
    habit = card.of.habit
    blocks: list[Block] = [section(escape(say_each("cards.guides", habit).strip()))]
    if card.at_once:
        blocks += [divider(), section(bold(card.outcome.label)), _taps(card)]
    else:
        blocks.append(_outcome(card))
    blocks += _fields(card)
    if extra := _extra(card):
        blocks.append(actions(*extra))
    if habit == SIZE and card.lines:
        listed = (escape(f"• {line}") for line in card.lines)
        blocks.append(section(lines(said("cards.list.heading"), *listed)))
    blocks.append(context(escape(say_each("cards.who_sees", habit))))
    return modal(
        CallbackId.CARD,
        card.name,
        blocks,
        submit=None if card.at_once else say("cards.save"),
        close=say("cards.close"),
        private_metadata=Carried.of_form(card.of).model_dump_json(),
    )


def _taps(card: Card) -> Block:
    ways = zip(_TAPS, card.outcome.options or (), strict=False)
    return actions(*(button(action, option_label(one), one) for action, one in ways))


def _outcome(card: Card) -> Block:
    choices = [option(one, option_label(one)) for one in card.outcome.options or ()]
    return {
        "type": "input",
        "block_id": card.outcome.id,
        "label": plain(card.outcome.label, 2000),
        "element": radio_buttons(ActionId.FIELD, choices, ""),
    }


def _fields(card: Card) -> list[Block]:
    if not card.fields:
        return []
    form = Form(
        of=card.of,
        name=card.name,
        fields=card.fields,
        values=card.values,
        audience=Audience.PRIVATE,
        audiences=(Audience.PRIVATE,),
        decisive=frozenset(),
        suggestions={},
    )
    return form_view(form)["blocks"]


def _extra(card: Card) -> list[Element]:
    """What a card opens beside itself."""
    habit = card.of.habit
    if habit in TO_TAKE_ALONG:
        return [button(ActionId.CARD_TAKE_ALONG, say_each("cards.take.open", habit))]
    if habit == SIZE:
        label = say("cards.list.change") if card.lines else say("cards.list.write")
        return [button(ActionId.CARD_LIST, label)]
    if habit == BELONGING:
        return [button(ActionId.CARD_INTRODUCE, say("cards.introduce.open"))]
    return []


def words_view(words: Words) -> View:
    """Where a text is prepared; it is shown once more, to copy, and kept nowhere."""
    text = _long_text(words.field.label, words.field.id, words.begun)
    return modal(
        CallbackId.CARD_WORDS,
        say("cards.take.title"),
        [text],
        submit=say("cards.take.show"),
        close=say("cards.back"),
        private_metadata=Carried(habit=words.habit).model_dump_json(),
    )


def take_along_view(text: str) -> View:
    return modal(
        CallbackId.CONFIRMATION,
        say("cards.take.title"),
        [section(said("cards.take.intro")), said_block(text, "card")],
        close=say("cards.back"),
    )


def list_view(kept: tuple[str, ...]) -> View:
    label, hint = say("cards.list.label"), say("cards.list.hint")
    text = _long_text(label, LIST, "\n".join(kept), hint)
    return modal(
        CallbackId.CARD_LIST,
        say("cards.list.title"),
        [text | {"optional": True}],
        submit=say("cards.list.save"),
        close=say("cards.back"),
    )


def _long_text(label: str, name: str, begun: str, hint: str = "") -> Block:
    element: Element = {
        "type": "plain_text_input",
        "action_id": ActionId.FIELD,
        "multiline": True,
        "max_length": 3000,
    }
    element |= {"placeholder": plain(hint, 150)} if hint else {}
    element |= {"initial_value": begun} if begun else {}
    return {"type": "input", "block_id": name, "label": plain(label, 2000), "element": element}


def introduce_view(introduction: Introduction) -> View:
    form = Form(
        of=FormOf(BELONGING),
        name=say("cards.introduce.title"),
        fields=introduction.fields,
        values={},
        audience=Audience.TEAM_CHANNEL,
        audiences=(Audience.TEAM_CHANNEL,),
        decisive=frozenset(),
        suggestions={},
    )
    channel: Block = {
        "type": "input",
        "block_id": CHANNEL,
        "label": plain(say("compose.channel"), 2000),
        "element": channel_select(ActionId.FIELD, introduction.channel or ""),
    }
    return modal(
        CallbackId.CARD_INTRODUCE,
        say("cards.introduce.title"),
        [section(said("cards.introduce.intro")), *form_view(form)["blocks"], channel],
        submit=say("cards.introduce.ask"),
        close=say("cards.back"),
    )


def introduced_view(introduced: Introduced) -> View:
    where = channel_mention(introduced.channel)
    return modal(
        CallbackId.CONFIRMATION,
        say("cards.introduce.ended_title"),
        [section(said("cards.introduce.asked", name=introduced.name, channel=where))],
        close=say("cards.back"),
    )


def ended_card(ended: CardEnded) -> View:
    """What was noted, with what could follow from it."""
    noted = say_each("cards.ended", f"{ended.habit}.{ended.outcome}")
    blocks: list[Block] = [section(lines(escape(noted), escape(ended.asked)))]
    if ended.leads_to:
        label = say_each("cards.leads_to", ended.leads_to)
        blocks.append(actions(button(ActionId.COMPOSE_OPEN, label, ended.leads_to)))
    view = modal(
        CallbackId.CONFIRMATION, say("cards.ended.title"), blocks, close=say("cards.close")
    )
    return view | {"clear_on_close": True}
