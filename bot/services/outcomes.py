"""Posts that tell what came of something: each is tied to the post that told of it first."""

import hashlib
from datetime import datetime

from bot.services.today import shown_anew
from bot.storage import Connection, experiments, follow_ups, posts
from bot.storage.experiments import State
from bot.storage.managers import ManagerRecord
from bot.storage.posts import PostRecord
from bot.storage.posts import State as Posted

OUTCOME_OF = "came:of"
"""What an outcome tells of, kept with a post while somebody is asked; no field has a colon in its
name."""

_TRIES = 5
"""So often somebody can be asked about one outcome."""


def outcome_ids(source_id: str) -> tuple[str, ...]:
    """The ids of the posts that can tell what came of this. They are made from it, so that each
    finds the other for as long as either stands."""
    names = (f"{source_id}:{n}".encode() for n in range(_TRIES))
    return tuple(hashlib.sha256(name).hexdigest()[:32] for name in names)


def outcomes_of(connection: Connection, workspace: str, source_id: str) -> list[PostRecord]:
    found = (posts.get(connection, workspace, one) for one in outcome_ids(source_id))
    return [one for one in found if one is not None]


def is_asked_about(connection: Connection, workspace: str, source_id: str) -> bool:
    """Whether somebody has still to agree to a text about what came of it."""
    told = outcomes_of(connection, workspace, source_id)
    return any(one.state is Posted.ASKING for one in told)


def is_told(connection: Connection, manager: ManagerRecord, source_id: str, now: datetime) -> None:
    """It goes to those who read of it first: nothing is asked about it any more."""
    test = experiments.of_source(connection, manager.id, source_id)
    if test is not None:
        experiments.becomes(connection, manager.id, test.id, State.TOLD, now)
    follow_ups.drop(connection, manager.id, source_id)
    shown_anew(connection, manager, now)
