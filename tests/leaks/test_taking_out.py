"""From every page that shows a team's own words its manager finds where they are taken out."""

import logging
import re

import pytest

from assessments.actions.taking_out import LIVE
from tests.leaks.table import TABLE
from tests.leaks.walk import Walk, address
from tests.leaks.world import OWN, World

# What a page that shows words can lead to: all that is kept, one note, or the words' own form.
RECORD = re.compile(r'href="/record/[^"/]+/(?:take-out/)?"')
NOTE = re.compile(r'href="/s/[^"/]+/remember/[^"/]+/take-out/"')
OWN_FORM = re.compile(
    r'href="/(?:conversation/[^"/]+/(?:example|around|try|context|ask|place|before|read-back|coffee)'
    r'|s/[^"/]+/edit)/'
)
# Chosen from the team's list; taken out of what is typed and not saved, box by box.
ELSEHOW = {"assessments.Assessment.people_kinds", "assessments.Draft.fields"}
BOX = re.compile(r"<(?:input|textarea)\b[^>]*>[^<]*", re.IGNORECASE)
# Pages from which the record is one step away, and why it is enough there.
ELSEWHERE = {
    "your-teams": "leads to each team's page, which lists the records",
    "start": "quotes what the team tries; leads to the team's page",
    "share-asks": "quotes what is asked before the preview, where the way stands",
    "answer-ask": "quotes one ask; leads to the team's page",
    "read-back": "notes stand there to be ticked; leads to where each can be taken out",
    "take-note-out": "is the page itself",
    "share-keep": "chooses lines for a report; leads back to it, where the way stands",
    "tie-history": "quotes asks and what came of them; leads to the team's page",
    "agenda": "quotes asks that were sent; leads by the meeting to what was told",
    "mirror-show": "a look before showing; leads to where it stands, which leads to the record",
}


def columns() -> set[str]:
    """Return every column that people of a team write in, as canaries call it."""
    columns_of_words = set()
    for model, (_way, names) in LIVE.items():
        columns_of_words |= {f"{model._meta.app_label}.{model.__name__}.{name}" for name in names}
    return columns_of_words


def read_on(world: World, page: str) -> set[str]:
    """Return the columns whose words stand on a page to be read, rather than in a box."""
    canaries = world.planted(BOX.sub("", page))
    return {canary["field"] for canary in canaries if canary["service"] == OWN} & columns()


def test_every_column_of_words_is_one_that_words_are_taken_out_of(world: World):
    planted = {canary["field"] for canary in world.words.values()}
    assert {name for name in planted if name.startswith("assessments.")} - columns() == ELSEHOW


@pytest.mark.pdf
def test_manager_finds_where_words_are_taken_out(world: World, caplog):
    caplog.set_level(logging.ERROR, "django.request")
    walk, target, missing, elsewhere = Walk(world), world.targets[OWN], {}, set()
    for route, rows in TABLE.items():
        for row in rows:
            if row.get is None or (row.of and row.of not in target.things):
                continue
            path = address(route, row, target if row.of else None)
            response = walk.ask(world.actors["manager"], "GET", path)
            if response.status_code != 200 or "html" not in response.headers["Content-Type"]:
                continue
            page = response.content.decode()
            columns_read = read_on(world, page)
            is_note = "assessments.Note.words" in columns_read and not RECORD.search(page)
            if is_note and not NOTE.search(page):
                elsewhere.add(route)
                missing[f"{route} ({row.of}), a note"] = ["assessments.Note.words"]
            elif columns_read and not (RECORD.search(page) or OWN_FORM.search(page)):
                elsewhere.add(route)
                missing[f"{route} ({row.of})"] = sorted(columns_read)
    missing = {
        where: columns_read
        for where, columns_read in missing.items()
        if where.split()[0] not in ELSEWHERE
    }
    assert missing == {}
    assert set(ELSEWHERE) - elsewhere == set()
