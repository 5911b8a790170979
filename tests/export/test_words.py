"""Words as sheets: all of them, no formula, and no level of several teams."""

import csv
import datetime as dt
import io
import itertools
import json
import re

import openpyxl
import pytest
from msgspec.structs import replace

from export.selectors import kept_records, shown_records
from export.words import sheets
from export.words.rows import NamesNow, own_rows, shown_rows
from record.document import AnswerText, AskText
from record.taking_out import map_texts, texts_in
from tests.alder_house import a_journey
from tests.export.conftest import ODD

LEVELS = {"seed", "sprout", "leaf", "Seed", "Sprout", "Leaf"}


def own(records, **how):
    """Return a team's rows, where nothing has another name since."""
    records = list(records)
    return own_rows(records, names(records), **how)


def rows_shown(records):
    """Return rows of several teams; each record with whether one person is its team."""
    records = list(records)
    return shown_rows(records, names([record for record, _by_one in records]))


def names(records, **teams: str) -> NamesNow:
    return NamesNow({record.service.id: record.service.name for record in records} | teams, records)


def file_of(form: str, rows) -> bytes:
    file = io.BytesIO()
    sheets.write_rows(form, rows, file)
    return file.getvalue()


def cells(form: str, rows) -> list[list[str]]:
    content = file_of(form, rows)
    if form == "csv":
        return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    return [[str(cell or "") for cell in row] for row in sheet.iter_rows(values_only=True)]


def test_every_text_of_a_record_stands_in_the_sheet():
    """Also one that a record of today has not got yet."""
    for record in a_journey():
        numbers = itertools.count()
        marked = map_texts(record, lambda _text: f"Mark {next(numbers)}.")  # noqa: B023 -- used at once
        words = " ".join(row.words for row in own([marked]))
        assert [text for text in texts_in(marked) if text not in words] == []


@pytest.mark.parametrize(
    ("words", "disarmed"),
    [
        ("=1+1", "'=1+1"),
        ("+44", "'+44"),
        ("- a list", "'- a list"),
        ("@home", "'@home"),
        ("\t=1", "'\t'=1"),
        ("\r=1", "'\r'=1"),
        ("＝1", "'＝1"),
        (" =1", "' =1"),
        ("\ufeff=1", "'\ufeff=1"),
        ("\u200b@a", "'\u200b@a"),
        ("ok;=1+1", "ok;'=1+1"),
        ("ok\t @a", "ok\t '@a"),
        ('ok;"=1&";a', """ok;"'=1&";a"""),
        ('ok\n" \u200b=1"', """ok\n" \u200b'=1\""""),
        ("ok\n=1", "ok\n'=1"),
        ("ok;-1", "ok;'-1"),
        ("two:\n- a list\n- more", "two:\n- a list\n- more"),
        ("a; b = c", "a; b = c"),
        ("a=1", "a=1"),
        *((words, f"'{words}") for words in ("3-4", "1/2", "1E5", "0012", "12345678901234567890")),
        *(
            (words, f"'{words}")
            for words in ("3 May", "Mar-24", "10:30", "50%", "(3)", "5 pm", "TRUE")
        ),
        *((words, words) for words in ("May", "3 of us", "Room 3", "True of us")),
        ("", ""),
        ("a\0b", "ab"),
    ],
)
def test_formula_is_disarmed(words, disarmed):
    assert sheets.disarmed(words) == disarmed


@pytest.mark.django_db
def test_sheet_and_table_hold_odd_words_as_they_are(spoken):
    for form, words in (("csv", f"'{ODD}"), ("xlsx", ODD)):
        texts_there = [row[4] for row in cells(form, own(kept_records(spoken)))]
        assert words in texts_there


def test_sheet_leaves_out_what_it_cannot_hold():
    row = replace(next(own(a_journey()[-1:])), words="co\ufffeoperate\x0b\uffff")
    assert cells("xlsx", [row])[1][4] == "cooperate"


@pytest.mark.django_db
def test_answer_says_whether_it_is_a_yes_or_a_no(spoken):
    (record,) = kept_records(spoken)
    answer = AnswerText("cannot", "the year is spent.", dt.datetime(2026, 3, 1, tzinfo=dt.UTC))
    ask = AskText("1", "organisation", "A lift", answers=(answer,))
    factors = [replace(factor, ask=ask) for factor in record.factors]
    rows = own([replace(record, factors=tuple(factors))])
    assert "I can’t, because the year is spent." in [row.words for row in rows]


def test_what_has_gone_and_an_answer_that_is_no_card_are_said():
    rows = [(row.what, row.about, row.words, row.level) for row in own(a_journey()[-1:])]
    place = rows.index(("What gets in the way", "", "No time to stop and think", ""))
    assert rows[place + 1] == ("How that stands", "", "Gone.", "")
    answer = ("Where we were", "The built environment", "", "Does not apply here, for now")
    assert answer in rows


