"""SQL lives here: plain functions on a connection, values in and out. One file per noun."""

from sqlalchemy import Connection

from bot.storage import team_tables as _team_tables  # its tables join the metadata
from bot.storage import tool_tables as _tool_tables
from bot.storage.database import Database, StorageUnavailable, apart, database_now, new_id

del _team_tables, _tool_tables

__all__ = ["Connection", "Database", "StorageUnavailable", "apart", "database_now", "new_id"]
