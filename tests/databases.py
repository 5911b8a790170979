"""Which tests run on both databases.

What asks for no database says the same on either, so the pass on PostgreSQL leaves it out. What is
about databases without asking pytest for one runs on both.
"""

import os

import pytest

ASKING = {"db", "transactional_db", "django_db_setup"}
ABOUT = ("tests/accounts/operations/", "tests/pages/database/")


def asks_for_one(item: pytest.Item) -> bool:
    """Say whether a test says, by its mark or a fixture, that it uses the database."""
    names = set(getattr(item, "fixturenames", ()))
    return item.get_closest_marker("django_db") is not None or not ASKING.isdisjoint(names)


def runs_on_both(item: pytest.Item) -> bool:
    """Say whether a test belongs to the passes on SQLite and on PostgreSQL."""
    return asks_for_one(item) or item.nodeid.startswith(ABOUT)


def leave_out_what_ran(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Take out of a pass on PostgreSQL what the one on SQLite has asked already."""
    if os.environ.get("TEST_DATABASE") != "postgres":
        return
    left_out = [item for item in items if not runs_on_both(item)]
    items[:] = [item for item in items if runs_on_both(item)]
    config.hook.pytest_deselected(items=left_out)
