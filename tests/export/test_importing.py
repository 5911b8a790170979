"""A file comes in whole and proved, or not at all and with a sentence that says why."""

import json
import os

import msgspec
import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import Erasure, Organisation, Service, User
from agreeing.actions import begin_tie, show_tie
from assessments.models import Closure, Example, Note, Reading
from assessments.sealing.verify import problems
from export.file.importing import bring_in
from export.file.places import NOBODY, find_or_make
from export.file.shapes import OrganisationRow
from export.file.writing import file_of_team
from office.actions.erasing import NOBODY as ERASED
from pages.commands import CannotDo
from tests.export.conftest import ODD
from tests.export.written import Written, moved
from tests.factories import CommissioningBodyFactory

pytestmark = pytest.mark.django_db
DEEP = "[" * 500 + '"\\u0000"' + "]" * 500
COUNTED = (Closure, Example, Note, Organisation, Reading, Service, User)


def counts() -> list[int]:
    return [model._base_manager.count() for model in COUNTED]


def refused(path) -> str:
    """Return why a file is refused, once it is seen that nothing was changed."""
    before = counts()
    with pytest.raises(CannotDo) as refusal:
        bring_in(path)
    assert counts() == before
    return str(refusal.value).replace(str(path), "FILE")


def test_what_came_in_is_written_again_to_the_very_same_bytes(elsewhere):
    """But for the team's place in addresses, which another has here, and the order of its keys."""
    (team,) = bring_in(elsewhere.path())
    assert (team.name, team.slug) == ("Alder House", "alder-house-2")
    again = b"".join(file_of_team(team, "default"))
    same = again.replace(b'"slug":"alder-house-2"', b'"slug":"alder-house"')
    same = same.replace(b'"slug":"oak-trust-2"', b'"slug":"oak-trust"')
    assert sorted(Written(elsewhere.folder, same).rows) == sorted(elsewhere.rows)


def test_what_came_in_agrees_and_has_its_readings(elsewhere, spoken):
    (team,) = bring_in(elsewhere.path())
    assert list(problems()) == []
    closure = Closure.objects.of(team).get()
    assert closure.card == Closure.objects.of(spoken).get().card | {
        "obstacles": closure.card["obstacles"]  # their keys are others
    }
    assert closure.readings.count() == 2
    assert Example.objects.filter(contribution__assessment__service=team, words=ODD).exists()


def test_people_come_in_by_name_and_without_a_way_in(elsewhere, manager):
    (team,) = bring_in(elsewhere.path())
    signed = Note.objects.get(service=team, words="Ring the bell").signed_by
    assert signed is not None
    assert (signed.display_name, signed.is_active) == (manager.display_name, False)
    assert signed != manager
    assert not signed.has_usable_password()
    closure = Closure.objects.of(team).get()
    assert closure.sealed_by.email == NOBODY
    assert not team.memberships.exists()


def test_who_was_erased_here_does_not_get_their_name_back(elsewhere, manager):
    (row,) = elsewhere.of("person")
    Erasure.objects.create(kind=Erasure.Kind.PERSON, key=row["id"])
    bring_in(elsewhere.path())
    assert User.objects.get(pk=row["id"]).display_name == ERASED


def test_team_that_was_deleted_here_for_good_stays_gone(elsewhere):
    (row,) = elsewhere.of("service")
    Erasure.objects.create(kind=Erasure.Kind.TEAM, key=row["id"])
    assert "All of Alder House was deleted here for good" in refused(elsewhere.path())


def test_team_that_is_here_is_refused(written):
    sentence = refused(written.path())
    assert sentence.startswith("FILE, line ")
    assert sentence.endswith("Alder House is here already, and nothing is written over.")


def test_second_time_is_refused(elsewhere):
    bring_in(elsewhere.path())
    assert "is here already" in refused(elsewhere.path())


def test_record_that_was_changed_is_named(elsewhere):
    elsewhere.change("record", "No lift", "A lift")
    sentence = refused(elsewhere.path())
    day = Closure.objects.get().held_on
    assert (
        f"the record of Alder House of {day.day} {day:%B %Y}, no. 1, is not as it was" in sentence
    )


def test_row_that_was_changed_is_noticed_by_the_sum_at_the_end(elsewhere):
    elsewhere.change("example", "Said today", "Said never")
    assert "FILE is not as it was written" in refused(elsewhere.path(fitting=False))


