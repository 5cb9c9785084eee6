"""What `/trust` answers: help, the invitation, and a word it does not know."""

from bot.services.messages import HelpMessage
from bot.services.ports import Content
from bot.slack.elements import actions, button, context, notification, section
from bot.slack.ids import ActionId
from bot.slack.text import lines, ours


def help_or_invitation(message: HelpMessage) -> Content:
    return help_first() if message.started else invitation()


def help_first() -> Content:
    """The five commands people use most, and a way to the others."""
    commands = lines(
        ours("*What you can type*"),
        ours("`/trust today`: what you can do now"),
        ours("`/trust done {habit}`: say that you did it", habit="<habit>"),
        ours("`/trust week`: your week so far"),
        ours("`/trust pause`: take a break"),
        ours("`/trust settings`: habit, days and times"),
    )
    return Content(
        text=notification("What you can type"),
        blocks=[section(commands), actions(button(ActionId.HELP_MORE, "Show more"))],
    )


def help_more() -> Content:
    """The other commands, and the words that work in the bot's own chat."""
    commands = lines(
        ours("*More you can type*"),
        ours("`/trust start`: begin"),
        ours("`/trust resume`: end a break"),
        ours("`/trust privacy`: who sees what"),
        ours("`/trust leave`: stop everything"),
        ours("`/trust help`: the short list"),
    )
    words = ours("In our chat you can just type done, later, skip, stop, pause or help.")
    return Content(
        text=notification("More you can type"), blocks=[section(commands), context(words)]
    )


def invitation() -> Content:
    """For people who have not started."""
    offered = lines(
        ours("*Small habits that build trust with your team*"),
        ours(
            "Pick one habit. It takes about two minutes at a time, "
            "with about three short messages a week."
        ),
        ours("Only you see what you do. Nothing is sent to you until you press Start."),
    )
    return Content(
        text=notification("Small habits that build trust with your team"),
        blocks=[section(offered), actions(button(ActionId.START_OPEN, "Start", style="primary"))],
    )


def unknown_word(word: str, nearest: str | None) -> Content:
    """`nearest` is a command that exists, or None where nothing comes near."""
    missed = ours(
        "There is no `/trust {word}`.", word=" ".join(word.replace("`", "'").split())[:60]
    )
    way_on = (
        ours("Did you mean `/trust {nearest}`?", nearest=nearest)
        if nearest
        else ours("`/trust help` shows what there is.")
    )
    return Content(
        text=notification("That word is not known."), blocks=[section(lines(missed, way_on))]
    )
