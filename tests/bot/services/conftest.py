"""Service tests run on SQLite, and an eighth of each file on PostgreSQL as well.

What the two databases do differently is tried by all the tests of `tests/bot/storage`, on both.
`TRUST_TESTS_POSTGRES=all` runs every service test on both, too.
"""

import os
from zlib import crc32

import pytest

ONE_OF = 8


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if os.environ.get("TRUST_TESTS_POSTGRES") == "all":
        return
    here = "tests/bot/services/"
    left_out = [
        item
        for item in items
        if here in item.nodeid
        and "postgres" in item.keywords
        and crc32(item.nodeid.encode()) % ONE_OF
    ]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in set(left_out)]