@pytest.mark.parametrize(
    ("kind", "old", "new", "words"),
    [
        ("example", '"words"', '"sworn"', "Object contains unknown field `sworn`"),
        ("conversation", '"version":', '"version":"many","x":', "Expected `int`, got `str`"),
        ("judgement", '"placed"', '"first class"', "Invalid enum value 'first class'"),
        ("judgement", '"soil"', '"sand"', "No framework of this file has “tiny 1.0 sand”."),
        ("example", "Said today", "\\u0000", "a letter that cannot be kept"),
        ("example", "Said today", "\\ud800", "line"),
        ("framework", '"digest":"', '"digest":"0', "says something else here"),
        ("framework", '"version":"', '"version":"9', "is not here. Put its file into"),
        ("organisation", '"provider"', '"practice"', "Invalid enum value 'practice'"),
        ("judgement", '"status":"placed"', '"status":"another_day"', "breaks a rule of the data"),
        ("showing", '"shown":true', '"shown":[[[]]]', "Expected `bool`, got `array`"),
        ("record", "No lift", "No \\\\\\u0000", "a letter that cannot be kept"),
        ("record", '"document":{', f'"document":{{"x":{DEEP},', "a letter that cannot be kept"),
        ("record", "No lift", "No \udcff", "a record cannot be read ('utf-8' codec"),
        ("person", '"}', '","name":"\u200b"}', "“display_name” is empty."),
        ("organisation", '"days_to_read":2', '"days_to_read":-3', "Expected `int` >= 2"),
        ("organisation", '"kinds_of_place":[', '"kinds_of_place":["castle"', "Invalid enum value"),
        (
            "service",
            '"kinds_to_hear":[',
            '"kinds_to_hear":["",',
            "has an empty word.",
        ),
        ("service", '"kinds_to_hear":[', '"kinds_to_hear":["a\\nb",', "a letter that cannot stand"),
        ("conversation", '"next_talk":""', '"next_talk":"in -3 months"', "Invalid enum value"),
        ("conversation", '"next_talk_needs":[', '"next_talk_needs":["boat"', "value 'boat'"),
        ("conversation", '"held_on":"2', '"held_on":"3', "of a day that is yet to come."),
        ("conversation", '"version":', '"version":2147483647,"x":', "Expected `int` <= 1000000000"),
        ("ask", '"also":[', '"also":["queen"', "Invalid enum value 'queen'"),
    ],
)
def test_bad_row_is_refused_with_its_line(elsewhere, kind, old, new, words):
    elsewhere.change(kind, old, new)
    sentence = refused(elsewhere.path())
    assert sentence.startswith("FILE, line ")
    assert words in sentence
    assert "Said today" not in sentence  # no word of theirs on the screen of who runs the site


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        ("format_version", 99, "format_version 99"),
        ("judged.0.place.status", "sunny", "status “sunny”"),
        ("judged.0.place.step", 99, "step 99"),
        ("judged.0.first.status", "sunny", "status “sunny”"),
        ("judged.0.why_differs", "sunny", "why_differs “sunny”"),
        ("occasion.length", "year", "length “year”"),
        ("occasion.how_talked", "loudly", "how_talked “loudly”"),
        ("occasion.next_talk", "in -3 months", "next_talk “in -3 months”"),
        ("occasion.next_talk_needs", ["boat"], "next_talk_needs “boat”"),
        ("occasion.head_count", -3, "head_count -3"),
        ("occasion.next_talk_on", "9999-12-31", "the day 9999-12-31"),
        ("occasion.entered_on", "0001-01-01", "the day 0001-01-01"),
        ("examples.0.kind", "rumour", "kind “rumour”"),
        ("examples.0.lines", ["nowhere"], "line “nowhere”"),
        ("factors.0.kind", "weather", "kind “weather”"),
        ("factors.0.state", "sunny", "state “sunny”"),
        ("factors.0.reach", "sunny", "reach “sunny”"),
        ("factors.0.ask.to", "queen", "to “queen”"),
        ("framework.levels", [], "level “leaf”"),
        ("framework.lines", [], "line “soil”"),
    ],
)
def test_record_that_nobody_could_have_kept_is_refused(elsewhere, path, value, words):
    """With a right sum, and proved by its own hash: what it says is not there to be chosen."""
    elsewhere.reseal(path, value)
    assert refused(elsewhere.path()).endswith(
        f"a record says {words}: nobody can choose that here."
    )


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "FILE is no file of Pizazz\u2019s"),
        (b"PK\x03\x04", "FILE is no file of Pizazz\u2019s"),
        (b"\xff\xfe{}", "FILE is no file of Pizazz\u2019s"),
        (b"[]\n", "FILE is no file of Pizazz\u2019s"),
        (b'{"format":"other","format_version":1,"rows":[\n', "FILE is of another application."),
        (b"{" * 100_000, "FILE is no file of Pizazz\u2019s"),
        (b'{"format":"pizazz","format_version":2,"rows":[\n', "Update Pizazz here first."),
        (b'{"format":"pizazz","format_version":0,"rows":[\n', "Update Pizazz there, and write"),
        (b'{"format":"pizazz","rows":[\n', "FILE does not say of which format it is."),
        (
            b'{"format":"pizazz","format_version":1,"of":"all","name":"x","rows":[\n',
            "line 1:",
        ),
    ],
)
def test_what_is_no_file_of_ours_is_refused(tmp_path, manager, content, words):
    path = tmp_path / "file.json"
    path.write_bytes(content)
    assert words in refused(path)


