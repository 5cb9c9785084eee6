"""What waited: in one message, and on Home."""

from collections.abc import Sequence

from bot.services.ports import Content
from bot.services.team_messages import TodayItem, TodayMessage, Way
from bot.services.waiting import ASK, AWAY, QUESTION
from bot.slack.blocks.people import open_chat
from bot.slack.elements import (
    Block,
    Element,
    View,
    actions,
    button,
    context,
    modal,
    notification,
    option,
    own_words,
    section,
    select,
)
from bot.slack.ids import ActionId, CallbackId, pair
from bot.slack.lint import prose
from bot.slack.reading import fitting
from bot.slack.text import Marked, escape, lines, mention, mentions, said
from habits.texts import say

MOST_BUTTONS = 5
_TAKES = (ActionId.TODAY_TAKE, ActionId.TODAY_TAKE_SECOND, ActionId.TODAY_TAKE_THIRD)
_OPENS = (ActionId.TODAY_OPEN, ActionId.TODAY_OPEN_SECOND)
"""Buttons of one row may not share an id."""


def today(message: TodayMessage) -> Content:
    if not message.items:
        return Content(
            text=notification(say("today.all_done")), blocks=[section(said("today.all_done"))]
        )
    count = len(message.items) + message.more
    shown = _fitting(message.items)
    left = count - len(shown)
    more = [context(said("today.more", count=left))] if left else []
    return Content(
        text=notification(say("today.said", count=count)),
        blocks=[section(said("today.heading", count=count)), *item_blocks(shown), *more],
    )


def _fitting(items: Sequence[TodayItem]) -> list[TodayItem]:
    """Those whose words fit into a message; the first one always does."""
    needed = [*prose([section(said("today.heading", count=9))]), say("today.more", count=9)]
    fits = fitting(needed, [" ".join(prose(item_words(item))) for item in items])
    return [item for n, item in enumerate(items) if fits[n] or n == 0]


def everything(message: TodayMessage) -> View:
    """All that waits, or one thing alone, in a window."""
    blocks = item_blocks(message.items, MOST_BUTTONS * len(message.items))
    if message.more:
        blocks.append(context(said("today.list_more", count=message.more)))
    return modal(
        CallbackId.WAITING,
        say("today.list_title"),
        blocks or [section(said("today.all_done"))],
        close=say("buttons.close"),
    )


def item_blocks(items: Sequence[TodayItem], most: int = MOST_BUTTONS) -> list[Block]:
    """Each thing with its buttons, as far as `most` allows; where not all have room, one that
    opens a window with them."""
    blocks: list[Block] = []
    left = most
    for n, item in enumerate(items, start=1):
        room = left - (len(items) - n)
        ways = _ways(item, room)
        left -= len(ways)
        blocks += [*item_words(item), actions(*ways)]
    return blocks


def goes_along(item: TodayItem) -> list[Block]:
    """One thing in a message about something else: its words, and one button to all its ways."""
    return [*item_words(item), actions(answer_button(item))]


def item_words(item: TodayItem) -> list[Block]:
    if item.kind == QUESTION:
        asks = said("today.question", who=mention(item.about or ""), habit=item.title)
        return [section(asks), own_words(item.text, f"question.{item.id}")]
    if item.kind == ASK:
        waited = said("today.ask", age=item.when)
        return [section(waited), own_words(item.text, f"ask.{item.id}")]
    if item.kind == AWAY:
        return [section(escape(item.text))]
    told = section(lines(_follow_up(item), *below(item)))
    return [told, own_words(item.own, f"{item.kind}.{item.id}")] if item.own else [told]


def below(item: TodayItem) -> list[Marked]:
    """What is told below the question: lines, and whom they are about."""
    named = [mentions(item.people)] if item.people else []
    return [*(escape(line) for line in item.lines), *named]


def _follow_up(item: TodayItem) -> Marked:
    if item.when:
        return said("today.follow_up_of", habit=item.title, day=item.when, question=item.text)
    return said("today.follow_up", habit=item.title, question=item.text)


def _ways(item: TodayItem, room: int) -> list[Element]:
    if item.ways:
        return own_ways(item, room)
    if item.kind == ASK:
        return [button(ActionId.FILTER_AGAIN, say("today.decide"), item.id)]
    named = pair(item.kind, item.id)
    if item.kind == QUESTION:
        answered = button(ActionId.TODAY_DONE, say("today.answered"), named)
        if not item.name or room == 1:
            # Whoever asked is named in the question: a press on the name leads to them as well.
            return [answered]
        return [answered, open_chat(item.about or "", item.name, item.team)]
    if room == 1:
        return [answer_button(item)]
    if item.kind == AWAY:
        yes = button(ActionId.TODAY_DONE, say("away.leave_out"), named)
        return [yes, button(ActionId.TODAY_NOT_NOW, say("away.they_count"), named)]
    done = button(ActionId.TODAY_DONE, say("today.done"), named)
    return [done, button(ActionId.TODAY_NOT_NOW, say("today.not_now"), named)]


def answer_button(item: TodayItem) -> Element:
    """Opens a window with the item and all its ways."""
    return button(ActionId.TODAY_ANSWER, say("today.answer"), pair(item.kind, item.id))


def own_ways(item: TodayItem, room: int) -> list[Element]:
    """The item's own buttons; where there is no room for all of them, those that are taken at once
    become one select; where there is none for that either, one button opens a window with
    all."""
    named = pair(item.kind, item.id)
    opening = [one for one in item.ways if one.opens]
    taken = [one for one in item.ways if not one.opens]

    def buttons(ids: Sequence[ActionId], ways: Sequence[Way]) -> list[Element]:
        return [
            button(action, way.label, pair(named, way.value))
            for action, way in zip(ids, ways, strict=True)
        ]

    if len(item.ways) <= room and len(taken) <= len(_TAKES):
        return [*buttons(_OPENS[: len(opening)], opening), *buttons(_TAKES[: len(taken)], taken)]
    if not taken or len(opening) + 1 > room:
        return [answer_button(item)]
    options = [option(pair(named, way.value), way.label) for way in taken]
    chosen = select(ActionId.TODAY_CHOOSE, say("today.choose"), options)
    return [*buttons(_OPENS[: len(opening)], opening), chosen]
