"""What a team keeps, and what would tell of it by another door."""

import datetime as dt
import itertools

import msgspec
import pytest

from record.document import AroundNoteText, AskText, ExampleText, FactorText, StepText, View
from record.framework import LineText, Link
from record.taking_out import WRITTEN, map_texts, texts_in
from record.withholding import line_key, pieces_of, telling_sentence, withhold
from tests.alder_house import a_journey
from tests.occasions import MARCH, NOVEMBER, Words, at, talk

OF_TALK = ("opening", "version", "lines", "people_kinds")
PIES = ("pies", "2")
SECRET = "The office door is locked at ten"
WRAPPED = "The office door\nis locked at ten"
# Goes with the words beside it, or never leaves the team.
NO_PIECES = {
    ("AnswerText", "about_when"),
    ("ExampleText", "link"),
    ("JudgementText", "moved_because"),
    ("Occasion", "next_talk_by"),
    ("Record", "reason"),
    ("StepText", "who"),
}


def talk_with(*sayings, held_on=NOVEMBER, **parts):
    """One conversation, with rows of its own."""
    of_talk = {name: parts.pop(name) for name in OF_TALK if name in parts}
    return msgspec.structs.replace(talk(held_on, *sayings, **of_talk), **parts)


def without(records, *keys, marked=False):
    """The records without what these keys name."""
    return withhold(records, keys, marked=marked).records


def everything(records):
    return " ".join(text for record in records for text in texts_in(record))


def obstacle(words=SECRET, ask="", lines=("reflective",), row="o1"):
    asks = AskText("a1", "commissioner", ask) if ask else None
    return FactorText(row, "obstacle", words, "there", lines=lines, ask=asks)


def test_nothing_kept_leaves_records_as_they_are():
    record = talk_with(at("reflective", "here"), factors=(obstacle(),))
    assert without([record]) == (record,)


@pytest.mark.parametrize(
    "elsewhere",
    [
        {"opening": f"A good year. {SECRET}. We go on."},
        {"opening": f"A good year. {WRAPPED}. We go on."},
        {"steps": (StepText("s1", f"- Ask why\n- {WRAPPED}", "trying"),)},
        {"factors": (obstacle(), obstacle("Doors", ask=f"{SECRET}!", row="o2"))},
        {"steps": (StepText("s1", f"Ask why {SECRET.lower()}, and whether it must be", "trying"),)},
        {"around": (AroundNoteText(dt.date(2026, 5, 1), SECRET.upper()),)},
        {"examples": (ExampleText("e2", f"- {SECRET}\n- and the gate", ("enquiry",)),)},
    ],
)
def test_what_is_kept_is_told_by_no_other_door(elsewhere):
    record = talk_with(at("enquiry", "here"), **({"factors": (obstacle(),)} | elsewhere))

    rest = without([record], "row:o1")

    assert SECRET.casefold() not in " ".join(everything(rest).split()).casefold()


def test_sentences_around_it_stay():
    record = talk_with(opening=f"A good year. {SECRET}. We go on.", factors=(obstacle(),))
    rest = withhold([record], ["row:o1"], marked=False)
    assert rest.records[0].occasion.opening == "A good year. We go on."


def test_sentence_that_went_besides_is_told_to_the_team():
    sentence = f"Since March {SECRET.lower()}, nights too."
    record = talk_with(opening=sentence, factors=(obstacle(),))
    assert withhold([record], ["row:o1"], marked=False).sentences == (sentence,)


def test_older_words_of_a_row_go_with_it():
    then = talk_with(factors=(obstacle("The door is locked early"),), held_on=MARCH)
    now = talk_with(factors=(obstacle(),))
    assert everything(without([then, now], "row:o1")).strip() == everything(
        without([talk_with(held_on=MARCH), talk_with()])
    )


@pytest.mark.parametrize("marked", [True, False])
def test_line_goes_with_all_that_is_said_of_it(marked):
    key = line_key(PIES, "reflective")
    record = talk_with(
        at("reflective", "rooted", words="We sit down on Tuesdays"),
        at("enquiry", "here", words="Why is a word we use"),
        opening="We sit down on Tuesdays. Reflective practice is what we love. All is well.",
        factors=(obstacle(), obstacle("The rota", lines=("reflective", "enquiry"), row="o2")),
    )

    (rest,) = without([record], key, marked=marked)

    assert rest.occasion.opening == "All is well."
    assert [(row.words, row.lines) for row in rest.factors] == [("The rota", ("enquiry",))]
    assert [row.words for row in rest.examples] == ["Why is a word we use"]
    judged = {judgement.line: judgement for judgement in rest.judgements}
    assert ("reflective" in judged) is marked
    assert not marked or (judged["reflective"].kept_back and not judged["reflective"].place.level)
    assert ("reflective" in {line.code for line in rest.framework.lines}) is marked