def test_file_that_was_cut_is_refused(elsewhere):
    whole = elsewhere.path().read_bytes()
    for end in (len(whole) - 30, whole.index(b'{"row":"record"'), whole.index(b"\n") + 1):
        path = elsewhere.folder / "cut.json"
        path.write_bytes(whole[:end])
        assert refused(path)


def test_file_with_something_behind_its_end_is_refused(elsewhere):
    path = elsewhere.path()
    path.write_bytes(path.read_bytes() + b"\n\n")
    with path.open("ab") as file:
        file.write(b"{}")
    assert "FILE is not as it was written" in refused(path)


def test_file_that_is_laid_out_anew_is_refused_and_says_so(elsewhere):
    path = elsewhere.folder / "pretty.json"
    path.write_text(json.dumps(json.loads(elsewhere.path().read_bytes()), indent=2))
    assert "Use the file as “export” wrote it" in refused(path)


def test_file_that_is_not_there_or_too_large_is_refused(tmp_path, manager, monkeypatch):
    assert "FILE cannot be read: No such file" in refused(tmp_path / "none.json")
    os.mkfifo(tmp_path / "pipe")
    assert "FILE cannot be read: It is a pipe or a device" in refused(tmp_path / "pipe")
    monkeypatch.setattr("export.file.reading.MOST_BYTES", 3)
    path = tmp_path / "large.json"
    path.write_bytes(b"{}{}")
    assert "FILE is larger than 4 GB" in refused(path)


def test_row_cannot_write_into_a_team_that_was_here(elsewhere, spoken):
    """Not by leading to its conversation, nor to one of its asks, which may be left out."""
    theirs = str(Closure.objects.of(spoken).get().assessment_id)
    (ours,) = {row["id"] for row in elsewhere.of("conversation") if row["closed_at"]}
    elsewhere.change("around" if elsewhere.of("around") else "factor_note", ours, theirs)
    assert "leads to something that is not in the file" in refused(elsewhere.path())


def test_note_cannot_lead_to_another_teams_conversation(elsewhere, spoken):
    theirs = str(Closure.objects.of(spoken).get().assessment_id)
    (ours,) = {row["id"] for row in elsewhere.of("conversation") if row["closed_at"]}
    elsewhere.change("note", ours, theirs)
    assert "leads to something that is not in the file" in refused(elsewhere.path())


def test_nobody_comes_in_before_the_first_person(elsewhere, monkeypatch):
    User.objects.update(is_active=False)
    assert refused(elsewhere.path()).startswith("Nobody is in here yet")


def test_body_that_came_by_name_takes_what_its_own_file_says(elsewhere):
    """Whichever file came first; what somebody has begun to use here is left as it is."""
    own = next(row for row in elsewhere.of("organisation") if row["people_word"])
    row = msgspec.convert(own | {"second_step": True, "people_word": "guests"}, OrganisationRow)
    assert find_or_make(msgspec.structs.replace(row, people_word="", second_step=False))
    assert find_or_make(row)
    here = Organisation.objects.get(pk=row.id)
    assert (here.people_word, here.second_step, here.slug) == ("guests", True, "oak-trust-2")
    bring_in(elsewhere.path())
    assert not find_or_make(row)


def test_what_a_team_has_with_a_body_that_became_another_here_is_the_others(
    spoken, manager, body, tmp_path
):
    tie = begin_tie(spoken, CommissioningBodyFactory(name="Northtown CC"), by=manager)
    show_tie(spoken, tie.body, by=manager, at=timezone.now())
    file = Written(tmp_path, moved(b"".join(file_of_team(spoken, "default"))))
    row = next(row for row in file.of("organisation") if row["name"] == "Northtown CC")
    CommissioningBodyFactory(pk=row["id"], joined_into=body, closed_on=timezone.localdate())
    (team,) = bring_in(file.path())
    assert team.ties.get().body == body


def test_file_comes_in_once_more_under_other_keys(elsewhere, tmp_path):
    """Two teams of one name and slug: the second gets a number."""
    bring_in(elsewhere.path())
    (team,) = bring_in(Written(tmp_path, moved(elsewhere.bytes)).path())
    assert team.slug == "alder-house-3"
    assert connection.in_atomic_block
