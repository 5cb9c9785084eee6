"""Asks somebody whether a text that names them may go out, and shows what they said."""

from bot.services.consent_messages import ConsentMessage, ConsentStands
from bot.services.consents import ChangeForm, part_field
from bot.services.form_views import Preview
from bot.services.ports import Content
from bot.slack.blocks.parts import parts_block
from bot.slack.blocks.people import reply_to
from bot.slack.compose_forms import entered
from bot.slack.elements import (
    Block,
    Element,
    View,
    actions,
    button,
    context,
    modal,
    notification,
    plain,
    section,
)
from bot.slack.ids import ActionId, CallbackId
from bot.slack.text import Marked, Raw, channel_mention, mention, mentions, said
from bot.storage.consents import About
from habits.agreeing import editable
from habits.phrases import day
from habits.texts import say, say_each

NAMED = "consent.named"
"""The block that says whether their name may stand in it."""
WITH_NAME = "with"
WITHOUT_NAME = "without"

_LONGEST_INPUT = 3000
_LABEL = 24


def consent(message: ConsentMessage) -> Content:
    """The exact text, and equal ways to answer."""
    reply = reply_to(message.manager, message.manager_name, message.team)
    if message.stands is not ConsentStands.ASKED:
        return _answered(message, reply)
    where = _where(message)
    return Content(
        text=notification(say("consent.notification", name=message.manager_name)),
        blocks=[
            section(_asks(message.about, mention(message.manager), where)),
            parts_block(message.parts, "consent"),
            context(said("consent.no_answer", day=day(message.until))),
            actions(*_ways(message), reply),
        ],
    )


def _asks(about: str, who: Raw, channel: Raw) -> Marked:
    match about:
        case About.STORY:
            return said("consent.asks.story", who=who, channel=channel)
        case About.NOMINATION:
            return said("consent.asks.nomination", who=who, channel=channel)
        case About.LUNCH:
            return said("consent.asks.lunch", who=who, channel=channel)
        case _:
            return said("consent.asks.post", who=who, channel=channel)


def _where(message: ConsentMessage) -> Raw:
    known = bool(message.channel)
    return channel_mention(message.channel) if known else Raw(say("consent.the_team_channel"))


def _ways(message: ConsentMessage) -> list[Element]:
    """All of equal weight. Only a text that is still to be posted can be worded anew."""
    change = button(ActionId.CONSENT_CHANGE, say("consent.change"), message.consent)
    no = button(ActionId.CONSENT_NO, say("consent.no"), message.consent)
    if message.about == About.STORY:
        with_name = say("consent.with_name")
        without = say("consent.without_name")
        return [
            button(ActionId.CONSENT_YES_NAMED, with_name, message.consent),
            button(ActionId.CONSENT_YES_UNNAMED, without, message.consent),
            change,
            no,
        ]
    yes = say_each("consent.yes", message.about)
    ways = [button(ActionId.CONSENT_YES, yes, message.consent)]
    return [*ways, change, no] if message.about == About.POST else [*ways, no]


def _answered(message: ConsentMessage, reply: Element) -> Content:
    who = mention(message.manager)
    ways: list[Element] = []
    match message.stands:
        case ConsentStands.YES:
            told = _said_yes(message.named, who)
            back = say("consent.take_back")
            ways.append(button(ActionId.CONSENT_TAKE_BACK, back, message.consent))
        case ConsentStands.NO:
            told = said("consent.stands.said_no")
        case ConsentStands.CHANGED:
            told = said("consent.stands.changed", who=who)
            ways.append(button(ActionId.CONSENT_CHANGE, say("consent.change"), message.consent))
            ways.append(button(ActionId.CONSENT_NO, say("consent.no"), message.consent))
        case ConsentStands.COMING_DOWN:
            told = said("consent.stands.coming_down", channel=_where(message))
        case ConsentStands.UNSURE:
            told = said("consent.stands.unsure", channel=_where(message))
        case ConsentStands.TAKEN_BACK:
            told = said("consent.stands.taken_back")
        case _:
            told = said("consent.stands.over")
    holds = message.stands in (ConsentStands.YES, ConsentStands.CHANGED)
    text = [parts_block(message.parts, "consent")] if holds and message.parts else []
    closed = say("consent.closed")
    return Content(notification(closed), [section(told), *text, actions(*ways, reply)])


def _said_yes(named: bool | None, who: Raw) -> Marked:
    match named:
        case None:
            return said("consent.stands.said_yes", who=who)
        case True:
            return said("consent.stands.with_name", who=who)
        case False:
            return said("consent.stands.without_name", who=who)


def texts_in(view: View) -> dict[int, str]:
    """What stands in that form, by the place of the part."""
    blocks = [str(one.get("block_id") or "") for one in view.get("blocks", [])]
    places = {part_field(place): place for place in range(len(blocks))}
    return {places[name]: entered(view, name) for name in blocks if name in places}


def change_view(form: ChangeForm) -> View:
    """The text, to be worded anew."""
    blocks: list[Block] = [section(said("consent.form.intro", name=form.manager_name))]
    for place, part in editable(form.parts):
        element: Element = {
            "type": "plain_text_input",
            "action_id": ActionId.FIELD,
            "multiline": True,
            "max_length": _LONGEST_INPUT,
            "initial_value": part.text,
        }
        blocks.append(_input(part_field(place), part.label or say("compose.text"), element))
    if form.with_name:
        blocks.append(name_choice(NAMED, say("consent.form.named")))
    return modal(
        CallbackId.CONSENT_CHANGE,
        say("consent.form.title"),
        blocks,
        submit=say("consent.form.submit"),
        close=say("compose.cancel"),
        private_metadata=form.consent,
    )


def name_choice(block: str, label: str, *, named: bool = True) -> Block:
    """With the name or without it."""
    options = [
        {"text": plain(say("consent.form.with_name"), 75), "value": WITH_NAME},
        {"text": plain(say("consent.form.without_name"), 75), "value": WITHOUT_NAME},
    ]
    element: Element = {
        "type": "radio_buttons",
        "action_id": ActionId.FIELD,
        "options": options,
        "initial_option": options[0 if named else 1],
    }
    return _input(block, label, element)


def _input(name: str, label: str, element: Element) -> Block:
    return {
        "type": "input",
        "block_id": name,
        "label": plain(label, 2000),
        "element": element,
        "optional": False,
    }


# --- what the author sees of it -------------------------------------------------------------


def asks_line(preview: Preview) -> Marked:
    """Below a preview: who reads it first."""
    who = Raw(mentions(preview.asks))
    if len(preview.asks) == 1:
        return said("consent.preview.one", who=who)
    return said("consent.preview.several", who=who)


def ask_label(name: str) -> str:
    """What the button says that asks them."""
    label = say("consent.ask_one", name=name) if name else ""
    return label if label and len(label) <= _LABEL else say("consent.ask_them")


def call_off_button(post: str) -> Element:
    """Stops the asking, and what was to be posted with it."""
    return button(ActionId.CONSENT_CALL_OFF, say("consent.ended.off"), post)


def called_off_view() -> View:
    view = modal(
        CallbackId.CONFIRMATION,
        say("consent.ended.not_asked_title"),
        [section(said("consent.ended.not_asked"))],
        close=say("buttons.close"),
    )
    return view | {"clear_on_close": True}