def test_one_person_speaks_as_one_and_whose_an_obstacle_is_stands_beside_it():
    team, one = list(own(a_journey())), list(own(a_journey(), by_one=True))
    ours = re.compile(r"\b(we|us|our|ours)\b", re.IGNORECASE)
    assert [row.what for row in team if ours.search(row.what)]
    assert [row.what for row in one if ours.search(row.what)] == []
    for rows, sentence in ((team, "ours to change"), (one, "mine to change")):
        sentences = [row.words for row in rows if row.what == "Whose it is to change"]
        assert sentence in sentences
        assert "needs someone else" in sentences
    sheet = cells("csv", one)
    assert not ours.search(" ".join(sheet[0]))


def test_what_has_another_name_now_has_both():
    """A team under the one it has today; a line and a level with that of the newest talk behind."""
    first, *later, last = a_journey()
    change = {"three-rs": "Rules, and who we are", "usual-here": "As ever"}
    parts = {}
    for kind in ("lines", "levels"):
        parts[kind] = tuple(
            replace(part, name=change.get(part.code, part.name))
            for part in getattr(last.framework, kind)
        )
    records = [first, *later, replace(last, framework=replace(last.framework, **parts))]
    now = names(records, **{first.service.id: "Rowan House"})
    rows = list(own_rows(records, now))
    shown_there = list(shown_rows([(record, False) for record in records], now))
    assert {row.team for row in [*rows, *shown_there]} == {"Rowan House"}
    for some in (rows, shown_there):
        called = [row.words for row in some if row.what == "Called then"]
        assert called == ["Alder House"] * 4
    cells_told = {row.about for row in rows} | {row.level for row in rows}
    assert {"The Three Rs (now Rules, and who we are)", "Usual here (now As ever)"} <= cells_told
    newest = [row for row in rows if row.talked_on == last.occasion.held_on]
    assert "Rules, and who we are" in {row.about for row in newest}
    assert not [row for row in newest if "(now" in row.about + row.level]


@pytest.mark.django_db
def test_one_person_speaks_as_one_in_a_file_of_several_teams(spoken, organisation, manager):
    assert "What we say" in {row.what for row in rows_shown(shown_records(organisation))}
    spoken.memberships.exclude(user=manager).delete()
    whats = {row.what for row in rows_shown(shown_records(organisation))}
    assert "What I say" in whats
    assert not re.search(r"\b(we|us|our|ours)\b", " ".join(whats), re.IGNORECASE)


@pytest.mark.django_db
def test_every_cell_of_a_sheet_is_text(spoken):
    content = file_of("xlsx", own(kept_records(spoken)))
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    kinds = {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None}
    assert kinds == {"s"}
    assert sheet.print_title_rows == "$1:$1"
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)
    assert sheet.parent.properties.creator == "Pizazz"


@pytest.mark.django_db
def test_own_words_tell_where_the_team_was_and_what_teams_showed_does_not(spoken, organisation):
    placed = cells("csv", own(kept_records(spoken)))
    assert placed[0][-1] == "Where it was placed"
    assert any(row[-1] in LEVELS for row in placed)
    rows = cells("csv", rows_shown(shown_records(organisation)))
    assert rows[0] == ["Team", "Talked on", "What it is", "About", "Words"]
    assert not LEVELS & {cell for row in rows for cell in row}
    assert f"'{ODD}" in [row[4] for row in rows]


@pytest.mark.django_db
def test_what_is_not_shown_and_what_stays_with_the_team_is_not_told(spoken, organisation):
    text = file_of("json", rows_shown(shown_records(organisation))).decode()
    assert "No lift" in text
    for words in ("The garden gate", "Ring the bell", "Said today", "Typed by mistake"):
        assert words not in text


def texts(value) -> set[str]:
    if isinstance(value, str):
        return {value}
    if isinstance(value, dict):
        return {text for part in value.values() for text in texts(part)}
    if isinstance(value, list):
        return {text for part in value for text in texts(part)}
    return set()


def test_every_word_of_a_record_is_in_its_teams_rows():
    """What people wrote, wherever in the record: names of lines, levels and codes aside."""
    for record in a_journey():
        members = json.loads(record.to_json())
        for part in ("framework", "service", "reason"):
            members.pop(part)
        written = {text for text in texts(members) if " " in text}
        rows = {text for row in own([record]) for text in (row.words, row.about)}
        kinds = {kind for row in rows for kind in row.split(", ")}
        missing = {words for words in written if words not in rows | kinds}
        assert not {words for words in missing if not any(words in row for row in rows)}


def test_file_without_rows_has_a_heading():
    assert cells("csv", rows_shown([])) == [["Team", "Talked on", "What it is", "About", "Words"]]
    assert json.loads(file_of("json", rows_shown([])))["rows"] == []
