"""Short answers: notices, a kept note, a word taken, offers, refusals."""

from bot.services.messages import (
    NoteSavedMessage,
    NoticeMessage,
    PauseOfferMessage,
    StopOfferMessage,
    WordTakenMessage,
)
from bot.services.ports import Content
from bot.services.practices import Logged
from bot.slack.elements import (
    Element,
    actions,
    button,
    notification,
    option,
    section,
    select,
)
from bot.slack.ids import ActionId, pair
from bot.slack.text import clip, escape, lines, ours


def notice(message: NoticeMessage) -> Content:
    said = (escape(line) for line in message.lines)
    shown = section(lines(ours("*{title}*", title=message.title), *said))
    alone = " ".join((f"{message.title}.", *message.lines))
    return Content(text=notification(alone), blocks=[shown])


def note_saved(message: NoteSavedMessage) -> Content:
    said = ours("Saved as your private note.")
    blocks = [section(said)]
    if message.prompt is not None:
        blocks[0] = section(lines(said, ours("Did it happen?")))
        blocks.append(
            actions(
                button(ActionId.ANSWER_DONE, "Done", message.prompt),
                button(ActionId.ANSWER_SKIPPED, "Skip", message.prompt),
            )
        )
    blocks.append(
        actions(
            button(ActionId.NOTE_UNDO, "Undo", message.note),
            button(ActionId.NOTE_OFF, "Don't save notes", message.note),
        )
    )
    asked = " Did it happen?" if message.prompt is not None else ""
    return Content(text=notification(f"Saved as your private note.{asked}"), blocks=blocks)


def word_taken(message: WordTakenMessage) -> Content:
    return plain_answer(message.said)


def plain_answer(said: str) -> Content:
    """Whole sentences and nothing to press; also for refusals, which come worded."""
    return Content(text=notification(said), blocks=[section(escape(said))])


def logged_today(logged: Logged) -> Content:
    """The answer to `/trust done`, with a way back."""
    answer = plain_answer(logged.said)
    if logged.undo is None:
        return answer
    habit, day = logged.undo
    undo = button(ActionId.DONE_UNDO, "Undo", pair(habit, day.isoformat()))
    return Content(answer.text, [*answer.blocks, actions(undo)])


def pause_offer(_message: PauseOfferMessage) -> Content:
    asked = ours("How long a break would you like? Nothing is sent to you until then.")
    return Content(
        text=notification("How long a break would you like?"),
        blocks=[
            section(asked),
            actions(
                button(ActionId.PAUSE_ONE_WEEK, "Pause 1 week", "1"),
                button(ActionId.PAUSE_FOUR_WEEKS, "Pause 4 weeks", "4"),
                button(ActionId.PAUSE_OPEN, "Pick a date"),
            ),
        ],
    )


def stop_offer(message: StopOfferMessage) -> Content:
    return Content(
        text=notification("What would you like to stop?"),
        blocks=[
            section(ours("What would you like to stop? Nothing changes until you choose.")),
            actions(
                *_stop_one(message),
                button(ActionId.PAUSE_OPEN, "Take a break"),
                button(ActionId.LEAVE_OPEN, "Stop everything"),
            ),
        ],
    )


def _stop_one(message: StopOfferMessage) -> list[Element]:
    match message.active_habits:
        case ():
            return []
        case (habit,):
            label = clip(f"Stop {habit.label}", 75)
            return [button(ActionId.HABIT_STOP, label, habit.value)]
        case habits:
            choices = [option(each.value, each.label) for each in habits]
            return [select(ActionId.HABIT_STOP_CHOSEN, "Stop one habit", choices)]


def unexpected(reference: str) -> Content:
    """Something broke; `reference` is in the log."""
    said = ours(
        "Something went wrong on our side. Please try again. "
        "If it stays, give your admin this code: `{reference}`",
        reference=reference,
    )
    return Content(text=notification("Something went wrong on our side."), blocks=[section(said)])
