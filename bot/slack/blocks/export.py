"""What is said around a person's export."""

from bot.services.ports import Content
from bot.slack.elements import notification, section
from bot.slack.files import Handed
from bot.slack.text import lines, said
from habits.texts import say


def with_the_file() -> Content:
    """The message above the file, in the person's own conversation with the bot. It is true as well
    where no file follows and nobody could take the message back."""
    return Content(
        text=notification(say("export.here")),
        blocks=[section(lines(said("export.here"), said("export.inside"), said("export.none")))],
    )


def answer(handed: Handed, user: str) -> Content:
    """What the press on the button led to."""
    match handed:
        case Handed.OVER:
            told = said("export.sent")
        case Handed.NOT_GRANTED:
            told = said("export.not_granted", user=user)
        case Handed.FAILED:
            told = said("export.failed")
    return Content(text=notification(say("export.title")), blocks=[section(told)])


def nothing_kept() -> Content:
    """Of somebody who never was named anywhere."""
    return Content(text=notification(say("export.title")), blocks=[section(said("export.nothing"))])
