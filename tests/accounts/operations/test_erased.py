"""A copy from before an erasure erases again, before anything of it is served."""

import contextlib
import os
import shutil
import sqlite3
from pathlib import Path

import psycopg2
import pytest

from tests.accounts.operations.conftest import KIND, Site

pytestmark = pytest.mark.server

CANARY, ADDRESS = "Zqx Canary", "zqxcanary@demo.example"
# Somebody of a team, by another name, so that the copy holds a word that stands nowhere else.
RENAME = f"""
from accounts.actions import describe_person
from accounts.models import User
person = User.objects.get(email="contributor@demo.example")
by = User.objects.get(is_superuser=True)
describe_person(person, display_name="{CANARY}", email="{ADDRESS}", by=by)
# And signed in just now: a copy holds no sign-ins, and is whole without them.
from django.contrib.sessions.backends.db import SessionStore
from accounts.models import SignIn
session = SessionStore()
session.create()
SignIn.objects.create(user=person, session_id=session.session_key, browser="Firefox")
"""
ERASE = f"""
from accounts.models import User
from assessments.models import Closure
from office.actions import erase_person
from record.taking_out import texts_in
from sharing.actions import take_out_everywhere
by = User.objects.get(is_superuser=True)
erase_person(User.objects.get(email="{ADDRESS}"), by=by)
closure = Closure.objects.filter(assessment__service__practice_of=None).first()
take_out_everywhere(closure.assessment.service, words=texts_in(closure.record)[0], by=by)
"""
AGAIN = "Erased again: person 1, words 1."


def typed(site: Site, code: str) -> str:
    return site.manage("shell", "--verbosity", "0", "-c", code)


def holds(site: Site) -> set[str]:
    """Return which of the words stand anywhere in the database that is served."""
    words = {CANARY, ADDRESS, CANARY.lower()}
    if site.url.startswith("sqlite"):
        there = site.file.read_bytes().decode("latin-1")
        return {word for word in words if word in there}
    words_there = set()
    with contextlib.closing(psycopg2.connect(site.url)) as connection:
        cursor = connection.cursor()
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT t::text FROM "{table}" t')  # noqa: S608 -- our tables
            text = "\n".join(row[0] for row in cursor.fetchall())
            words_there |= {word for word in words if word in text}
    return words_there


@pytest.fixture(scope="module")
def before(sites, good, tmp_path_factory) -> tuple[Site, Path]:
    """Return a site in which somebody was erased, and a copy that was made before."""
    site = sites.new()
    site.manage("restore", str(good))
    typed(site, RENAME)
    old = tmp_path_factory.mktemp("copies") / "old.sqlite3"
    site.manage("backup", str(old))
    typed(site, ERASE)
    assert (site.folder / "erased.txt").read_text(encoding="utf-8").count("person ") == 1
    site.manage("backup", str(old.with_name("new.sqlite3")))
    with contextlib.closing(sqlite3.connect(old)) as file:
        query = "SELECT count(*) FROM accounts_user WHERE display_name = ?"
        assert file.execute(query, [CANARY]).fetchone() == (1,)
    return site, old


def test_older_copy_erases_again_by_the_list_beside_it(sites, before):
    _site, old = before
    other = sites.new()
    output = other.manage("restore", str(old))
    assert AGAIN in output
    assert holds(other) == set()
    assert other.manage("verify_closures").endswith("records agree.\n")
    again = other.folder / "again.sqlite3"
    other.manage("backup", str(again))
    third = sites.new()
    assert "Erased again" not in third.manage("restore", str(again))
    assert holds(third) == set()


def test_older_copy_erases_again_by_what_it_replaces_or_by_a_list_that_is_named(
    sites, before, tmp_path
):
    site, old = before
    copy = Path(shutil.copy(old, tmp_path / "copy.sqlite3"))
    listed = site.folder / "erased.txt"
    if KIND == "sqlite":  # on PostgreSQL a database is never written over
        aside = listed.rename(listed.with_name("aside.txt"))
        assert AGAIN in site.manage("restore", str(copy))
        assert holds(site) == set()
        aside.rename(listed)
    other = sites.new()
    assert AGAIN in other.manage("restore", str(copy), "--erased", str(listed))
    assert holds(other) == set()


def test_copy_without_a_list_says_so_and_one_that_turns_up_is_applied(sites, before, tmp_path):
    site, old = before
    copy = Path(shutil.copy(old, tmp_path / "copy.sqlite3"))
    other = sites.new()
    assert "No list of what was erased since was found" in other.manage("restore", str(copy))
    assert CANARY in holds(other)
    output = other.manage("erase_again", str(site.folder / "erased.txt"))
    assert output == f"{AGAIN}\n"
    if KIND == "postgres":  # what is deleted in a SQLite file is written over at once
        assert holds(other) == set()
    again = other.manage("erase_again", str(site.folder / "erased.txt"))
    assert again == "Erased again: nothing that was here.\n"


def test_list_that_is_none_is_refused_and_nothing_is_changed(sites, before, tmp_path):
    _site, old = before
    copy = Path(shutil.copy(old, tmp_path / "copy.sqlite3"))
    wrong = tmp_path / "wrong.txt"
    wrong.write_text("# a remark\n\nperson Jo Bloggs\n", encoding="utf-8")
    other = sites.new()
    line = other.refused("restore", str(copy), "--erased", str(wrong))
    assert line == f"{wrong}, line 3 names nothing that was erased. Take another list."
    os.mkfifo(pipe := tmp_path / "pipe")
    for path in (tmp_path / "none.txt", "/dev/zero", pipe):  # which never ends, or begins
        line = other.refused("erase_again", str(path))
        assert line == f"{path} cannot be read as a list of what was erased."
