"""The files of the example: what the demo's story says, and nothing else."""

import re
import subprocess

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Organisation, User
from demo.freezing import freeze
from demo.people import read as told_in
from example import frozen
from reports.content.report import fingerprint_of
from tests.frameworks.stored import load_shipped
from tests.reports.documents import poppler

pytestmark = pytest.mark.django_db


def test_example_says_what_the_story_says_today():
    """Where this fails: PIZAZZ_DEBUG=True, and `manage.py freeze_example`, on an empty database."""
    load_shipped()
    story = frozen.read()
    assert frozen.as_bytes(freeze(story.day)) == frozen.as_bytes(story)


def test_freezing_leaves_nothing_behind():
    load_shipped()
    freeze(frozen.read().day)
    assert (User.objects.count(), Organisation.objects.count()) == (0, 0)


def test_files_name_no_person():
    text = frozen.WORDS.read_text(encoding="utf-8")
    for account in told_in("people")["accounts"]:
        assert account["email"] not in text
        assert not re.search(rf"\b{account['name']}\b", text)


def test_report_is_unchanged_since_it_was_frozen():
    report = frozen.read().report
    assert report.provenance.fingerprint == fingerprint_of(report)


def test_every_page_of_the_pdf_says_that_it_is_invented():
    poppler("pdftotext")
    done = subprocess.run(
        ["pdftotext", str(frozen.PDF), "-"], capture_output=True, check=True, text=True
    )
    sheets = done.stdout.split("\f")[:-1]
    assert len(sheets) > 4
    assert [sheet for sheet in sheets if "An invented example" not in sheet] == []
    assert frozen.read().report.letter.service in sheets[0]


def test_command_is_for_development_only(settings):
    settings.DEBUG = False
    with pytest.raises(CommandError, match="PIZAZZ_DEBUG"):
        call_command("freeze_example", verbosity=0)
