"""A team's own file is of one moment; of a whole organisation's: test_moves.py."""

import pytest
from django.db import connection

from assessments import actions
from export.file.writing import file_of_team, snapshot

pytestmark = pytest.mark.django_db(transaction=True)


def test_teams_own_file_is_of_one_moment(spoken, manager):
    with snapshot(large=False) as alias:
        assert connection.in_atomic_block == (connection.vendor == "postgresql")
        first = b"".join(file_of_team(spoken, alias))
        assert b"".join(file_of_team(spoken, alias)) == first
    actions.keep_note(service=spoken, words="After it", by=manager)  # what was held is let go
    with snapshot(large=False) as alias:
        assert b"".join(file_of_team(spoken, alias)) != first
