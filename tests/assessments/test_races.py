"""Several people at once, on whichever database the suite runs on."""

import uuid
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db import connection

from accounts.actions import archive_team
from accounts.models import Service, User
from assessments import actions
from assessments.actions import Choice
from assessments.models import (
    AgencyRelease,
    Assessment,
    Closure,
    Draft,
    Example,
    Judgement,
    Note,
)
from frameworks.actions import publish
from frameworks.files.documents import BadDocumentError
from frameworks.models import Framework, Level, Line
from pages.database.faults import Fault, fault_of
from tests.frameworks.entries import read_entries
from tests.frameworks.tiny import TINY
from tests.together import at_once, before

pytestmark = pytest.mark.django_db(transaction=True)


def test_twenty_lines_at_once_are_all_kept(
    conversation: Assessment, soil: Line, contributor: User
) -> None:
    def add(number: int) -> Callable[[], object]:
        return lambda: actions.add_example(
            conversation, words=f"Line {number}.", by=contributor, lines=[soil]
        )

    results = at_once(*(add(number) for number in range(20)))

    assert [type(result) for result in results] == [Example] * 20
    assert Example.objects.count() == 20
    assert Example.objects.filter(team_line=soil).count() == 1


def test_two_places_at_once_keep_one_and_say_so(
    conversation: Assessment,
    soil: Line,
    levels: dict[str, Level],
    contributor: User,
    manager: User,
) -> None:
    results = at_once(
        lambda: actions.place(
            conversation, soil, Choice("placed", levels["leaf"]), by=contributor, seen=0
        ),
        lambda: actions.place(
            conversation, soil, Choice("placed", levels["seed"]), by=manager, seen=0
        ),
    )

    assert {type(result) for result in results} == {Judgement, actions.Stale}
    judgement = next(result for result in results if isinstance(result, Judgement))
    assert Judgement.objects.get().level == judgement.level


def test_saving_while_finishing_is_in_the_record_or_refused(
    conversation: Assessment, soil: Line, contributor: User, manager: User
) -> None:
    def add(number: int) -> Callable[[], object]:
        return lambda: actions.add_example(
            conversation, words=f"Line {number}.", by=contributor, lines=[soil]
        )

    results = at_once(
        *(add(number) for number in range(6)),
        lambda: actions.finish(conversation, by=manager),
        *(add(number) for number in range(6, 12)),
    )

    saved = {result.words for result in results if isinstance(result, Example)}
    refused = [result for result in results if isinstance(result, actions.NotOpen)]
    closure = Closure.objects.get()
    assert {example.words for example in closure.record.examples} == saved
    assert set(Example.objects.values_list("words", flat=True)) == saved
    assert len(saved) + len(refused) == 12


def test_finish_twice_at_once_seals_once(
    conversation: Assessment, contributor: User, manager: User
) -> None:
    results = at_once(
        lambda: actions.finish(conversation, by=contributor),
        lambda: actions.finish(conversation, by=manager),
    )

    assert {type(result) for result in results} == {Closure, actions.NotOpen}
    assert Closure.objects.count() == 1


def test_start_twice_at_once_opens_one(
    service: Service, framework: Framework, contributor: User, manager: User
) -> None:
    def begin(by: User) -> Callable[[], object]:
        return lambda: actions.start(service=service, framework=framework, length="themes", by=by)

    results = at_once(begin(contributor), begin(manager))

    assert {type(result) for result in results} == {Assessment, actions.AlreadyOpen}
    assert Assessment.objects.count() == 1


@pytest.mark.parametrize("statement", ["SELECT", 'DELETE FROM "frameworks_publication"'])
def test_start_while_the_framework_is_published_with_other_words(
    service: Service, framework: Framework, contributor: User, statement: str
) -> None:
    """Nobody had talked by it: either it is refused, as in use, or who starts tries again."""
    entries = read_entries(TINY)
    entries[0]["fields"]["name"] = "Tiny, in other words"
    begin = partial(actions.start, service=service, framework=framework, length="coffee")

    result, talk = before(
        statement, partial(publish, entries=entries), partial(begin, by=contributor)
    )

    if isinstance(talk, Assessment):
        assert isinstance(result, BadDocumentError), result
    else:
        assert isinstance(result, list), result
        assert fault_of(talk) is Fault.CHANGED, talk


def test_the_same_form_twice_at_once_saves_once(
    conversation: Assessment, contributor: User
) -> None:
    key = uuid.uuid4()

    def add() -> object:
        with actions.one_save(conversation, key=key):
            return actions.add_example(conversation, words="Once.", by=contributor)

    results = at_once(add, add, add)

    assert Example.objects.count() == 1
    assert sorted(type(result).__name__ for result in results) == [
        "AlreadySaved",
        "AlreadySaved",
        "Example",
    ]


