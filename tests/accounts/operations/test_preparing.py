"""Preparing a release, by several hosts at once."""

import pytest
from django.core.checks import Tags, run_checks

from accounts.operations.preparing import refuse_unprepared
from pages.commands import CannotDo


@pytest.mark.server
def test_several_hosts_at_once_prepare_one_database(sites):
    site = sites.new()
    both = [
        site.start("prepare", PIZAZZ_RENDER_DIR=str(site.folder / f"host{number}"))
        if not site.url.startswith("sqlite")
        else site.start("prepare")
        for number in range(3)
    ]
    outputs = [process.communicate(timeout=300) for process in both]
    assert [process.returncode for process in both] == [0, 0, 0], outputs
    assert len(set(outputs)) == 1  # the same address for the first person, from each
    site.manage("prepare", "--check")


@pytest.mark.server
def test_several_try_outs_at_once_make_one_demo(sites):
    site = sites.new()
    both = [site.start("prepare", "--demo") for _number in range(2)]
    outputs = [process.communicate(timeout=300) for process in both]
    assert [process.returncode for process in both] == [0, 0], outputs
    assert [out.count("manager@demo.example") for out, _error in outputs] == [1, 1]


def test_start_before_preparing_says_what_to_type(sites):
    site = sites.new()
    sentence = site.refused("prepare", "--check")
    assert sentence == ("The database is empty. Type: manage.py prepare, or manage.py restore COPY")
    site.manage("migrate", "accounts", "--verbosity", "0")
    sentence = site.refused("prepare", "--check")
    assert sentence == "The database is not prepared for this release. Type: manage.py prepare"


def test_database_of_a_newer_release_is_left_alone(sites, good):
    site = sites.new()
    site.manage("restore", str(good))
    code = (
        "from django.db import connection; from django.db.migrations.recorder import *; "
        "MigrationRecorder(connection).record_applied('sharing', '0999_later')"
    )
    site.manage("shell", "-c", code)
    for words in (["prepare"], ["prepare", "--check"]):
        assert site.refused(*words).startswith("The database is of a newer release")


@pytest.mark.parametrize("where", ["file", "file/beneath", "lists/render"])
def test_folder_that_cannot_be_one_is_told_before_anything_is_served(settings, tmp_path, where):
    """A file, something beneath one, or a folder beside which the list of the erased is none."""
    (tmp_path / "file").touch()
    (tmp_path / "lists/erased.txt").mkdir(parents=True)
    settings.RENDER_DIR = str(tmp_path / where)
    settings.ERASED_LIST = str((tmp_path / where).parent / "erased.txt")
    sentence = "cannot be written. See who owns it and its folder, and PIZAZZ_RENDER_DIR."
    with pytest.raises(CannotDo, match=sentence):
        refuse_unprepared()
    assert [check.msg.endswith(sentence) for check in run_checks(tags=[Tags.files])] == [True]
    settings.RENDER_DIR = str(tmp_path / "new/render")
    settings.ERASED_LIST = str(tmp_path / "new/erased.txt")
    assert run_checks(tags=[Tags.files]) == []


@pytest.mark.server
def test_lock_that_cannot_be_written_is_told_in_a_line(sites, tmp_path):
    (tmp_path / "file").touch()
    sentence = sites.new().refused("prepare", PIZAZZ_RENDER_DIR=str(tmp_path / "file"))
    assert sentence.endswith(
        "cannot be written. See who owns it and its folder, and PIZAZZ_RENDER_DIR."
    )


@pytest.mark.django_db
def test_production_wants_its_static_files(settings, tmp_path):
    settings.DEBUG, settings.STATIC_ROOT = False, tmp_path
    with pytest.raises(CannotDo, match=r"no static files yet\. Type: manage.py prepare"):
        refuse_unprepared()
    (tmp_path / "staticfiles.json").touch()
    refuse_unprepared()


def test_demo_is_for_trying_out_only(sites):
    process = sites.new().start(
        "prepare", "--demo", PIZAZZ_DEBUG="False", PIZAZZ_SECRET_KEY="a long key of these tests" * 2
    )
    _out, error = process.communicate()
    assert process.returncode == 2
    assert "for trying out only" in error
