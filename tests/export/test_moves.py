"""A whole organisation to an empty site, of either kind of database, and the same from there."""

import json

import pytest

from tests.accounts.operations.conftest import good, lived_in, sites  # noqa: F401 -- fixtures

pytestmark = pytest.mark.server
SOMEBODY = """
from accounts.models import User
User.objects.create_superuser("ines@example.org", "only for tests", display_name="Ines")
"""
# Reads two rows, lets somebody save, and reads on.
MEANWHILE = """
import threading, time
from accounts.models import Organisation, Service, User
from assessments import actions
from assessments.models import Note
from django.db import connection
from export.file.writing import snapshot
from export.file.writing import file_of_organisation

def save():
    begun = time.monotonic()
    team = Service.objects.get(slug="alder-house")
    actions.keep_note(service=team, words="Meanwhile", by=User.objects.first())
    print("saved", time.monotonic() - begun < 5)
    connection.close()

def rows(parts):
    return [next(parts), next(parts)]

with snapshot(large=True) as alias:
    parts = file_of_organisation(Organisation.objects.get(slug="northside-housing"), alias)
    begun = rows(parts)
    other = threading.Thread(target=save)
    other.start()
    other.join()
    whole = b"".join([*begun, *parts])
print("in the file", b"Meanwhile" in whole, "here", Note.objects.filter(words="Meanwhile").count())
"""


@pytest.fixture(scope="module")
def written(lived_in):  # noqa: F811 -- a fixture
    """Return the files of an organisation, of one team of another and of a body's own team."""
    folder = lived_in.folder
    lived_in.manage("export_service", "northtown-housing-commissioning", str(folder / "body.json"))
    lived_in.manage("export_organisation", "northside-housing", str(folder / "north.json"))
    lived_in.manage("export_service", "larch-house", str(folder / "larch.json"))
    return folder


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def arrived(request, sites, written):  # noqa: F811 -- a fixture
    """Return a site into which all were brought, two at once, with what it said."""
    there = sites.new(request.param)
    there.manage("prepare")
    there.manage("shell", "-v0", "-c", SOMEBODY)
    commands = [
        there.start("import_service", str(written / f"{name}.json")) for name in ("north", "larch")
    ]
    output = ""
    for command in commands:
        out, error = command.communicate(timeout=300)
        assert command.returncode == 0, error
        output += out
    return there, output + there.manage("import_service", str(written / "body.json"))


def test_round_trip_is_equal_to_the_byte(arrived, written):
    there, output = arrived
    for row in json.loads((written / "north.json").read_bytes())["rows"]:
        if row["row"] == "record":
            assert row["digest"] in output
    assert "records agree" in there.manage("verify_closures")
    commands = {
        "north": ("export_organisation", "northside-housing"),
        "larch": ("export_service", "larch-house"),
        "body": ("export_service", "northtown-housing-commissioning"),
    }
    for name, words in commands.items():
        again = there.folder / f"{name}.json"
        there.manage(*words, str(again))
        assert again.read_bytes() == (written / f"{name}.json").read_bytes()


def test_file_is_of_one_moment_and_somebody_saves_meanwhile(arrived):
    there, _output = arrived
    output = there.manage("shell", "-v0", "-c", MEANWHILE)
    assert output == "saved True\nin the file False here 1\n"
