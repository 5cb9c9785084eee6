"""What is kept about a person, in short and in full."""

from dataclasses import dataclass

from bot.services.reps import RepView, rep_view
from bot.services.who import House, Who
from bot.storage import Connection, kept, managers, notes, practices, prompts
from habits.texts import say_each


@dataclass(frozen=True)
class PrivacyView:
    """What is kept about somebody, in counts, and the switches they hold. `known`: they started
    once, and something is kept even if all counts are zero. `rep`: where managers name them, None
    for whom none does."""

    started: bool
    answers: int = 0
    practices: int = 0
    notes: int = 0
    keeps_notes: bool = True
    known: bool = False
    rep: RepView | None = None


@dataclass(frozen=True)
class PrivacyPage:
    """Everything kept about somebody, in words with counts: "12 prompts". `known`: they started
    once. `naming`: what managers keep that names them."""

    known: bool
    kept: tuple[str, ...] = ()
    naming: tuple[str, ...] = ()


class Privacy:
    """Tells people what is kept about them."""

    def __init__(self, house: House) -> None:
        self._house = house

    async def view(self, who: Who) -> PrivacyView:
        return await self._house.database.read(_view, who)

    async def page(self, who: Who) -> PrivacyPage:
        return await self._house.database.read(_page, who)


def _view(connection: Connection, who: Who) -> PrivacyView:
    named = rep_view(connection, who)
    rep = named if named.is_named else None
    manager = managers.of_user(connection, who.workspace, who.user)
    if manager is None:
        return PrivacyView(started=False, rep=rep)
    return PrivacyView(
        known=True,
        started=manager.is_active,
        answers=prompts.answers_count(connection, manager.id),
        practices=practices.count(connection, manager.id),
        notes=notes.count(connection, manager.id),
        keeps_notes=manager.keeps_notes,
        rep=rep,
    )


def _page(connection: Connection, who: Who) -> PrivacyPage:
    entries = rep_view(connection, who).entries
    naming = tuple(
        say_each("reps.privacy.entries", kind, count=number)
        for kind, number in vars(entries).items()
        if number
    )
    manager = managers.of_user(connection, who.workspace, who.user)
    if manager is None:
        return PrivacyPage(known=False, naming=naming)
    counts = kept.counts(connection, manager.id)
    return PrivacyPage(
        known=True,
        kept=tuple(
            say_each("privacy.tables", table, count=number) for table, number in counts.items()
        ),
        naming=naming,
    )
