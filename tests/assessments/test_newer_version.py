"""A newer version of the framework is published while a team goes on talking."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Service, User
from assessments import actions, selectors
from assessments.actions import finish, start
from assessments.models import Assessment
from assessments.sealing.build import build_record
from frameworks.models import Framework, Line
from frameworks.selectors import tree_for
from tests.frameworks.second_tiny import load_second_tiny
from tests.frameworks.tiny import load_tiny


@pytest.fixture
def newer(framework: Framework) -> Framework:
    """Return the next version of the tiny framework."""
    return load_tiny("1.1")


def test_note_of_an_older_version_keeps_its_theme(
    service: Service, soil: Line, newer: Framework, contributor: User
) -> None:
    actions.keep_note(service=service, words="The door", line=soil, by=contributor)
    talk = start(service=service, framework=newer, length="themes", by=contributor)

    theme = newer.lines.get(code="soil")
    assert [note.words for note in selectors.notes_of(talk, [theme.pk])] == ["The door"]
    (remembered,) = finish(talk, by=contributor).record.remembered
    assert (remembered.words, remembered.line) == ("The door", "soil")


def test_note_of_a_newer_version_does_not_stop_an_open_conversation(
    staff: Client, conversation: Assessment, newer: Framework, contributor: User
) -> None:
    line = newer.lines.get(code="light")
    actions.keep_note(service=conversation.service, words="The lamp", line=line, by=contributor)

    assert staff.get(reverse("read-back", args=[conversation.pk])).status_code == 200
    (note,) = finish(conversation, by=contributor).record.remembered
    assert (note.words, note.line) == ("The lamp", "light")


def test_note_of_another_framework_goes_without_its_theme(
    conversation: Assessment, framework: Framework, contributor: User
) -> None:
    """The same code of another framework is another theme."""
    other = Framework.objects.create(slug="other", version="1.0", name="Other")
    line = Line.objects.create(framework=other, kind="theme", code="soil", name="Toil", order=1)
    actions.keep_note(service=conversation.service, words="The key", line=line, by=contributor)

    (note,) = build_record(conversation).remembered
    assert (note.words, note.line) == ("The key", None)


def test_what_was_named_before_points_to_the_lines_of_the_newer_version(
    client: Client, conversation: Assessment, soil: Line, newer: Framework, contributor: User
) -> None:
    named = actions.name_factor(
        conversation, kind="help", words="A good shed", lines=[soil], by=contributor
    )
    tried = actions.try_step(conversation, what="Turn it", lines=[soil], by=contributor)
    finish(conversation, by=contributor)
    talk = start(service=conversation.service, framework=newer, length="themes", by=contributor)

    note = actions.follow_up(talk, named.factor, state="still", by=contributor)
    review = actions.look_back(talk, tried.step, state="partly", by=contributor)

    record = build_record(talk)
    assert [factor.lines for factor in record.factors] == [("soil",)]
    assert [step.lines for step in record.steps] == [("soil",)]
    client.force_login(contributor)
    for name, row in (("edit-factor", note), ("edit-step", review)):
        page = client.get(reverse(name, args=[talk.pk, row.pk]))
        assert page.status_code == 200


def test_one_is_open_at_a_time_whatever_the_version(
    service, conversation, newer, contributor, manager
):
    with pytest.raises(actions.AlreadyOpen) as already:
        actions.start(service=service, framework=newer, length="themes", by=contributor)
    assert already.value.assessment == conversation

    actions.finish(conversation, by=contributor)
    second = actions.start(service=service, framework=newer, length="themes", by=contributor)
    with pytest.raises(actions.AlreadyOpen) as already:
        actions.put_right(conversation, reason="A slip", by=manager)
    assert already.value.assessment == second


MOVED = [
    *({"kind": "same", "from": code, "to": code} for code in ("whole", "soil", "light")),
    {"kind": "same", "from": "worms", "to": "rain"},
    {"kind": "same", "from": "windows", "to": "lamp"},
    {"kind": "retired", "from": "water"},
    *({"kind": "new", "to": code} for code in ("worms", "pond")),
]


def test_what_last_time_brings_is_of_a_line_whatever_its_code(
    client: Client, service: Service, framework: Framework, contributor: User
) -> None:
    """What was called worms has another code, and that code is of another line."""
    lines = {line.code: line for line in framework.lines.all()}
    worms, leaf = lines["worms"], framework.levels.get(code="leaf")
    springs, autumns = (dt.date(2025, 3, 3), "soil"), (dt.date(2025, 9, 3), "light")
    for (day, theme), words in ((springs, "Last spring"), (autumns, "Last autumn")):
        talk = start(
            service=service, framework=framework, length="more", held_on=day, by=contributor
        )
        actions.open_theme(talk, lines["soil"], lines[theme], by=contributor)
        actions.place(talk, worms, actions.Choice("placed", leaf), by=contributor, seen=0)
        note = actions.name_factor(talk, kind="help", words=words, lines=[worms], by=contributor)
        tried = actions.try_step(talk, what=words, lines=[worms], by=contributor)
        finish(talk, by=contributor)
    actions.keep_note(service=service, words="They are back", line=worms, by=contributor)
    later = load_second_tiny(lines=MOVED)
    tree = tree_for(service, later.pk)
    history = selectors.records(service)

    assert selectors.opened_last_time(history, tree) == ["soil", "light"]
    assert selectors.same_twice(history, tree) == {"rain"}
    assert {f.lines for f in selectors.known_factors(history, tree)} == {("rain",)}
    assert {step.lines for step in selectors.known_steps(history, tree)} == {("rain",)}
    talk = start(service=service, framework=later, length="more", by=contributor)
    actions.open_theme(talk, later.lines.get(code="soil"), by=contributor)
    actions.follow_up(talk, note.factor, state="still", by=contributor)
    actions.look_back(talk, tried.step, state="partly", by=contributor)
    record = build_record(talk)
    assert [factor.lines for factor in record.factors] == [("rain",)]
    assert [step.lines for step in record.steps] == [("rain",)]
    assert [remembered.line for remembered in record.remembered] == ["rain"]
    client.force_login(contributor)
    for code, is_there in (("rain", True), ("worms", False)):
        page = client.get(reverse("place", args=[talk.pk, code])).content.decode()
        assert ("They are back" in page) is is_there
        page = client.get(reverse("further", args=[talk.pk, code])).content.decode()
        assert ("Last autumn" in page) is is_there
