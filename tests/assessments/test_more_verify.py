"""Finding what was changed behind the back of the actions."""

import json
from io import StringIO

import pytest
from django.core.management import call_command

from accounts.models import User
from assessments import actions
from assessments.actions import Choice
from assessments.models import Assessment, Closure, Reading
from assessments.sealing.seal import CARD_RULES, refresh_cards
from assessments.sealing.verify import problems
from frameworks.models import Framework, Level, Line
from record.document import digest
from tests.frameworks.stored import load_shipped


@pytest.fixture
def closure(
    conversation: Assessment, soil: Line, levels: dict[str, Level], contributor: User
) -> Closure:
    """Return a record with a place, views, a recast, an example, an obstacle and a step."""
    actions.place(conversation, soil, Choice("placed", levels["leaf"], 3), by=contributor, seen=0)
    actions.add_example(conversation, words="Nights ring in. ŵ", by=contributor, lines=[soil])
    actions.name_factor(
        conversation, kind="obstacle", words="No room.", reach="both", by=contributor
    )
    actions.try_step(conversation, what="Ask for a room.", by=contributor)
    return actions.finish(conversation, by=contributor)


def problems_of(closure: Closure) -> list[str]:
    """Return the problems, without the name of the record that each begins with."""
    return [line.removeprefix(f"record {closure.pk} ").split(": ", 1)[1] for line in problems()]


def another_framework() -> Framework:
    """Publish the framework that comes with Pizazz beside the tiny one."""
    load_shipped()
    return Framework.objects.get(slug="pies")


