"""`/trust privacy`: who sees what, what is kept and where, and the switches."""

from bot.services.ports import Content
from bot.services.privacy import PrivacyPage
from bot.services.views import PrivacyView
from bot.slack.elements import Block, Element, View, actions, button, modal, notification, section
from bot.slack.ids import ActionId, CallbackId
from bot.slack.text import Marked, bold, escape, lines, said
from habits.texts import listed, say


def privacy(view: PrivacyView) -> Content:
    """The truths that matter most, and a way to the rest."""
    return Content(
        text=notification(say("privacy.only_you")),
        blocks=[
            section(lines(said("privacy.only_you"), said("privacy.nobody_else"))),
            section(_kept(view)),
            section(said("privacy.where")),
            actions(*_switches(view)),
        ],
    )


def privacy_page(page: PrivacyPage) -> View:
    """Everything: who sees what, each thing that is kept, where it is, how to leave."""
    kept = [*page.kept, say("privacy.page.settings")] if page.known else [say("privacy.page.least")]
    return modal(
        CallbackId.PRIVACY,
        say("privacy.page.title"),
        [
            _listed(say("privacy.page.who"), listed("privacy.page.who_sees")),
            _listed(say("privacy.page.what"), kept),
            _listed(say("privacy.page.where"), listed("privacy.page.where_it_is")),
            _listed(say("privacy.page.leave"), listed("privacy.page.leaving")),
        ],
    )


def _listed(heading: str, entries: list[str]) -> Block:
    return section(lines(bold(heading), *(escape(f"• {entry}") for entry in entries)))


def _kept(view: PrivacyView) -> Marked:
    if not view.known:
        return said("privacy.least")
    notes = None
    if view.started:
        notes = said("privacy.notes_on" if view.keeps_notes else "privacy.notes_off")
    counts = said(
        "privacy.kept",
        answers=say("privacy.answers", count=view.answers),
        done=say("privacy.done", count=view.practices),
        notes=say("privacy.notes", count=view.notes),
    )
    return lines(counts, notes)


def _switches(view: PrivacyView) -> list[Element]:
    more = button(ActionId.PRIVACY_MORE, say("privacy.more"))
    leave = button(ActionId.LEAVE_OPEN, say("privacy.leave"))
    if view.started and view.keeps_notes:
        return [more, button(ActionId.NOTE_OFF, say("note.stop_saving")), leave]
    if view.started:
        return [more, button(ActionId.NOTE_ON, say("note.save_again")), leave]
    start = button(ActionId.START_OPEN, say("privacy.start"))
    if view.known:
        return [more, start, button(ActionId.LEAVE_OPEN, say("privacy.erase"))]
    return [more, start]
