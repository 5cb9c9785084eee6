"""What is kept of a form that was not finished: all of it, also what does not show just now."""

from collections.abc import Collection, Sequence
from datetime import datetime

from bot.services.form_views import FormOf
from bot.services.posts import KEPT_FOR
from bot.storage import Connection, drafts, new_id
from bot.storage.drafts import DraftRecord
from habits.catalogue import Field
from habits.catalogue_lists import Audience
from habits.filling import Values, as_value, visible

NEVER_KEPT = frozenset({"forgive_close"})
"""Habits of whose forms nothing is kept, not even until they are finished."""


def form_key(of: FormOf) -> str:
    """Under which name a form's draft is kept."""
    if of.post:
        return f"edit:{of.post}"
    return f"{of.habit}:{of.record}" if of.record else of.habit


def all_of(draft: DraftRecord) -> Values:
    """Whatever was entered, whether its field shows or not."""
    return {name: as_value(one) for name, one in {**draft.hidden, **draft.filled}.items()}


def shown_of(draft: DraftRecord) -> Values:
    """What stood in the fields that showed."""
    return {name: as_value(one) for name, one in draft.filled.items()}


def keep_form(
    connection: Connection,
    manager: str,
    of: FormOf,
    fields: Sequence[Field],
    entered: Values,
    stood: Collection[str],
    audience: Audience,
    now: datetime,
) -> DraftRecord:
    """Keep what was `entered` in a form in which the fields `stood`, and what was entered before in
    all others. Of `fields`, those that show with it make the text. An empty form leaves nothing."""
    before = drafts.get(connection, manager, form_key(of), now)
    waiting: Values = {} if before is None else all_of(before)
    values = {name: one for name, one in waiting.items() if name not in stood}
    values |= {name: one for name, one in entered.items() if one}
    seen = {field.id for field in visible(fields, values)}
    filled = {name: one for name, one in values.items() if name in seen}
    hidden = {name: one for name, one in values.items() if name not in seen}
    draft = DraftRecord(new_id(), form_key(of), audience, filled, now + KEPT_FOR, hidden)
    if of.habit in NEVER_KEPT:
        return draft
    if values:
        drafts.keep(connection, manager, draft)
    else:
        drafts.forget(connection, manager, form_key(of))
    return draft