def test_note_kept_while_somebody_finishes_is_read_or_waits(
    conversation: Assessment, service: Service, contributor: User
) -> None:
    note, closure = at_once(
        lambda: actions.keep_note(service=service, words="On any shift", by=contributor),
        lambda: actions.finish(Assessment.objects.get(), by=contributor),
    )

    assert isinstance(note, Note)
    assert isinstance(closure, Closure)
    sealed = "On any shift" in closure.document
    assert sealed is (Note.objects.get().read_in is not None)


def test_showing_answered_twice_at_once_is_one_answer(
    conversation: Assessment, contributor: User, manager: User
) -> None:
    closure = actions.finish(conversation, by=contributor)

    def answer(by: User) -> Callable[[], object]:
        return lambda: actions.decide_release(closure, is_shown=True, by=by)

    results = at_once(answer(manager), answer(contributor), answer(manager))

    assert [type(result) for result in results] == [AgencyRelease] * 3
    assert AgencyRelease.objects.get().shown


def test_line_taken_out_twice_at_once_is_handed_on_once(
    conversation: Assessment, soil: Line, contributor: User
) -> None:
    first, *_others = [
        actions.add_example(conversation, words=f"Example {n}", lines=[soil], by=contributor)
        for n in range(3)
    ]
    stale = Example.objects.get(pk=first.pk)

    results = at_once(
        lambda: actions.remove_row(conversation, first, by=contributor),
        lambda: actions.remove_row(conversation, stale, by=contributor),
    )

    assert [type(result) for result in results] == [Example, Example]
    assert [row.words for row in Example.objects.filter(team_line=soil)] == ["Example 1"]


def test_drafts_on_their_way_while_their_form_is_saved_do_not_come_back(
    conversation: Assessment, contributor: User
) -> None:
    which: dict[str, Any] = {"user": contributor, "assessment": conversation, "page": "soil"}
    for _round in range(5):
        key = uuid.uuid4()

        def keep(number: int, key: uuid.UUID = key) -> Callable[[], object]:
            fields: dict[str, str | list[str]] = {"words": f"Draft {number}"}
            return lambda: actions.keep_draft(fields=fields, key=key, **which)

        results = at_once(
            *(keep(number) for number in range(3)),
            lambda key=key: actions.drop_draft(key=key, **which),
            *(keep(number) for number in range(3, 6)),
        )

        assert {type(result) for result in results} <= {Draft, actions.AlreadySaved, type(None)}
        assert Draft.objects.count() == 0


@pytest.mark.parametrize("what", ["adds", "finishes"])
def test_team_ends_while_somebody_writes(
    conversation: Assessment, soil: Line, contributor: User, what: str
) -> None:
    """Whoever comes after the end is told so: nothing is written in a team that has ended."""
    act = {
        "adds": partial(
            actions.add_example, conversation, words="Tea", by=contributor, lines=[soil]
        ),
        "finishes": partial(actions.finish, conversation, by=contributor),
    }[what]
    team = Service.objects.get(pk=conversation.service_id)

    came, _end = before(
        'UPDATE "assessments_assessment"', act, partial(archive_team, team, by=contributor)
    )

    ended_first = connection.vendor == "postgresql"  # SQLite has one that writes at a time
    assert isinstance(came, actions.NotOpen) == ended_first, came
    assert Example.objects.exists() == (what == "adds" and not ended_first)
    assert Closure.objects.exists() == (what == "finishes" and not ended_first)


@pytest.mark.parametrize("what", ["placed", "told"])
def test_theme_is_shut_while_somebody_writes_of_what_is_in_it(
    conversation: Assessment, soil: Line, contributor: User, manager: User, what: str
) -> None:
    """Whichever comes first, what was said is in the record."""
    talk = actions.open_theme(conversation, soil, by=manager)
    worms = talk.framework.lines.get(code="worms")
    act = {
        "placed": partial(
            actions.place, talk, worms, Choice("not_ours"), status_words="Tea", by=contributor
        ),
        "told": partial(actions.add_example, talk, words="Tea", by=contributor, lines=[worms]),
    }[what]
    first = "BEGIN" if connection.vendor == "sqlite" else 'UPDATE "assessments_assessment"'
    shuts = partial(actions.shut_theme, Assessment.objects.get(pk=talk.pk), soil, by=manager)

    before(first, act, shuts)

    assert "Tea" in actions.finish(talk, by=manager).document
    assert talk.opened_themes.get() == soil
