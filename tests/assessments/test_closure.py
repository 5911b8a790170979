"""What is sealed, and how."""

import datetime as dt
import json
from pathlib import Path

from accounts.models import Service, User
from assessments import actions
from assessments.actions import Choice
from assessments.models import Assessment, Closure
from assessments.sealing.seal import card
from frameworks.models import Framework, Level, Line
from record.distance.movement import Kind
from record.distance.rows import rows_of
from record.distance.telling import oldest_first
from record.document import Record, digest
from tests.records import a_record, helps


def test_closure_is_canonical_and_round_trips(
    conversation: Assessment,
    soil: Line,
    levels: dict[str, Level],
    contributor: User,
) -> None:
    actions.place(conversation, soil, Choice("placed", levels["leaf"], 3), by=contributor, seen=0)
    actions.add_example(
        conversation, words="Nights ring in. ŵ ŷ 你好", by=contributor, lines=[soil]
    )

    closure = actions.finish(conversation, by=contributor)

    again = Record.from_json(closure.document).to_json()
    assert again == closure.document
    assert closure.digest == digest(closure.document)
    keys = list(json.loads(closure.document))
    assert keys == sorted(keys)


def test_closure_seals_what_was_offered_and_left(
    conversation: Assessment, soil: Line, levels: dict[str, Level], contributor: User
) -> None:
    actions.place(conversation, soil, Choice("placed", levels["leaf"]), by=contributor, seen=0)

    closure = actions.finish(conversation, by=contributor)

    sealed = [(j.line, j.place.status, j.answered) for j in closure.record.judgements]
    assert sealed == [("soil", "placed", True), ("light", "another_day", False)]
    rows = [(r.line.code, r.status, r.answered) for r in closure.readings.order_by("pk")]
    assert rows == sealed


def test_closure_of_a_coffee_break_has_no_line_unless_a_bead_was_wanted(
    service: Service,
    framework: Framework,
    levels: dict[str, Level],
    contributor: User,
) -> None:
    first = actions.start(service=service, framework=framework, length="coffee", by=contributor)
    assert actions.finish(first, by=contributor).record.judgements == ()

    second = actions.start(service=service, framework=framework, length="coffee", by=contributor)
    whole = framework.lines.get(kind="whole")
    actions.place(second, whole, Choice("placed", levels["seed"]), by=contributor, seen=0)

    judged = actions.finish(second, by=contributor).record.judgements
    assert [(j.line, j.place.level) for j in judged] == [("whole", "seed")]


def test_closure_offers_the_elements_of_opened_themes(
    conversation: Assessment, soil: Line, contributor: User
) -> None:
    actions.open_theme(conversation, soil, by=contributor)

    judged = actions.finish(conversation, by=contributor).record.judgements

    assert [j.line for j in judged] == ["soil", "worms", "water", "light"]


def test_closure_keeps_the_services_own_word_and_no_name(
    service: Service, framework: Framework, contributor: User
) -> None:
    service.people_word = "guests"
    service.save()
    talk = actions.start(
        service=service,
        framework=framework,
        length="themes",
        by=contributor,
        people_kinds=["nights"],
        head_count=4,
    )

    closure = actions.finish(talk, by=contributor)

    assert closure.record.service.people == "guests"
    assert "{people}" not in closure.document
    assert contributor.display_name not in closure.document
    assert contributor.email not in closure.document
    assert closure.card["heard"] == ["nights"]
    assert "nights" not in closure.card["not_heard"]


def test_two_of_one_day_keep_the_order_they_were_begun_in(
    service: Service, framework: Framework, soil: Line, levels: dict[str, Level], contributor: User
) -> None:
    """The record knows the moment, and one that is put right keeps its place."""
    talks = []
    for level in ("seed", "leaf"):
        talk = actions.start(service=service, framework=framework, length="themes", by=contributor)
        actions.place(talk, soil, Choice("placed", levels[level]), by=contributor, seen=0)
        actions.finish(talk, by=contributor)
        talks.append(talk)
    first, second = talks
    actions.put_right(first, reason="A slip.", by=contributor)
    assert Closure.objects.before(first).count() == 0
    actions.finish(first, by=contributor)

    records = [closure.record for closure in Closure.objects.current().order_by("pk")]
    ids = [str(first.pk), str(second.pk)]
    for order in (records, records[::-1]):
        assert [closure.occasion.id for closure in oldest_first(order)] == ids
        (row, *_rest) = rows_of(order)
        assert row.since_last.kind is Kind.FURTHER_ON
    assert Closure.objects.before(second).current().get().assessment == first


def test_older_record_without_the_moment_is_read(
    conversation: Assessment, contributor: User
) -> None:
    document = json.loads(actions.finish(conversation, by=contributor).document)
    del document["occasion"]["started_at"]

    assert Record.from_json(json.dumps(document)).occasion.started_at == ""


def test_card_says_nobody_was_not_heard_where_no_kind_is_ticked() -> None:
    shown_card = card(a_record(dt.date(2026, 3, 10), people_kinds=()))
    assert (shown_card["heard"], shown_card["not_heard"]) == ([], [])
    shown_card = card(a_record(dt.date(2026, 3, 10), people_kinds=("days", "relief")))
    assert shown_card["not_heard"] == ["nights", "volunteers", "residents"]


def test_card_holds_what_pages_read_and_no_more() -> None:
    pages = "".join(path.read_text() for path in Path("home").rglob("*.py"))
    names = card(a_record(dt.date(2026, 3, 10))).keys() - {"rules"}
    assert [name for name in names if f'"{name}"' not in pages] == []


def test_card_does_not_say_a_help_that_is_gone() -> None:
    over = helps("The forum", state="gone")
    assert card(a_record(dt.date(2026, 3, 10), factors=(over,)))["said"] == ""
    still = helps("The garden", state="still")
    assert card(a_record(dt.date(2026, 3, 10), factors=(over, still)))["said"] == "The garden"
