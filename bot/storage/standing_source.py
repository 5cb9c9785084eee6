"""Whether what a record tells of still stands: a post can be refused, withdrawn or called off."""

from sqlalchemy import Column, ColumnElement, exists

from bot.storage.posts import State
from bot.storage.team_tables import posts

_STANDS = (State.WAITING, State.POSTED, State.GONE)


def still_stands(source_id: Column[str]) -> ColumnElement[bool]:
    """The source is no post, or one that was not taken back."""
    return ~exists().where(posts.c.id == source_id, posts.c.state.not_in(_STANDS))