def tamper(closure: Closure, *, sealed_again: bool = True, **changes) -> None:
    """Change the document at the top level, as somebody in the database could."""
    members = json.loads(closure.document)
    for path, value in changes.items():
        *parents, last = path.split("__")
        part = members
        for name in parents:
            part = part[int(name) if name.isdigit() else name]
        part[last] = value
    document = json.dumps(members, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    new = {"digest": digest(document)} if sealed_again else {}
    Closure.objects.filter(pk=closure.pk).update(document=document, **new)


def test_problems_with_untouched_records_is_empty(closure: Closure, manager: User) -> None:
    actions.put_right(closure.assessment, reason="The day was wrong.", by=manager)
    assert list(problems()) == []
    actions.finish(closure.assessment, by=manager)
    assert list(problems()) == []


def test_problems_without_records_is_empty(db: None) -> None:
    assert list(problems()) == []


def test_problems_with_changed_words_names_digest_and_card(closure: Closure) -> None:
    tamper(closure, sealed_again=False, examples__0__words="All is well.")
    assert problems_of(closure) == [
        "the document is not the one that was sealed (its SHA-256 differs)",
        "the card does not say what the document says",
    ]


def test_problems_with_changed_digest(closure: Closure) -> None:
    Closure.objects.filter(pk=closure.pk).update(digest="0" * 64)
    assert problems_of(closure) == [
        "the document is not the one that was sealed (its SHA-256 differs)"
    ]


@pytest.mark.parametrize("document", ["", "[]", "{", '{"number": "one"}'])
def test_problems_with_a_document_that_is_no_record(closure: Closure, document: str) -> None:
    Closure.objects.filter(pk=closure.pk).update(document=document, digest=digest(document))
    (problem,) = problems_of(closure)
    assert problem.startswith("the document cannot be read (")


def test_problems_with_another_order_of_keys(closure: Closure) -> None:
    members = json.loads(closure.document)
    document = json.dumps(
        dict(reversed(members.items())), separators=(",", ":"), ensure_ascii=False
    )
    Closure.objects.filter(pk=closure.pk).update(document=document, digest=digest(document))
    assert problems_of(closure) == ["the document is not in canonical form"]


def test_problems_with_a_field_that_no_record_has(closure: Closure) -> None:
    tamper(closure, smuggled="something")
    assert problems_of(closure) == ["the document is not in canonical form"]


def test_problems_with_an_older_document_without_a_newer_field_is_empty(closure: Closure) -> None:
    members = json.loads(closure.document)
    del members["remembered"]
    document = json.dumps(members, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    Closure.objects.filter(pk=closure.pk).update(document=document, digest=digest(document))
    assert list(problems()) == []


def test_problems_with_a_changed_card(closure: Closure) -> None:
    Closure.objects.filter(pk=closure.pk).update(card={**closure.card, "said": "All is well."})
    assert problems_of(closure) == ["the card does not say what the document says"]


@pytest.mark.parametrize(
    "change", [{"status": "not_ours"}, {"finer": 1}, {"finer": None}, {"answered": False}]
)
def test_problems_with_a_changed_reading(closure: Closure, change: dict) -> None:
    Reading.objects.filter(closure=closure, line__code="soil").update(**change)
    assert problems_of(closure) == ["the readings do not say what the document says"]


def test_problems_with_a_missing_reading(closure: Closure) -> None:
    closure.readings.filter(line__code="light").delete()
    assert problems_of(closure) == ["the readings do not say what the document says"]


def test_problems_with_a_reading_on_a_level_of_another_framework(closure: Closure) -> None:
    other = another_framework().levels.first()
    Reading.objects.filter(closure=closure, line__code="soil").update(level=other)
    assert problems_of(closure) == [
        "a reading has a level of another framework",
        "the readings do not say what the document says",
    ]


def test_problems_with_a_level_that_the_framework_does_not_have(closure: Closure) -> None:
    tamper(closure, judged__0__first__level="nowhere")
    assert problems_of(closure) == ["the framework has no level nowhere"]


def test_problems_with_a_line_that_the_framework_does_not_have(closure: Closure) -> None:
    tamper(closure, judged__1__line="nowhere")
    assert problems_of(closure) == ["the framework has no line nowhere"]


@pytest.mark.parametrize(
    ("column", "value", "name"),
    [
        ("held_on", "2001-01-01", "day"),
        ("reason", "Because.", "reason"),
    ],
)
def test_problems_with_a_changed_column(
    closure: Closure, column: str, value: str, name: str
) -> None:
    Closure.objects.filter(pk=closure.pk).update(**{column: value})
    assert problems_of(closure) == [f"the {name} is not the document's"]


def test_problems_with_a_record_of_another_framework(closure: Closure) -> None:
    Assessment.objects.filter(pk=closure.assessment_id).update(framework=another_framework())
    assert "the framework's digest is not the document's" in problems_of(closure)


def test_problems_with_a_gap_in_the_numbers(closure: Closure, manager: User) -> None:
    actions.put_right(closure.assessment, reason="The day was wrong.", by=manager)
    second = actions.finish(closure.assessment, by=manager)
    Closure.objects.filter(pk=second.pk).update(number=3)
    assert problems_of(second) == ["this should be no. 2", "the number is not the document's"]


def test_problems_with_a_lost_record(closure: Closure) -> None:
    closure.readings.all().delete()
    Closure.objects.filter(pk=closure.pk).delete()
    (problem,) = problems()
    assert problem.endswith("finished, and no record was kept")


def test_problems_takes_no_more_queries_for_more_records(
    closure: Closure,
    framework: Framework,
    contributor: User,
    django_assert_num_queries,
) -> None:
    list(problems())  # the framework is in memory from here on
    with django_assert_num_queries(6):
        assert list(problems()) == []
    for _ in range(2):
        second = actions.start(
            service=closure.assessment.service,
            framework=framework,
            length="themes",
            by=contributor,
        )
        actions.finish(second, by=contributor)
    with django_assert_num_queries(6):
        assert list(problems()) == []


def test_verify_closures_says_how_many_agree(closure: Closure) -> None:
    out = StringIO()
    call_command("verify_closures", stdout=out)
    assert out.getvalue() == "1 record agrees.\n"


def test_verify_closures_prints_each_problem_and_ends_with_1(closure: Closure) -> None:
    Closure.objects.filter(pk=closure.pk).update(digest="0" * 64, card={"rules": CARD_RULES})
    out, err = StringIO(), StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("verify_closures", stdout=out, stderr=err)
    assert ended.value.code == 1
    assert out.getvalue() == ""
    assert len(err.getvalue().splitlines()) == 2


def test_card_of_older_rules_is_no_fault_and_is_made_anew(closure: Closure) -> None:
    """What is derived is no part of the seal: an update never makes an old record look altered."""
    card = closure.card
    Closure.objects.filter(pk=closure.pk).update(card={"said": "As it was put in 2026."})
    assert list(problems()) == []

    assert (refresh_cards(), refresh_cards()) == (1, 0)

    closure.refresh_from_db()
    assert closure.card == card
    assert list(problems()) == []
