"""Rows are copied as they are, whatever a model does when one of its rows is written."""

import datetime as dt

import pytest
from allauth.socialaccount.models import SocialAccount
from django.db import DEFAULT_DB_ALIAS, connections, models, transaction
from django.utils import timezone

from accounts.operations import tables
from accounts.operations.preparing import make_tables
from accounts.operations.tables import connected, url_of
from tests.factories import UserFactory

LONG_AGO = timezone.now() - dt.timedelta(days=9)


@pytest.fixture
def beside(db, tmp_path):
    """Give the alias of an empty database with all our tables."""
    with connected(url_of(tmp_path / "copy.sqlite3")) as alias:
        connections[alias].connect()  # a test opens no other database by itself
        make_tables(alias)
        yield alias


def test_row_that_notes_when_it_is_written_is_copied_with_its_own_time(beside):
    """Of who came in by their organisation's sign-in: no copy could be made any more."""
    row = SocialAccount.objects.create(user=UserFactory(), provider="work", uid="a" * 64)
    SocialAccount.objects.filter(pk=row.pk).update(last_login=LONG_AGO, date_joined=LONG_AGO)
    with transaction.atomic(using=beside):
        read = tables.copy(DEFAULT_DB_ALIAS, beside)
    assert tables.difference(read, tables.sums(beside)) == ""
    assert SocialAccount.objects.using(beside).get().last_login == LONG_AGO


def test_no_other_field_changes_as_it_is_written():
    """Those of a date or time do where they note it, and are written as they are."""
    for model in tables.models():
        for field in model._meta.concrete_fields:
            own = type(field).pre_save is not models.Field.pre_save
            assert not own or isinstance(field, models.DateField | models.TimeField), field
