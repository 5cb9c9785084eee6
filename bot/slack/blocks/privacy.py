"""`/trust privacy`: who sees what, what is kept and how long, and the ways out."""

from bot.services.ports import Content
from bot.services.privacy import PrivacyPage, PrivacyView
from bot.services.reps import RepView
from bot.slack.blocks.reps import erase_button, named_in_lists, ways_out
from bot.slack.elements import (
    Block,
    Element,
    View,
    actions,
    button,
    confirmed,
    modal,
    notification,
    option,
    overflow,
    section,
)
from bot.slack.ids import ActionId, CallbackId, RepMenu, pair
from bot.slack.text import Marked, bold, escape, lines, said
from habits.texts import listed, say

_MOST_IN_A_MENU = 4


def privacy(view: PrivacyView) -> Content:
    """The truths that matter most, and a way to the rest."""
    told, switches = _of_manager(view) if view.known else _of_others(view)
    return Content(
        text=notification(say("privacy.title")),
        blocks=[section(told), actions(*switches)],
    )


def privacy_window(view: PrivacyView) -> View:
    """The same in a window."""
    shown = privacy(view)
    return modal(CallbackId.CONFIRMATION, say("privacy.window"), shown.blocks)


def privacy_page(page: PrivacyPage) -> View:
    """Everything: who sees what, each thing that is kept, how long and where, how to leave."""
    kept = [*page.kept, say("privacy.page.settings")] if page.known else [say("privacy.page.least")]
    only_named = bool(page.naming) and not page.known
    long, ways = listed("privacy.page.how_long"), listed("privacy.page.leaving")
    if only_named:
        long, ways = listed("privacy.page.how_long_rep"), listed("privacy.page.leaving_rep")
    parts = [
        _listed(say("privacy.page.who"), _who_sees(page, only_named=only_named)),
        _listed(say("privacy.page.what"), kept),
        _listed(say("privacy.page.long"), long),
        _listed(say("privacy.page.where"), listed("privacy.page.where_it_is")),
        _listed(say("privacy.page.leave"), ways),
    ]
    if page.naming:
        parts.insert(2, _listed(say("privacy.page.naming"), list(page.naming)))
    return modal(CallbackId.PRIVACY, say("privacy.page.title"), parts)


def _who_sees(page: PrivacyPage, *, only_named: bool) -> list[str]:
    own = [] if only_named else listed("privacy.page.who_sees")
    rep = listed("privacy.page.who_sees_rep") if page.naming else []
    return [*own, *rep, say("privacy.page.locked")]


def _listed(heading: str, entries: list[str]) -> Block:
    return section(lines(bold(heading), *(escape(f"• {entry}") for entry in entries)))


def _of_manager(view: PrivacyView) -> tuple[Marked, list[Element]]:
    counts = said(
        "privacy.kept",
        answers=say("privacy.answers", count=view.answers),
        done=say("privacy.done", count=view.practices),
        notes=say("privacy.notes", count=view.notes),
    )
    typed = said("privacy.notes_on" if view.keeps_notes else "privacy.notes_off")
    rep = view.rep
    told = lines(
        said("privacy.only_you"),
        counts,
        said("privacy.how_long"),
        typed if view.started else None,
        said("privacy.sent"),
        said("privacy.leaving") if view.started else None,
        said("privacy.named_too", count=rep.entries.all) if rep else None,
    )
    switches = [_export(), *_own_ways(view), _more()]
    return told, [*switches, _menu(rep)] if rep else switches


def _own_ways(view: PrivacyView) -> list[Element]:
    if not view.started:
        erase = button(ActionId.LEAVE_OPEN, say("privacy.erase"))
        return [button(ActionId.START_OPEN, say("privacy.start")), erase]
    leave = button(ActionId.LEAVE_OPEN, say("privacy.leave"))
    if view.keeps_notes:
        return [leave, button(ActionId.NOTE_OFF, say("note.stop_saving"))]
    return [leave, button(ActionId.NOTE_ON, say("note.save_again"))]


def _of_others(view: PrivacyView) -> tuple[Marked, list[Element]]:
    rep = view.rep
    if rep is None:
        told = lines(
            said("privacy.only_you"),
            said("privacy.least"),
            said("privacy.not_typed"),
            said("privacy.sent"),
        )
        return told, [_export(), button(ActionId.START_OPEN, say("privacy.start")), _more()]
    told = lines(
        named_in_lists(rep),
        said("reps.privacy.who_reads"),
        said("privacy.not_typed"),
        said("privacy.sent"),
        said("reps.privacy.how_long"),
        said("reps.privacy.leaving") if rep.managers else None,
    )
    erase = [erase_button()] if rep.entries.erasable else []
    return told, [_export(), *erase, *ways_out(rep), _more()]


def _export() -> Element:
    return button(ActionId.EXPORT, say("privacy.export"))


def _more() -> Element:
    return button(ActionId.PRIVACY_MORE, say("privacy.more"))


def _menu(rep: RepView) -> Element:
    """What a manager can do about lists of other managers."""
    erase = option(pair(RepMenu.ERASE, "all"), say("reps.privacy.erase"))
    leave = [
        option(pair(RepMenu.LEAVE, one.entry), say("reps.privacy.leave", name=one.manager_name))
        for one in rep.managers[:_MOST_IN_A_MENU]
    ]
    menu = overflow(ActionId.REP_MENU, [erase, *leave] if rep.entries.erasable else leave)
    return confirmed(
        menu,
        title=say("reps.privacy.sure.title"),
        text=said("reps.privacy.sure.text"),
        yes=say("reps.privacy.sure.yes"),
        no=say("reps.privacy.sure.no"),
    )
