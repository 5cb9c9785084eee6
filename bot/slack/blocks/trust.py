"""What `/trust` answers: help, the invitation, and a word it does not know."""

from bot.services.messages import HelpMessage
from bot.services.ports import Content
from bot.slack.elements import Block, actions, button, context, notification, section
from bot.slack.ids import ActionId
from bot.slack.text import lines, said
from habits.texts import say


def help_or_invitation(message: HelpMessage) -> Content:
    return help_first() if message.started else invitation(may_start=message.may_start)


def help_first() -> Content:
    """The five commands people use most, and a way to the others."""
    commands = lines(
        said("help.first"),
        said("help.words.alone"),
        said("help.words.why"),
        said("help.words.filter"),
        said("help.words.coach"),
        said("help.words.done", habit=say("help.habit")),
    )
    return Content(
        text=notification(say("help.title")),
        blocks=[
            section(commands),
            actions(button(ActionId.HELP_MORE, say("help.show_more"))),
        ],
    )


def help_more(*, admin: bool = False) -> Content:
    """The words that do a habit, a way to the rest, and an `admin`'s own."""
    commands = lines(
        said("help.more"),
        said("help.words.today"),
        said("help.words.do", habit=say("help.habit")),
        said("help.words.promise"),
        said("help.words.mistake"),
        said("help.words.thanks"),
        said("help.words.call"),
        said("help.words.blocked"),
        said("help.words.happened"),
    )
    rest = actions(button(ActionId.HELP_REST, say("help.show_rest")))
    return Content(
        text=notification(say("help.more_title")),
        blocks=[section(commands), rest, *for_admins(admin)],
    )


def help_rest() -> Content:
    """Times, breaks and privacy, and the words that work in the bot's own chat."""
    commands = lines(
        said("help.rest"),
        said("help.words.week"),
        said("help.words.pause"),
        said("help.words.resume"),
        said("help.words.settings"),
        said("help.words.privacy"),
        said("help.words.start"),
        said("help.words.leave"),
        said("help.words.help"),
    )
    return Content(
        text=notification(say("help.rest_title")),
        blocks=[section(commands), context(said("help.chat"))],
    )


def for_admins(admin: bool) -> list[Block]:
    """The admins' own word, which stands on a button: a message has sixty words."""
    return [actions(button(ActionId.COMPANY_OPEN, say("company.word")))] if admin else []


def invitation(*, may_start: bool = True, admin: bool = False) -> Content:
    """For people who have not started; without the button for those who `may_start` only once
    they are invited."""
    title = say("invitation.name")
    offered = lines(
        said("invitation.heading", title=title),
        said("invitation.offer"),
        said("invitation.private") if may_start else said("invitation.on_invitation"),
    )
    start = button(ActionId.START_OPEN, say("invitation.start"), style="primary")
    row = [actions(start)] if may_start else []
    blocks = [section(offered), *row, *for_admins(admin)]
    return Content(text=notification(title), blocks=blocks)


def not_set_up(*, may_start: bool) -> Content:
    """For somebody who asks for what their manager has to set up with them first."""
    title = say("invitation.not_set_up")
    told = lines(
        said("invitation.not_set_up"),
        said("invitation.leads") if may_start else said("invitation.on_invitation"),
    )
    return Content(text=notification(title), blocks=[section(told)])


def unknown_word(word: str, nearest: str | None) -> Content:
    """`nearest` is a command that exists, or None where nothing comes near."""
    typed = " ".join(word.replace("`", "'").split())[:60]
    way_on = said("help.nearest", nearest=nearest) if nearest else said("help.see_help")
    return Content(
        text=notification(say("help.unknown_title")),
        blocks=[section(lines(said("help.unknown", word=typed), way_on))],
    )
