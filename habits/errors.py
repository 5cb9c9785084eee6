"""Refusals, named for what happened and worded for the person who reads them."""


class HabitsError(Exception):
    """Something was refused; the message says what happened and what to do next."""


class BadContent(HabitsError):
    """A content file is not as it must be; the message names file, line, field and form."""


class UnknownHabit(HabitsError):
    """There is no habit of that name."""


class UnknownPrompt(HabitsError):
    """The prompt is not there, or belongs to somebody else: both get the same words."""

    def __init__(self) -> None:
        super().__init__("This prompt is no longer here. `/trust today` shows what you can do now.")


class NotStarted(HabitsError):
    """The person has not started, or has left."""

    def __init__(self) -> None:
        super().__init__("You have not started yet. `/trust start` takes about a minute.")


class WrongField(HabitsError):
    """One field of a form cannot be taken as it is.

    `field` is the name of the form's field; the message is shown under it.
    """

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field
