"""Mentions of somebody in what managers wrote about something else."""

import json
import re
from collections.abc import Sequence

from sqlalchemy import Column, Connection, and_, select, update

from bot.storage.tables import managers
from bot.storage.tool_tables import TOOLS_OF_A_MANAGER, awards, consents
from bot.storage.types import Encrypted

_WORDS: Sequence[Column[object]] = tuple(
    column
    for table in TOOLS_OF_A_MANAGER
    if table is not consents  # its words are dropped, since what people agreed to is not reworded
    for column in table.c
    if isinstance(column.type, Encrypted) and column is not awards.c.salt
)


def cut(connection: Connection, workspace: str, user: str, instead: str) -> None:
    """Put `instead` where the person's id stands in words of a tool, as a mention or bare."""
    ours = select(managers.c.id).where(managers.c.workspace == workspace)
    named = re.compile(rf"<@{re.escape(user)}(?:\|[^>]*)?>|\b{re.escape(user)}\b")
    # The words go into a JSON text, where a quote would end it.
    put = json.dumps(instead, ensure_ascii=False)[1:-1]
    for column in _WORDS:
        table = column.table
        key = list(table.primary_key)
        ask = select(*key, column).where(table.c.manager.in_(ours), column.is_not(None))
        for *ids, words in connection.execute(ask).all():
            told = json.dumps(words, ensure_ascii=False)
            if named.search(told):
                this = and_(*(one == value for one, value in zip(key, ids, strict=True)))
                reworded = json.loads(named.sub(lambda _: put, told))
                connection.execute(update(table).where(this).values({column: reworded}))
