"""Messages about what is in a rep's way, to the manager and to the rep."""

from bot.services.obstacle_messages import ObstacleMessage, ObstacleShown, Place
from bot.services.ports import Content
from bot.slack.blocks.people import open_chat, reply_to
from bot.slack.elements import (
    Block,
    Element,
    actions,
    button,
    context,
    notification,
    own_words,
    section,
)
from bot.slack.ids import ActionId
from bot.slack.text import Marked, mention, said
from habits.obstacles import ObstacleState
from habits.phrases import day
from habits.texts import say


def obstacle_message(message: ObstacleMessage) -> Content:
    """The message as its reader sees it now."""
    return _to_manager(message) if message.place is Place.TOLD else _to_rep(message)


def words_of(one: ObstacleShown) -> list[Block]:
    """What is in the way, and what that holds up."""
    shown = [own_words(one.blocked, f"blocked.{one.id}")]
    if one.holds_up:
        shown.append(context(said("obstacles.told.holds_up")))
        shown.append(own_words(one.holds_up, f"holds.{one.id}"))
    return shown


def _to_manager(message: ObstacleMessage) -> Content:
    one = message.obstacle
    if one is None:
        return _closed(say("obstacles.told.none"), said("obstacles.told.none"), [])
    who = mention(one.other)
    chat = open_chat(one.other, one.other_name, one.team)
    answer = button(ActionId.OBSTACLE_ANSWER, say("obstacles.answer"), one.id)
    match one.state:
        case ObstacleState.TOLD:
            now = button(ActionId.OBSTACLE_ANSWER, say("obstacles.answer_now"), one.id)
            heading, ways = said("obstacles.told.heading", who=who), [_take(one), now, chat]
        case ObstacleState.TAKEN:
            until = day(one.due_on) if one.due_on else ""
            heading = said("obstacles.told.taken", who=who, day=until)
            ways = [answer, _take(one), chat]
        case _:
            shown = [section(said("obstacles.told.closed", who=who)), *words_of(one)]
            told = own_words(one.answer, f"answer.{one.id}")
            title = say("obstacles.told.notification", name=one.other_name)
            return Content(notification(title), [*shown, told, actions(chat)])
    title = say("obstacles.told.notification", name=one.other_name)
    return Content(
        text=notification(title),
        blocks=[section(heading), *words_of(one), actions(*ways)],
    )


def _take(one: ObstacleShown) -> Element:
    if one.due_on is None:
        return button(ActionId.OBSTACLE_TAKE, say("obstacles.take"), one.id, style="primary")
    return button(ActionId.OBSTACLE_TAKE, say("obstacles.new_date"), one.id)


def _to_rep(message: ObstacleMessage) -> Content:
    one, who = message.obstacle, mention(message.other)
    reply = [reply_to(message.other, message.other_name, message.team)]
    if message.manager_left:
        title = say("obstacles.rep.none")
        return _closed(title, said("obstacles.rep.manager_left", who=who), reply)
    if one is None:
        return _closed(say("obstacles.rep.none"), said("obstacles.rep.none"), reply)
    if message.older:
        title = say("obstacles.rep.answered_notification", name=message.other_name)
        return _closed(title, said("obstacles.rep.older", who=who), reply)
    if message.place is Place.TAKEN:
        until = day(one.due_on) if one.due_on else ""
        return Content(
            text=notification(say("obstacles.rep.taken_notification", name=message.other_name)),
            blocks=[
                section(said("obstacles.rep.taken", who=who, day=until)),
                *words_of(one),
                actions(*reply),
            ],
        )
    return Content(
        text=notification(say("obstacles.rep.answered_notification", name=message.other_name)),
        blocks=[
            section(_ended(one)),
            own_words(one.blocked, f"blocked.{one.id}"),
            context(said("obstacles.rep.answer")),
            own_words(one.answer, f"answer.{one.id}"),
            actions(*reply),
        ],
    )


def _ended(one: ObstacleShown) -> Marked:
    who = mention(one.other)
    match one.state:
        case ObstacleState.GONE:
            return said("obstacles.rep.gone", who=who)
        case ObstacleState.STAYS:
            return said("obstacles.rep.stays", who=who)
        case _:
            return said("obstacles.rep.answered", who=who)


def _closed(title: str, words: Marked, ways: list[Element]) -> Content:
    row = [actions(*ways)] if ways else []
    return Content(text=notification(title), blocks=[section(words), *row])