def test_theme_goes_with_its_elements_and_is_marked_once():
    key = line_key(PIES, "learning")
    record = talk_with(at("learning", "here"), at("enquiry", "usual"))
    (rest,) = without([record], key, marked=True)
    assert [(judgement.line, judgement.kept_back) for judgement in rest.judgements] == [
        ("learning", True)
    ]


def test_line_that_nobody_answered_is_not_said_to_be_kept():
    record = talk_with(Words("reflective", "another_day", answered=False), at("enquiry", "here"))
    (rest,) = without([record], line_key(PIES, "reflective"), marked=True)
    assert [judgement.line for judgement in rest.judgements] == ["enquiry"]


def test_view_that_holds_it_goes():
    record = talk_with(
        Words(
            "enquiry", "differs", views=(View(f"It isn’t ours to change: {SECRET}"), View("Yes"))
        ),
        factors=(obstacle(),),
    )
    (rest,) = without([record], "row:o1")
    assert [view.words for view in rest.judgements[0].views] == ["", "Yes"]


def test_short_words_are_kept_where_they_are_all_that_is_said():
    record = talk_with(
        at("enquiry", "here", words="No keys. Nothing else is new."),
        factors=(obstacle("Keys"),),
    )
    (rest,) = without([record], "row:o1")
    assert rest.examples[0].words == "No keys. Nothing else is new."


def test_a_short_item_of_what_is_kept_is_no_secret_by_itself():
    """The name of a month, or a "No.", may be all of any other text."""
    record = talk_with(
        at("enquiry", "here", words="No. May\nbe so."),
        factors=(obstacle("No. Jo hits people.\n- May\n- Jo"),),
        steps=(StepText("s1", "Ask Jo", by_when="May", who="Jo", state="live"),),
    )
    (rest,) = without([record], "row:o1")
    assert (rest.examples, rest.steps, rest.factors) == (record.examples, record.steps, ())


def test_nobody_who_was_there_is_called_by_what_is_kept():
    kinds = ("days", "Keys", f"{SECRET} people", "nights")
    record = talk_with(factors=(obstacle("Keys"), obstacle(row="o2")), people_kinds=kinds)
    (rest,) = without([record], "row:o1", "row:o2")
    assert rest.occasion.people_kinds == ("days", "nights")


def test_every_piece_can_be_kept():
    record = talk_with(
        at("enquiry", "here", words="Why is a word we use"),
        opening="It was a good year",
        factors=(obstacle(ask="Two more keys for the night"),),
        steps=(StepText("s1", "A key for nights", "trying", notice="Nobody rings twice"),),
    )
    for piece in pieces_of([record]):
        assert piece.words not in everything(without([record], piece.key)), piece


def test_every_text_of_a_record_can_be_kept_or_never_leaves():
    """Also one that a record of today has not got yet."""
    no_pieces = set()
    for record in a_journey():
        numbers = itertools.count()
        marked = map_texts(record, lambda _text: f"Mark {next(numbers)}")  # noqa: B023 -- used at once
        marks = {piece.words for piece in pieces_of([marked])}
        no_pieces |= {
            (kind.__name__, name) for kind, name, text in written(marked) if text not in marks
        }
    assert no_pieces == NO_PIECES


def written(part):
    """Give each text that people wrote, with the structure and the field it stands in."""
    for field in msgspec.structs.fields(part):
        value = getattr(part, field.name)
        if field.name in WRITTEN.get(type(part), ()):
            yield type(part), field.name, value
        rows = value if isinstance(value, tuple) else (value,)
        for row in rows:
            if isinstance(row, msgspec.Struct):
                yield from written(row)


def test_words_of_today_may_not_name_a_line_as_it_was_called_before():
    link = Link("same", "pies", "1.0", "noon", "pies", "2.0", "reflective")
    lines = (LineText("noon", "theme", "Sitting down at noon"),)
    records = [
        talk_with(version="1.0", lines=lines, held_on=MARCH),
        talk_with(at("reflective", "here")),
    ]
    keys, words = [line_key(PIES, "reflective")], "We love sitting down at noon."
    assert telling_sentence(records, keys, words, links=[link]) == words
    assert not telling_sentence(records, keys, words)


def test_words_of_today_are_asked_whether_they_tell():
    record = talk_with(factors=(obstacle(),))
    for words in (f"We write as {SECRET.lower()}.", SECRET, f"It is spring. {SECRET}!", WRAPPED):
        assert telling_sentence([record], ["row:o1"], words), words
    assert not telling_sentence([record], ["row:o1"], "We write as it is spring.")
