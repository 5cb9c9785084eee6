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
from bot.slack.text import Marked, day_and_time, escape, lines, ours
from habits.prompts import Answer
from habits.snoozing import Snooze


def later_label(choice: Snooze) -> str:
    match choice:
        case Snooze.ONE_HOUR:
            return "In 1 hour"
        case Snooze.AFTERNOON:
            return "This afternoon"
        case Snooze.TOMORROW:
            return "Tomorrow"
        case Snooze.NEXT_WEEK:
            return "Next week"


def prompt(message: PromptMessage) -> Content:
    return Content(text=notification(f"{message.habit}: {message.line}"), blocks=_blocks(message))


def _blocks(message: PromptMessage) -> list[Block]:
    match message.state:
        case PromptOpen(later):
            return [*_asking(message), _row(message, later)]
        case PromptSnoozed() as state:
            return [_what(message), context(_comes_back(state)), _row(message)]
        case PromptClosed():
            return [_what(message), context(ours("Still open for your answer.")), _row(message)]
        case PromptReopened(answer):
            stands = ours("{said} That stands until you choose again.", said=_in_short(answer))
            return [_what(message), context(stands), _row(message)]
        case PromptAnswered() as state:
            return _answered(message, state)
        case PromptPast(habit_key):
            old = ours(
                "This one is from a while ago. If you did it, `/trust done {key}` adds it.",
                key=habit_key,
            )
            return [_what(message), context(old)]


def _comes_back(state: PromptSnoozed) -> Marked:
    if state.came:
        return ours("It came back on {when}, further down.", when=day_and_time(state.until))
    if state.today:
        return ours("Comes back today at {at}.", at=f"{state.until:%H:%M}")
    return ours("Comes back on {when}.", when=day_and_time(state.until))


def _what(message: PromptMessage) -> Block:
    return section(lines(ours("*{habit}*", habit=message.habit), escape(message.line)))


def _asking(message: PromptMessage) -> list[Block]:
    """The reason, the action, and what it is good for where it fits the words of a message."""
    needed = [message.habit, message.line, message.lead]
    [good_for_fits] = fitting(needed, [message.good_for])
    asking = [context(escape(message.lead))] if message.lead.strip() else []
    asking.append(_what(message))
    if good_for_fits:
        asking.append(context(escape(message.good_for or "")))
    return asking


def _row(message: PromptMessage, later: Sequence[Snooze] = ()) -> Block:
    row: list[Element] = [button(ActionId.ANSWER_DONE, "Done already", message.prompt, "primary")]
    if later:
        choices = [option(pair(message.prompt, each), later_label(each)) for each in later]
        row.append(select(ActionId.PROMPT_LATER, "Later", choices))
    row.append(button(ActionId.ANSWER_SKIPPED, "Skip", message.prompt))
    row.append(_menu(message.prompt))
    return actions(*row)


def _menu(prompt_id: str) -> Element:
    return overflow(
        ActionId.PROMPT_MORE,
        [
            option(pair(More.WHY, prompt_id), "Why this prompt?"),
            option(pair(More.TIMES, prompt_id), "Fewer or other times"),
            option(pair(More.STOP, prompt_id), "Stop this habit"),
        ],
    )


def _answered(message: PromptMessage, state: PromptAnswered) -> list[Block]:
    said = _said(state.answer)
    shown = [_what(message), section(said)]
    if state.note:
        shown += _question(message, said, state.note)
    if state.changeable:
        shown.append(actions(*_second_thoughts(message.prompt, state.answer)))
    return shown


def _said(answer: Answer) -> Marked:
    match answer:
        case Answer.DONE:
            return ours("Done. That counts.")
        case Answer.SKIPPED:
            return ours("Skipped. Do it any other day and it still counts.")
        case Answer.DID_NOT_COME_UP:
            return ours("It did not come up. That is fine, and it is not a skip.")


def _in_short(answer: Answer) -> str:
    match answer:
        case Answer.DONE:
            return "You said: done."
        case Answer.SKIPPED:
            return "You said: skipped."
        case Answer.DID_NOT_COME_UP:
            return "You said: it did not come up."


_REPLY = ours("Type your answer here, or just think about it.")


def _question(message: PromptMessage, said: Marked, note: str) -> list[Block]:
    asked = ours("*For you alone:* {note}", note=note)
    note_fits, reply_fits = fitting([message.habit, message.line, said], [asked, _REPLY])
    if not note_fits:
        return []
    return [section(asked), context(_REPLY)] if reply_fits else [section(asked)]


def _second_thoughts(prompt_id: str, answer: Answer) -> list[Element]:
    match answer:
        case Answer.SKIPPED:
            return [
                button(ActionId.ANSWER_DID_NOT_COME_UP, "It did not come up", prompt_id),
                button(ActionId.PROMPT_CHANGE, "Undo", prompt_id),
            ]
        case Answer.DONE | Answer.DID_NOT_COME_UP:
            return [button(ActionId.PROMPT_CHANGE, "Change", prompt_id)]
