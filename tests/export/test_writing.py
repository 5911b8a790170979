"""What stands in the file of a team, and what does not."""

import json

import msgspec
import pytest

from accounts.models import Service
from assessments import actions
from assessments.models import Assessment, Closure
from example.actions import begin_practice
from export.file.shapes import whole_file
from export.file.writing import file_of_organisation, file_of_team
from record.document import digest
from tests.export.conftest import ODD
from tests.export.written import Written

pytestmark = pytest.mark.django_db


def text_of(service: Service) -> str:
    return b"".join(file_of_team(service, "default")).decode()


def test_file_is_one_document_of_the_shape_that_its_schema_tells(written):
    file = msgspec.json.decode(written.bytes, type=whole_file())
    assert (file.format, file.format_version, file.of) == ("pizazz", 1, "team")
    assert file.count == len(file.rows) == len(written.rows)


def test_two_files_of_the_same_are_equal_to_the_byte(spoken, written):
    assert text_of(spoken).encode() == written.bytes


def test_record_stands_in_it_word_for_word_beside_its_hash(spoken, written):
    closure = Closure.objects.of(spoken).get()
    (row,) = written.of("record")
    assert row["digest"] == closure.digest == digest(closure.document)
    assert closure.document in written.bytes.decode()
    assert [example["words"] for example in row["document"]["examples"]] == [ODD]


def test_open_conversation_and_notes_that_wait_are_in_it(written):
    assert "Said today" in {row["words"] for row in written.of("example")}
    assert {row["words"] for row in written.of("note")} == {"The garden gate", "Ring the bell"}


def test_nobody_is_named_but_who_signed(written, manager, contributor, lead):
    assert [row["name"] for row in written.of("person")] == [manager.display_name]
    text = written.bytes.decode()
    for person in (contributor, lead):
        assert person.display_name not in text
        assert str(person.pk) not in text
    assert "@" not in text


def test_what_was_removed_set_aside_or_only_typed_is_not_in_it(spoken, contributor, manager):
    talk = Assessment.objects.open().get(service=spoken)
    actions.keep_draft(
        user=contributor, assessment=talk, page="coffee", fields={"words": ["Only typed"]}
    )
    actions.add_example(talk, words="Begun by mistake", by=manager, lines=[])
    actions.set_aside(talk, by=manager)
    text = text_of(spoken)
    for words in ("Typed by mistake", "Only typed", "Begun by mistake"):
        assert words not in text


def test_words_that_were_taken_out_are_not_in_it(spoken, manager):
    actions.take_out(spoken, words="- No lift", by=manager)
    text = text_of(spoken)
    assert "No lift" not in text
    (row,) = [row for row in json.loads(text)["rows"] if row["row"] == "taken_out"]
    assert row["new_digest"] == Closure.objects.of(spoken).get().digest


def test_whole_organisation_has_no_word_more_than_its_teams(spoken, written, organisation):
    whole = Written(written.folder, b"".join(file_of_organisation(organisation, "default")))
    assert set(written.rows) <= set(whole.rows)
    more = {json.loads(row)["row"] for row in set(whole.rows) - set(written.rows)}
    assert more <= {"grouping", "offer"}


def test_place_to_practise_in_is_in_no_file(spoken, organisation, manager):
    place = begin_practice(by=manager)
    assert text_of(place).count('"row":"service"') == 0
    assert str(place.pk) not in b"".join(file_of_organisation(organisation, "default")).decode()
