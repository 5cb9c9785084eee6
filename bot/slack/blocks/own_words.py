"""A draft that is held and comes back, and a text to take along when a form ended."""

from bot.services.form_views import HeldBack, NextWords
from bot.services.ports import Content
from bot.services.team_messages import HeldMessage
from bot.slack.blocks.parts import said_block
from bot.slack.blocks.people import open_chat
from bot.slack.elements import Block, View, actions, button, context, modal, notification, section
from bot.slack.ids import ActionId, CallbackId
from bot.slack.text import escape, lines, said
from habits.phrases import clock, day_and_time
from habits.texts import say


def held_view(held: HeldBack) -> View:
    """Takes the place of the form: the text is not shown before its time."""
    until = said("own_words.held.until", when=day_and_time(held.at))
    if held.today:
        until = said("own_words.held.today", at=clock(held.at))
    view = modal(
        CallbackId.CONFIRMATION,
        say("own_words.held.title"),
        [section(lines(until, said("own_words.held.yours")))],
        close=say("buttons.close"),
    )
    return view | {"clear_on_close": True}


def held(message: HeldMessage) -> Content:
    """The draft is back."""
    if not message.waits:
        over = said("own_words.held.over", habit=message.habit)
        return Content(text=notification(say("own_words.held.over_short")), blocks=[section(over)])
    words = lines(
        escape(message.lead) if message.lead else None,
        said("own_words.held.back", habit=message.habit),
        said("own_words.held.look"),
    )
    return Content(
        text=notification(say("own_words.held.back_short", habit=message.habit)),
        blocks=[
            section(words),
            actions(
                button(
                    ActionId.HELD_READ, say("own_words.held.read"), message.row, style="primary"
                ),
                button(ActionId.HELD_THROW, say("own_words.held.throw"), message.row),
            ),
        ],
    )


def never_kept() -> Block:
    """Below a form of which nothing is kept."""
    return context(said("own_words.never_kept"))


def along_blocks(words: NextWords) -> list[Block]:
    """A text to copy; the bot sends it to nobody."""
    shown = [section(escape(words.intro)), said_block(words.text, "along")]
    if words.to is None:
        return shown
    return [*shown, actions(open_chat(words.to, words.to_name, words.team))]
