"""The first message of a week: the focus, the manager's own plan, what is coming up."""

from bot.services.messages import Choice, WeekStartMessage
from bot.services.ports import Content
from bot.slack.blocks.today import goes_along
from bot.slack.elements import (
    Block,
    Element,
    actions,
    button,
    checkboxes,
    context,
    notification,
    option,
    own_words,
    section,
)
from bot.slack.ids import ActionId, BlockId
from bot.slack.lint import prose
from bot.slack.reading import fitting
from bot.slack.text import Marked, escape, lines, said
from habits.phrases import together, weekday
from habits.texts import say


def week_start(message: WeekStartMessage) -> Content:
    about = (
        say("week_start.said", focus=message.focus)
        if message.focus
        else say("week_start.said_without")
    )
    asks = message.events and message.ticked is None
    text = say("week_start.said_and_asks", said=about) if asks else about
    return Content(
        text=notification(text), blocks=[*_focus(message), *_events(message), *_waits(message)]
    )


def _focus(message: WeekStartMessage) -> list[Block]:
    focus = said("week_start.focus", focus=message.focus) if message.focus else None
    lead = escape(message.lead) if message.lead else None
    no_prompt = escape(message.no_prompt) if message.no_prompt else None
    shown = [section(lines(focus or said("week_start.without"), lead, no_prompt))]
    if message.plan:
        shown.append(own_words(message.plan, "plan"))
    return shown


def _events(message: WeekStartMessage) -> list[Block]:
    if not message.events:
        return []
    if message.ticked is None:
        return [
            section(said("week_start.asks")),
            actions(
                tick_boxes(ActionId.WEEK_TICKS, message.events, message.before),
                block_id=BlockId.TICKS,
            ),
            actions(
                button(ActionId.WEEK_SAVE, say("week_start.save"), message.row, "primary"),
                button(ActionId.WEEK_NONE, say("week_start.none"), message.row),
            ),
            context(said("week_start.any_time")),
        ]
    follows = None
    if message.prompt_on and message.prompt_for:
        day = weekday(message.prompt_on)
        follows = said("week_start.follows", weekday=day, habit=message.prompt_for)
    shown = [section(lines(_coming(message.events, message.ticked), follows))]
    if message.changeable:
        change = button(ActionId.WEEK_CHANGE, say("week_start.change"), message.row)
        shown.append(actions(change))
    else:
        shown.append(context(said("week_start.week")))
    return shown


def _waits(message: WeekStartMessage) -> list[Block]:
    """One thing that goes along, where the words of the message have room for it."""
    if message.waits is None or not message.changeable:
        return []
    blocks = goes_along(message.waits)
    read = prose([*_focus(message), *_events(message)])
    [fits] = fitting(read, [" ".join(prose(blocks))])
    return blocks if fits else []


def _coming(events: tuple[Choice, ...], ticked: tuple[str, ...]) -> Marked:
    if not ticked:
        return said("week_start.none_noted")
    coming = [label[:1].lower() + label[1:] for label in labels(events, ticked)]
    if not coming:
        return said("week_start.noted")
    return said("week_start.coming", events=together(coming))


def tick_boxes(action: ActionId, choices: tuple[Choice, ...], before: tuple[str, ...]) -> Element:
    return checkboxes(action, [option(each.value, each.label) for each in choices], before)


def labels(choices: tuple[Choice, ...], ticked: tuple[str, ...]) -> list[str]:
    """The labels of what was ticked, in the order shown."""
    return [each.label for each in choices if each.value in ticked]
