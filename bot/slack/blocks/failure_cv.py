"""A manager's failure CV: edited by its owner, read by the team while it is shown."""

from bot.services.failure_cv import LINES_FIELD, LONGEST_LINE, MOST_LINES, CvPage, OwnCv
from bot.slack.blocks.people import reply_to
from bot.slack.elements import (
    Block,
    View,
    actions,
    button,
    checkboxes,
    modal,
    option,
    own_words,
    plain,
    section,
    text_input,
)
from bot.slack.ids import ActionId, CallbackId
from bot.slack.text import lines, mention, said
from habits.texts import say

SHOWN = "failure_cv.shown"
"""The block of the box by which the team may read it."""

_YES = "ticked"


def cv_button() -> Block:
    """Below the form of the habit."""
    return actions(button(ActionId.FAILURE_CV_EDIT, say("failure_cv.edit")))


def cv_form(cv: OwnCv) -> View:
    typed = text_input(
        ActionId.FIELD,
        initial="\n".join(cv.lines),
        placeholder=say("failure_cv.placeholder"),
        # Too many or too long lines are refused in words, and stay where they are.
        max_length=3000,
        multiline=True,
    )
    box = checkboxes(
        ActionId.FIELD,
        [option(_YES, say("failure_cv.shown"))],
        [_YES] if cv.shown else [],
    )
    return modal(
        CallbackId.FAILURE_CV,
        say("failure_cv.title"),
        [
            section(lines(said("failure_cv.what"), said("failure_cv.off"))),
            _input(LINES_FIELD, say("failure_cv.lines"), typed, hint=_hint()),
            _input(SHOWN, say("failure_cv.who"), box),
        ],
        submit=say("failure_cv.save"),
        close=say("buttons.back"),
    )


def cv_kept(cv: OwnCv) -> View:
    """Takes the place of the form."""
    words = said("failure_cv.is_shown") if cv.shown else said("failure_cv.is_private")
    return modal(CallbackId.CONFIRMATION, say("failure_cv.title"), [section(words)])


def cv_page(page: CvPage) -> View:
    heading = said("failure_cv.of", who=mention(page.author))
    return modal(
        CallbackId.FAILURE_CV_PAGE,
        say("failure_cv.title"),
        [
            section(heading),
            *(own_words(f"• {line}", f"cv.{n}") for n, line in enumerate(page.lines)),
            actions(reply_to(page.author, page.author_name, page.team)),
        ],
    )


def _hint() -> str:
    return say("failure_cv.hint", most=MOST_LINES, longest=LONGEST_LINE)


def _input(name: str, label: str, element: dict[str, object], hint: str | None = None) -> Block:
    block: Block = {
        "type": "input",
        "block_id": name,
        "label": plain(label, 2000),
        "element": element,
        "optional": True,
    }
    return block | {"hint": plain(hint, 2000)} if hint else block
