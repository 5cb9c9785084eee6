"""The manager's own list of asks, and the weekly bundle that is made from it."""

from bot.services.filter_views import BundleForm, Ledger, Waiting
from bot.slack.blocks.filter import typed
from bot.slack.elements import (
    Block,
    View,
    actions,
    button,
    checkboxes,
    context,
    field,
    modal,
    option,
    overflow,
    own_words,
    section,
)
from bot.slack.filter_forms import Carried
from bot.slack.ids import ActionId, AskMenu, CallbackId, Field, pair
from bot.slack.text import Marked, clip, escape, mention, said
from habits.filtering import in_words
from habits.phrases import day as day_words
from habits.texts import say

MOST_LISTED = 8

_LONGEST_SHOWN = 200
_LONGEST_OPTION = 75
_LONGEST_NOTE = 600
_YES = "yes"


def ledger_view(ledger: Ledger, prompt: str | None = None) -> View:
    """What waits, and what came of the last weeks. `prompt` is the one whose button opened it."""
    blocks = [*_summed_up(ledger), *_listed(ledger), _buttons(ledger)]
    return modal(
        CallbackId.FILTER_LEDGER,
        say("filter.ledger.title"),
        blocks,
        close=say("buttons.close"),
        private_metadata=Carried(prompt=prompt).model_dump_json(exclude_defaults=True),
    )


def _summed_up(ledger: Ledger) -> list[Block]:
    if ledger.summary.asks == 0 and not ledger.waiting:
        return [section(said("filter.ledger.empty")), context(said("filter.ledger.how"))]
    told = in_words(ledger.summary)
    shown = [section(escape(told)), context(said("filter.ledger.counted"))] if told else []
    return shown or [context(said("filter.ledger.only_you"))]


def _listed(ledger: Ledger) -> list[Block]:
    if not ledger.waiting:
        return [section(said("filter.ledger.nothing_waits"))] if ledger.summary.asks else []
    listed = [block for one in ledger.waiting[:MOST_LISTED] for block in _item(one)]
    more = len(ledger.waiting) - MOST_LISTED
    return [*listed, context(said("filter.ledger.more", count=more))] if more > 0 else listed


def _item(one: Waiting) -> list[Block]:
    menu = overflow(
        ActionId.FILTER_ASK_MENU,
        [
            option(pair(AskMenu.AGAIN, one.request), say("filter.ledger.again")),
            option(pair(AskMenu.DROP, one.request), say("filter.ledger.drop")),
        ],
    )
    shown = own_words(clip(_one_line(one), _LONGEST_SHOWN), one.request) | {"accessory": menu}
    return [shown, context(_about(one))]


def _about(one: Waiting) -> Marked:
    if one.again_on is not None:
        until = day_words(one.again_on)
        if one.requester is None:
            return said("filter.ledger.delayed", age=one.age, day=until)
        who = mention(one.requester)
        return said("filter.ledger.delayed_from", who=who, age=one.age, day=until)
    if one.requester is None:
        return said("filter.ledger.held", age=one.age)
    return said("filter.ledger.held_from", who=mention(one.requester), age=one.age)


def _one_line(one: Waiting) -> str:
    return " ".join(one.ask.split()) or say("filter.no_words")


def _buttons(ledger: Ledger) -> Block:
    holds = any(one.again_on is None for one in ledger.waiting)
    return actions(
        button(ActionId.FILTER_ADD, say("filter.ledger.add")),
        button(
            ActionId.BUNDLE_OPEN,
            say("filter.ledger.bundle"),
            style="primary" if holds else "",
        ),
    )


def bundle_view(form: BundleForm, ledger: str | None = None) -> View:
    """What goes into the weekly note; without the note where nothing does."""
    blocks = [*_asks(form)]
    if not form.empty:
        note = typed(form.note, say("filter.bundle.note_hint"), _LONGEST_NOTE, multiline=True)
        blocks.append(field(Field.NOTE, say("filter.bundle.note"), note))
    empty = checkboxes(
        ActionId.BUNDLE_EMPTY,
        [option(_YES, say("filter.bundle.empty_box"))],
        [_YES] if form.empty else [],
    )
    blocks.append(
        field(Field.EMPTY, say("filter.bundle.empty"), empty, optional=True, dispatch=True)
    )
    carried = Carried(prompt=form.prompt, ledger=ledger, edited=form.edited)
    return modal(
        CallbackId.BUNDLE,
        say("filter.bundle.title"),
        blocks,
        submit=say("filter.bundle.submit_empty" if form.empty else "filter.bundle.submit"),
        close=say("buttons.back" if ledger else "buttons.close"),
        private_metadata=carried.model_dump_json(exclude_defaults=True),
    )


def _asks(form: BundleForm) -> list[Block]:
    if not form.asks:
        return [section(said("filter.bundle.nothing_held"))]
    offered = [option(one.request, clip(_one_line(one), _LONGEST_OPTION)) for one in form.asks]
    boxes = checkboxes(ActionId.BUNDLE_ASKS, offered, form.ticked)
    asked = field(Field.ITEMS, say("filter.bundle.items"), boxes, optional=True, dispatch=True)
    stays = said("filter.bundle.more", count=form.more) if form.more else None
    return [asked] if stays is None else [asked, context(stays)]
