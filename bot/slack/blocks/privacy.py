"""`/trust privacy`: who sees what, what is kept and where, and the switches."""

from bot.services.messages import PrivacyView
from bot.services.ports import Content
from bot.slack.elements import Element, actions, button, notification, section
from bot.slack.ids import ActionId
from bot.slack.text import Marked, counted, lines, ours

_WHO = lines(
    ours("*Who sees it*"),
    ours(
        "Only you see what you did, skipped or wrote. Your boss gets nothing. Nor does your team."
    ),
)

_WHERE = lines(
    ours("*Where it is*"),
    ours(
        "It is kept on the server where your company runs this bot. Nothing is sold or passed on."
    ),
    ours("The people who run that server could open its files. Your notes are locked with a key."),
    ours("Messages in this chat stay in Slack, under your company's rules for Slack."),
)


def privacy(view: PrivacyView) -> Content:
    return Content(
        text=notification("Only you see what you did, skipped or wrote."),
        blocks=[
            section(_WHO),
            section(lines(ours("*What is kept*"), *_kept(view))),
            section(_WHERE),
            actions(*_switches(view)),
        ],
    )


def _kept(view: PrivacyView) -> list[Marked]:
    counts = [
        counted(view.answers, "answer", "answers"),
        counted(view.practices, "habit done", "habits done"),
        counted(view.notes, "private note", "private notes"),
    ]
    if not view.known:
        return [ours("At most your Slack id and your time zone.")]
    kept = [ours("{counts}, your settings and your time zone.", counts=", ".join(counts))]
    if view.started:
        notes = (
            ours("What you type here is kept as a note.")
            if view.keeps_notes
            else ours("What you type here is not kept.")
        )
        kept.append(notes)
    return kept


def _switches(view: PrivacyView) -> list[Element]:
    if not view.started:
        erase = [button(ActionId.LEAVE_OPEN, "Delete what is kept")] if view.known else []
        return [button(ActionId.START_OPEN, "Start"), *erase]
    notes = (
        button(ActionId.NOTE_OFF, "Don't save notes")
        if view.keeps_notes
        else button(ActionId.NOTE_ON, "Save notes again")
    )
    return [notes, button(ActionId.LEAVE_OPEN, "Leave")]
