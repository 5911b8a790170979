"""Of all that a team has each value in turn is odd: refused in a sentence, or it does no harm."""

import hashlib
import json
import logging
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from django.db import models, transaction
from django.test import Client

from accounts.models import Service, User
from assessments.models import Assessment
from export.file.importing import bring_in
from export.file.kinds import BY_NAME, RowKind
from export.file.shapes import all_rows, leaving_columns
from export.file.writing import file_of_team
from pages.commands import CannotDo
from sharing.models import Share
from tests.export.written import Written, moved, plainly
from tests.factories import ServiceMembershipFactory
from tests.leaks.world import OWN, World

pytestmark = pytest.mark.pdf  # the canary teams have PDFs

DAYS = ("0001-01-01T00:00:00+14:00", "9999-12-31")
ODD = (*DAYS, "", "\u202ex", -1, 10**30, 1.5, [1], [[["x"]]], {})
READS: msgspec.json.Decoder[object] = msgspec.json.Decoder(all_rows())


@pytest.fixture
def written(world: World, tmp_path: Path) -> Written:
    """Return the file of the canary team, as of one that is not here."""
    service = Service.objects.get(slug=OWN)
    return Written(tmp_path, moved(b"".join(file_of_team(service, "default"))))


def odd_rows(written: Written) -> Iterator[tuple[str, int, bytes]]:
    """Give what has the shape of a row, with one odd value in it; the first row of each kind."""
    seen = set()
    for place, line in enumerate(written.rows):
        row = json.loads(line)
        if row["row"] in seen:
            continue
        seen.add(row["row"])
        for name, value in row.items():
            for odd in ODD:
                if is_no_harm(BY_NAME.get(row["row"]), name, value, odd):
                    continue
                changed = row | {name: odd}
                if "digest" in row and name == "document":
                    changed["digest"] = hashlib.sha256(str(odd).encode()).hexdigest()
                raw = json.dumps(changed, separators=(",", ":")).encode()
                try:
                    READS.decode(raw)
                except msgspec.DecodeError:
                    continue
                yield f"{row['row']}.{name} {odd!r:.20}", place, raw


def is_no_harm(kind: RowKind | None, name: str, value: object, odd: object) -> bool:
    """Say whether a value is no odd one in this place: any words, or what only looks like a day.

    What may be odd in a record is in tests/assessments/test_more_verify.py.
    """
    if kind and name == "document" and kind.name == "record":
        return True
    if not isinstance(odd, str) or not isinstance(value, str):
        return False
    if kind and name in leaving_columns(kind):
        column = kind.model._meta.get_field(name)
        if isinstance(column, models.TextField) and name != "document":
            return True
        if not odd and column.blank:
            return True
    return odd in DAYS and not value[:4].isdecimal()


def opens(team: Service) -> list[str]:
    """Return which of a team's pages, and its own file, break."""
    person = User.objects.create_user("zqxodd@example.org", display_name="Odd")
    ServiceMembershipFactory(service=team, user=person, role="manager")
    browser = Client(raise_request_exception=False)
    browser.force_login(person)
    slug = team.slug
    pages = ["/", "/teams/", f"/s/{slug}/", f"/s/{slug}/journey/", f"/s/{slug}/wall/"]
    pages += [share.get_absolute_url() for share in Share.objects.of(team)]
    pages += [
        assessment.get_absolute_url() for assessment in Assessment.objects.filter(service=team)
    ]
    list(file_of_team(team, "default"))
    return [page for page in pages if browser.get(page).status_code >= 500]


def outcome(path: Path) -> list[str] | str:
    """Bring a file in and take it out again: which pages break, or why it is refused."""
    try:
        with transaction.atomic():
            (team,) = bring_in(path)
            broken = opens(team)
            transaction.set_rollback(True)
    except CannotDo as error:
        return str(error)
    return broken


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("language", "xx", "language “xx”"),
        ("format_version", -3, "format_version -3"),
        ("created", "soon", "created “soon”"),
    ],
)
def test_report_that_cannot_be_printed_as_it_says_is_refused(written: Written, name, value, words):
    for place, line in enumerate(written.rows):
        row = json.loads(line)
        if row["row"] == "share" and row["document"]:
            row["document"] = plainly(json.loads(row["document"]) | {name: value}).decode()
            row["digest"] = hashlib.sha256(row["document"].encode()).hexdigest()
            written.rows[place] = plainly(row)
    assert f" says {words}: there is no such thing here." in str(outcome(written.path()))


def test_each_value_that_is_odd_is_refused_or_does_no_harm(written: Written, caplog):
    caplog.set_level(logging.CRITICAL)
    rows, outcomes = list(written.rows), {}
    for what, place, raw in odd_rows(written):
        written.rows = [*rows[:place], raw, *rows[place + 1 :]]
        path = written.path()
        outcomes[what] = outcome(path)
        if isinstance(outcomes[what], str):
            assert outcomes[what].startswith(str(path)), what
    came_in = {what: answer for what, answer in outcomes.items() if not isinstance(answer, str)}
    assert {what: broken for what, broken in came_in.items() if broken} == {}
    assert 0 < len(came_in) < len(outcomes) - 50
