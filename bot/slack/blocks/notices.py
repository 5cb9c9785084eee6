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
from bot.slack.blocks.people import way_back
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
from bot.slack.text import bold, clip, escape, lines, said
from habits.texts import say


def notice(message: NoticeMessage) -> Content:
    shown = section(lines(bold(message.title), *(escape(line) for line in message.lines)))
    alone = " ".join((f"{message.title}.", *message.lines))
    back = [actions(way_back(message.back))] if message.back else []
    return Content(text=notification(alone), blocks=[shown, *back])


def note_saved(message: NoteSavedMessage) -> Content:
    asks = message.prompt is not None
    told = [say("note.saved"), *([say("note.did_it_happen")] if asks else [])]
    blocks = [section(lines(*(escape(line) for line in told)))]
    if message.prompt is not None:
        blocks.append(
            actions(
                button(ActionId.ANSWER_DONE, say("note.done"), message.prompt),
                button(ActionId.ANSWER_SKIPPED, say("note.skip"), message.prompt),
            )
        )
    blocks.append(
        actions(
            button(ActionId.NOTE_UNDO, say("note.undo"), message.note),
            button(ActionId.NOTE_OFF, say("note.stop_saving"), message.note),
        )
    )
    return Content(text=notification(" ".join(told)), blocks=blocks)


def word_taken(message: WordTakenMessage) -> Content:
    return plain_answer(message.said)


def plain_answer(sentences: str) -> Content:
    """Whole sentences and nothing to press; also for refusals, which come worded."""
    return Content(text=notification(sentences), blocks=[section(escape(sentences))])


def logged_today(logged: Logged) -> Content:
    """The answer to `/trust done`, with a way back."""
    answer = plain_answer(logged.said)
    if logged.undo is None:
        return answer
    habit, day = logged.undo
    undo = button(ActionId.DONE_UNDO, say("done.undo"), pair(habit, day.isoformat()))
    return Content(answer.text, [*answer.blocks, actions(undo)])


def pause_offer(_message: PauseOfferMessage) -> Content:
    return Content(
        text=notification(say("pause.how_long")),
        blocks=[
            section(said("pause.offer")),
            actions(
                button(ActionId.PAUSE_ONE_WEEK, say("pause.one_week"), "1"),
                button(ActionId.PAUSE_FOUR_WEEKS, say("pause.four_weeks"), "4"),
                button(ActionId.PAUSE_OPEN, say("pause.pick_a_date")),
            ),
        ],
    )


def stop_offer(message: StopOfferMessage) -> Content:
    return Content(
        text=notification(say("stop.what")),
        blocks=[
            section(said("stop.offer")),
            actions(
                *_stop_one(message),
                button(ActionId.PAUSE_OPEN, say("stop.take_a_break")),
                button(ActionId.LEAVE_OPEN, say("stop.everything")),
            ),
        ],
    )


def _stop_one(message: StopOfferMessage) -> list[Element]:
    match message.active_habits:
        case ():
            return []
        case (habit,):
            label = clip(say("stop.one", habit=habit.label), 75)
            return [button(ActionId.HABIT_STOP, label, habit.value)]
        case habits:
            choices = [option(each.value, each.label) for each in habits]
            return [select(ActionId.HABIT_STOP_CHOSEN, say("stop.choose_one"), choices)]


def unexpected(reference: str) -> Content:
    """Something broke; `reference` is in the log."""
    return Content(
        text=notification(say("errors.unexpected_in_short")),
        blocks=[section(said("errors.unexpected", reference=reference))],
    )
