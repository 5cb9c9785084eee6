"""The last message of a week: which habits happened, what waits, and what next week is about."""

from collections.abc import Sequence
from dataclasses import replace

from bot.services.messages import CheckInMessage, Choice, FocusChoice, HabitProgress
from bot.services.ports import Content
from bot.services.team_messages import TodayItem
from bot.services.waiting import ASK, FOLLOW_UP
from bot.slack.blocks.charts import bars
from bot.slack.blocks.check_in_questions import question, question_words
from bot.slack.blocks.strip import strip
from bot.slack.blocks.today import answer_button, below
from bot.slack.blocks.week_start import tick_boxes
from bot.slack.elements import (
    Block,
    Element,
    actions,
    button,
    context,
    group,
    notification,
    option,
    own_words,
    section,
    select,
)
from bot.slack.ids import ActionId, BlockId, pair
from bot.slack.reading import fitting
from bot.slack.text import Marked, clip, escape, lines, said, unescape
from bot.storage.follow_ups import FollowUpAnswer
from habits.phrases import together
from habits.texts import say

_LONGEST_ASK = 120
_MOST_OFFERED = 50
_FOLLOW_UPS = 2


def check_in(message: CheckInMessage) -> Content:
    names = together([habit.label for habit in message.habits[:3]])
    asked = say("check_in.said", habits=names) if names else say("check_in.said_short")
    return Content(
        text=notification(asked if message.ticked is None else say("check_in.said_answered")),
        blocks=_asking(message) if message.ticked is None else _answered(message),
    )


def _asking(message: CheckInMessage) -> list[Block]:
    if not message.habits:
        return _told(message, said("check_in.nothing_to_tick"))
    asks = said("check_in.asks_more") if message.noted else said("check_in.asks")
    none = say("check_in.nothing_more") if message.noted else say("check_in.none")
    recap = escape(message.recap) if message.recap else None
    head = lines(asks, _lead(message), recap)
    message = _with_question_that_fits(message, head)
    return [
        section(head),
        actions(
            tick_boxes(ActionId.CHECK_IN_TICKS, message.habits, message.before),
            block_id=BlockId.TICKS,
        ),
        actions(
            button(ActionId.CHECK_IN_SAVE, say("check_in.save"), message.row, "primary"),
            button(ActionId.CHECK_IN_NONE, none, message.row),
        ),
        *_question(message),
        *_follow_ups(message, [head, *_question_read(message)]),
    ]


def _answered(message: CheckInMessage) -> list[Block]:
    shown = _told(replace(message, lead=None, recap=message.recap or say("check_in.none_noted")))
    if message.changeable and message.habits:
        change = button(ActionId.CHECK_IN_CHANGE, say("check_in.change"), message.row)
        shown.append(actions(change))
    return shown


def _told(message: CheckInMessage, nothing: Marked | None = None) -> list[Block]:
    """What is recorded, the weeks so far, the focus, and what waits: as far as the words of a
    message go. What is recorded comes first, and what came of it gives way first."""
    noted, *more = [escape(line) for line in (message.recap or "").split("\n")]
    week = said("check_in.week") if message.weeks == 1 else said("check_in.four_weeks")
    focus = None
    if message.focus is not None and message.changeable:
        focus = said("check_in.focus_begun" if message.focus.begun else "check_in.focus")
    told = None if message.progress is None else _progress(message.progress)
    by_week = escape(message.week_by_week) if message.week_by_week else None
    needed = lines(week, _lead(message), noted, nothing, focus)
    message = _with_question_that_fits(message, needed)
    needed = lines(needed, *_question_read(message))
    by_week_fits, told_fits, *more_fit = _fitting([needed], [by_week, told, *more])
    more = [line for line, fits in zip(more, more_fit, strict=True) if fits]
    blocks = [section(lines(week, _lead(message), noted, *more))]
    read = [needed, *more]
    if nothing is not None:
        blocks.append(context(nothing))
    if message.chart is not None and by_week is not None and by_week_fits:
        blocks += [bars(message.chart), context(by_week)]
        read.append(by_week)
    if told is not None and told_fits:
        blocks.append(section(told))
        read.append(told)
    if message.focus is not None and focus is not None:
        blocks.append(_focus(message.focus, focus, message.row))
    return [*blocks, *_question(message), *_follow_ups(message, read)]


def _lead(message: CheckInMessage) -> Marked | None:
    return escape(message.lead) if message.lead else None


def _fitting(needed: Sequence[Marked], welcome: Sequence[Marked | None]) -> list[bool]:
    """`fitting` for texts in Slack's markup."""
    return fitting(
        [unescape(text) for text in needed],
        [None if text is None else unescape(text) for text in welcome],
    )


