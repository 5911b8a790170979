"""A team's own file is of one moment; of a whole organisation's: test_moves.py."""

import io

import pytest
from django.db import connection

from assessments import actions
from export.file.writing import file_of_team, snapshot
from export.handing_over import write_team
from tests import alder_house
from tests.records import closure_of

pytestmark = pytest.mark.django_db(transaction=True)


def test_teams_own_file_is_of_one_moment(spoken, manager):
    with snapshot(large=False) as alias:
        assert connection.in_atomic_block == (connection.vendor == "postgresql")
        first = b"".join(file_of_team(spoken, alias))
        assert b"".join(file_of_team(spoken, alias)) == first
    actions.keep_note(service=spoken, words="After it", by=manager)  # what was held is let go
    with snapshot(large=False) as alias:
        assert b"".join(file_of_team(spoken, alias)) != first


def test_what_is_not_read_to_its_end_is_put_away_while_the_moment_lasts(service):
    """One talk tells that several were there; PostgreSQL’s cursor is gone with the transaction."""
    closure_of(service, alder_house.themes())
    write_team(service, "csv", file := io.BytesIO())
    assert file.getvalue()
