"""The command that loads frameworks, and Django's own ways in and out."""

import os
import subprocess
import sys

import pytest
from django.core.management import CommandError, call_command

from frameworks.checks import published_frameworks_are_unchanged
from frameworks.files.documents import by_framework, framework_digest
from frameworks.management.commands.load_frameworks import shipped
from frameworks.models import Framework, Line, Publication
from tests.frameworks.entries import read_entries
from tests.frameworks.tiny import TINY, load_tiny
from tests.source import ROOT

BROKEN = TINY.parent / "broken" / "theme-without-question.yaml"


def check(**options):
    return published_frameworks_are_unchanged(**{"databases": ["default"], **options})


@pytest.mark.django_db
def test_loads_shipped_frameworks_and_then_nothing(capsys):
    call_command("load_frameworks")
    call_command("load_frameworks")
    assert capsys.readouterr().out == (
        "Published contained-autonomy 1.0.\nPublished pies 2.0.\nAdded glosses of pies 2.0.\n"
        "contained-autonomy-1.0.yaml: nothing new.\n"
        "pies-2.0.yaml: nothing new.\npies-2.0-glosses.yaml: nothing new.\n"
    )
    assert check() == []


@pytest.mark.django_db
def test_quiet_says_nothing(capsys):
    call_command("load_frameworks", TINY, verbosity=0)
    assert capsys.readouterr().out == ""


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        (BROKEN, "theme-without-question.yaml: The theme “light” has no question."),
        ("no.yaml", "no.yaml: The file cannot be read: No such file or directory."),
        ("/dev/zero", "zero: The file cannot be read: It is a pipe or a device."),  # it never ends
        ("pipe", "pipe: The file cannot be read: It is a pipe or a device."),
        ("odd.yaml", "odd.yaml: Entry 1 (�[2J�): “�[2J�” is no part of a framework."),
    ],
)
def test_bad_file_is_told_in_one_line(name, sentence, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    os.mkfifo("pipe")
    # What would clear the terminal, and turn what it says next.
    (tmp_path / "odd.yaml").write_text('[{model: "\\e[2J\\u202e", fields: {}}]')
    with pytest.raises(CommandError) as raised:
        call_command("load_frameworks", name)
    assert str(raised.value) == sentence
    assert raised.value.returncode == 1
    assert Framework.objects.count() == 0


@pytest.mark.django_db
def test_one_bad_file_and_none_is_published(capsys):
    with pytest.raises(CommandError, match="has no question"):
        call_command("load_frameworks", TINY, BROKEN)
    assert Framework.objects.count() == 0
    assert capsys.readouterr().out == ""


def run(*arguments, database):
    """Run the command as a person would."""
    environment = os.environ | {
        "DATABASE_URL": f"sqlite:///{database}",
        "PIZAZZ_DEBUG": "True",
        "PIZAZZ_SECRET_KEY": "of a test",
    }
    command = [sys.executable, "manage.py", "load_frameworks", *arguments]
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize(
    ("arguments", "code", "line"),
    [
        ([str(BROKEN)], 1, "CommandError: theme-without-question.yaml: The theme “light” has"),
        (["--fast"], 2, "manage.py load_frameworks: unrecognized arguments: --fast"),
        ([], 1, "CommandError: The database is not prepared for this release. Type: "),
    ],
    ids=["bad file", "bad use", "no tables"],
)
def test_exit_code_and_single_line(tmp_path, arguments, code, line):
    done = run(*arguments, database=tmp_path / "empty.sqlite3")
    assert done.returncode == code
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
    assert done.stderr.startswith(line)


# --- Django's own ways


@pytest.mark.django_db
@pytest.mark.parametrize("path", [*shipped(), TINY], ids=lambda path: path.stem)
def test_loaddata_and_dumpdata_round_trip(path, tmp_path):
    """Twice round, keys of rows new each time, and the words are the same."""
    ((key, entries),) = by_framework(read_entries(path)).items()
    source = path
    for turn in ("once", "twice"):
        call_command("loaddata", source, verbosity=0)
        source = tmp_path / f"{turn}.yaml"
        call_command(
            "dumpdata",
            "frameworks",
            "--exclude=frameworks.publication",
            natural_foreign=True,
            natural_primary=True,
            format="yaml",
            output=str(source),
            verbosity=0,
        )
        assert framework_digest(by_framework(read_entries(source))[key]) == framework_digest(
            entries
        )
        for rows in ("prompts", "levels"):
            assert getattr(Framework.objects.get(), rows).exists()
        empty()
    call_command("load_frameworks", source, verbosity=0)
    assert Publication.objects.get().digest == framework_digest(entries)


def empty():
    """Remove the unpublished framework."""
    framework = Framework.objects.get()
    framework.prompts.all().delete()
    framework.voices.all().delete()
    for level in framework.levels.all():
        level.glosses.all().delete()
    framework.lines.filter(kind="element").delete()
    framework.lines.all().delete()
    framework.levels.all().delete()
    framework.delete()


@pytest.mark.django_db
def test_loaddata_over_published_framework_keeps_the_check_quiet():
    load_tiny()
    call_command("loaddata", TINY, verbosity=0)
    assert Framework.objects.count() == 1
    assert check() == []


# --- The check


@pytest.mark.django_db
def test_check_finds_what_loaddata_changed(tmp_path):
    load_tiny()
    forged = tmp_path / "forged.yaml"
    forged.write_text(TINY.read_text(encoding="utf-8").replace("Mostly green", "All green"))
    call_command("loaddata", forged, verbosity=0)
    (message,) = check()
    assert message.id == "frameworks.E001"
    assert message.msg == "The published framework “tiny 1.0” was changed in the database."


@pytest.mark.django_db
def test_check_finds_an_added_line():
    framework = load_tiny()
    Line(framework=framework, kind="theme", code="air", name="Air", order=99).save_base(raw=True)
    assert [message.id for message in check()] == ["frameworks.E001"]


@pytest.mark.django_db
def test_check_is_quiet_when_not_asked():
    load_tiny()
    assert check(databases=None) == []
    assert check(app_configs=[]) == []


def test_check_is_quiet_before_migrations(tmp_path):
    """`migrate` on an empty database runs the check before there is a table."""
    environment = os.environ | {
        "DATABASE_URL": f"sqlite:///{tmp_path}/new.sqlite3",
        "PIZAZZ_DEBUG": "True",
        "PIZAZZ_SECRET_KEY": "of a test",
    }
    command = [sys.executable, "manage.py", "check", "--database", "default"]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.django_db
def test_check_counts_its_queries(django_assert_max_num_queries):
    load_tiny()
    with django_assert_max_num_queries(12):
        check()