def _progress(progress: HabitProgress) -> Marked:
    return lines(said("home.habit", habit=progress.name), strip(progress.strip))


def _focus(focus: FocusChoice, text: Marked, row: str) -> Block:
    def options(choices: Sequence[Choice]) -> list[Element]:
        return [option(pair(row, each.value), each.label) for each in choices[:_MOST_OFFERED]]

    pick, chosen = say("check_in.focus_pick"), pair(row, focus.chosen)
    mine, others = options(focus.choices), options(focus.others)
    if not mine or not others:
        offered = select(ActionId.CHECK_IN_FOCUS, pick, [*mine, *others], chosen=chosen)
        return section(text, offered)
    names = {each.value: each.label for each in focus.choices}
    instead = say("check_in.focus_instead", habit=names.get(focus.chosen, focus.choices[0].label))
    groups = [
        group(say("check_in.focus_yours"), mine),
        group(say("check_in.focus_more") if focus.more else instead, others),
    ]
    return section(text, select(ActionId.CHECK_IN_FOCUS, pick, groups=groups, chosen=chosen))


def _follow_ups(message: CheckInMessage, read: list[Marked]) -> list[Block]:
    """What waits, where it still fits into the words of the message; the rest lies on Home."""
    if not message.changeable:
        return []
    # With a question there is one control less for what waits where boxes are to be ticked.
    room = _FOLLOW_UPS - (message.question is not None and message.ticked is None)
    waiting = message.follow_ups[:room]
    words = [_words(each) for each in waiting]
    fits = _fitting(read, words)
    blocks: list[Block] = []
    for item, text, shown in zip(waiting, words, fits, strict=True):
        if shown:
            blocks += _follow_up(item, text, message.row, has_room=len(waiting) < room)
    return blocks


def _with_question_that_fits(message: CheckInMessage, read: Marked) -> CheckInMessage:
    """Without its question, where that has no room beside what must be read: it comes again."""
    fits = all(_fitting([read], _question_read(message)))
    return message if fits else replace(message, question=None)


def _question(message: CheckInMessage) -> list[Block]:
    asked = message.question if message.changeable else None
    return [] if asked is None else [question(asked, message.row)]


def _question_read(message: CheckInMessage) -> list[Marked]:
    asked = message.question if message.changeable else None
    return [] if asked is None else [question_words(asked)]


def _words(item: TodayItem) -> Marked:
    if item.kind == ASK:
        return said("check_in.ask", age=item.when)
    asked = said("check_in.follow_up", habit=item.title, question=item.text)
    if item.when:
        asked = said("check_in.follow_up_of", habit=item.title, day=item.when, question=item.text)
    return lines(asked, *below(item))


def _follow_up(item: TodayItem, text: Marked, row: str, *, has_room: bool) -> list[Block]:
    if item.kind == ASK:
        again = button(ActionId.FILTER_AGAIN, say("today.decide"), item.id)
        return [section(text, again), own_words(clip(item.text, _LONGEST_ASK), f"ask.{item.id}")]
    written = [own_words(item.own, f"{item.kind}.{item.id}")] if item.own else []
    if item.kind != FOLLOW_UP:
        return [section(text, answer_button(item)), *written]
    opens = [way.opens for way in item.ways]
    if opens.count(True) > 1 or (any(opens) and not all(opens) and not has_room):
        # All ways stand in the window that this opens.
        return [section(text, answer_button(item)), *written]
    others = any(opens) and not all(opens)
    below_it = [actions(_taken_at_once(item, row))] if others else []
    return [_answered_by(item, text, row), *written, *below_it]


def _taken_at_once(item: TodayItem, row: str) -> Element:
    """The ways that need no window, as a select."""
    taken = [way for way in item.ways if not way.opens]
    own = [option(pair(row, pair(way.value, item.id)), way.label) for way in taken]
    return select(ActionId.CHECK_IN_FOLLOW_UP, say("check_in.pick"), own)


def _answered_by(item: TodayItem, text: Marked, row: str) -> Block:
    """The question beside what answers it."""
    opening = next((way for way in item.ways if way.opens), None)
    if opening is not None:
        named = pair(item.kind, pair(item.id, opening.value))
        return section(text, button(ActionId.TODAY_OPEN, opening.label, named))
    if item.ways:
        return section(text, _taken_at_once(item, row))
    answers = [
        option(pair(row, pair(answer, item.id)), label)
        for answer, label in (
            (FollowUpAnswer.DONE, say("check_in.follow_up_done")),
            (FollowUpAnswer.NOT_YET, say("check_in.follow_up_not_yet")),
            (FollowUpAnswer.NOT_NOW, say("check_in.follow_up_never")),
        )
    ]
    return section(text, select(ActionId.CHECK_IN_FOLLOW_UP, say("check_in.pick"), answers))
