"""A prompt in every state it can be in."""

from collections.abc import Sequence

from bot.services.messages import (
    PromptAnswered,
    PromptClosed,
    PromptMessage,
    PromptOpen,
    PromptPast,
    PromptReopened,
    PromptSnoozed,
)
from bot.services.ports import Content
from bot.slack.elements import (
    Block,
    Element,
    actions,
    button,
    context,
    notification,
    option,
    overflow,
    section,
    select,
)
from bot.slack.ids import ActionId, More, pair
from bot.slack.reading import fitting
from bot.slack.text import Marked, escape, lines, said
from habits.phrases import clock, day_and_time
from habits.prompts import Answer
from habits.snoozing import Snooze
from habits.texts import say, say_each


def later_label(choice: Snooze) -> str:
    return say_each("prompt.snoozes", choice.name.lower())


def prompt(message: PromptMessage) -> Content:
    return Content(
        text=notification(say("prompt.notification", habit=message.habit, line=message.line)),
        blocks=_blocks(message),
    )


def _blocks(message: PromptMessage) -> list[Block]:
    match message.state:
        case PromptOpen(later):
            return [*_asking(message), _row(message, later)]
        case PromptSnoozed() as state:
            return [_what(message), context(_comes_back(state)), _row(message)]
        case PromptClosed():
            return [_what(message), context(said("prompt.still_open")), _row(message)]
        case PromptReopened(answer):
            stands = said("prompt.stands", said=say_each("prompt.in_short", answer.name.lower()))
            return [_what(message), context(stands), _row(message)]
        case PromptAnswered() as state:
            return _answered(message, state)
        case PromptPast(habit_key):
            return [_what(message), context(said("prompt.past", key=habit_key))]


def _comes_back(state: PromptSnoozed) -> Marked:
    if state.came:
        return said("prompt.came_back", when=day_and_time(state.until))
    if state.today:
        return said("prompt.comes_back_today", at=clock(state.until))
    return said("prompt.comes_back", when=day_and_time(state.until))


def _what(message: PromptMessage) -> Block:
    return section(lines(said("prompt.name", habit=message.habit), escape(message.line)))


def _asking(message: PromptMessage) -> list[Block]:
    """The reason, the action, and what it is good for where it fits the words of a message."""
    also = say("prompt.also", count=message.also) if message.also else ""
    needed = [message.habit, message.line, message.lead, also]
    [good_for_fits] = fitting(needed, [message.good_for])
    asking = [context(escape(message.lead))] if message.lead.strip() else []
    asking.append(_what(message))
    if good_for_fits:
        asking.append(context(escape(message.good_for or "")))
    if also:
        asking.append(context(escape(also)))
    return asking


def _row(message: PromptMessage, later: Sequence[Snooze] = ()) -> Block:
    """What does the habit comes first, where that can be done here."""
    done = say("prompt.done_already")
    row: list[Element] = [
        button(ActionId.PROMPT_DO, say("prompt.do_it_now"), message.prompt, "primary"),
        button(ActionId.ANSWER_DONE, done, message.prompt),
    ]
    if not message.doable:
        row = [button(ActionId.ANSWER_DONE, done, message.prompt, "primary")]
    if later:
        choices = [option(pair(message.prompt, each), later_label(each)) for each in later]
        row.append(select(ActionId.PROMPT_LATER, say("prompt.later"), choices))
    row.append(button(ActionId.ANSWER_SKIPPED, say("prompt.skip"), message.prompt))
    row.append(_menu(message))
    return actions(*row)


def _menu(message: PromptMessage) -> Element:
    entries = [
        option(pair(More.WHY, message.prompt), say("prompt.why_this")),
        option(pair(More.TIMES, message.prompt), say("prompt.other_times")),
    ]
    if message.theirs:
        entries.append(option(pair(More.STOP, message.prompt), say("prompt.stop_habit")))
    return overflow(ActionId.PROMPT_MORE, entries)


def _answered(message: PromptMessage, state: PromptAnswered) -> list[Block]:
    answered = escape(say_each("prompt.answers", state.answer.name.lower()))
    shown = [_what(message), section(answered)]
    if state.note:
        shown += _question(message, answered, state.note)
    if state.changeable:
        shown.append(actions(*_second_thoughts(message.prompt, state.answer)))
    return shown


def _question(message: PromptMessage, answered: Marked, note: str) -> list[Block]:
    asked, reply = said("prompt.for_you_alone", note=note), said("prompt.reply_here")
    note_fits, reply_fits = fitting([message.habit, message.line, answered], [asked, reply])
    if not note_fits:
        return []
    return [section(asked), context(reply)] if reply_fits else [section(asked)]


def _second_thoughts(prompt_id: str, answer: Answer) -> list[Element]:
    match answer:
        case Answer.SKIPPED:
            return [
                button(ActionId.ANSWER_DID_NOT_COME_UP, say("prompt.did_not_come_up"), prompt_id),
                button(ActionId.PROMPT_CHANGE, say("prompt.undo"), prompt_id),
            ]
        case Answer.DONE | Answer.DID_NOT_COME_UP:
            return [button(ActionId.PROMPT_CHANGE, say("prompt.change"), prompt_id)]
