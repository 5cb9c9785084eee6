"""Refusals, named for what happened and worded for the person who reads them."""

from habits.texts import say


class HabitsError(Exception):
    """Something was refused; the message says what happened and what to do next."""


class BadContent(HabitsError):
    """A content file is not as it must be; the message names file, line, field and form."""


class UnknownHabit(HabitsError):
    """There is no habit of that name."""


class UnknownPrompt(HabitsError):
    """The prompt is not there, or belongs to somebody else: both get the same words."""

    def __init__(self) -> None:
        super().__init__(say("errors.unknown_prompt"))


class NotHere(HabitsError):
    """The thing is not there, or belongs to somebody else: both get the same words."""

    def __init__(self) -> None:
        super().__init__(say("errors.not_here"))


class NotStarted(HabitsError):
    """The person has not started, or has left."""

    def __init__(self) -> None:
        super().__init__(say("errors.not_started"))


class WrongField(HabitsError):
    """One field of a form cannot be taken as it is.

    `field` is the name of the form's field; the message is shown under it.
    """

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field
