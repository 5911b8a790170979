"""Pointing what was said to none, one or several lines."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from assessments import actions
from assessments.models import Assessment
from assessments.sealing.build import build_record
from frameworks.models import Line
from record.read_back import passages as reading
from tests.assessments.pages import fill


@pytest.fixture
def member(client: Client, contributor: User) -> Client:
    """Return a browser in which the contributor is signed in."""
    client.force_login(contributor)
    return client


def codes(row) -> list[str]:
    return [line.code for line in row.lines.order_by("order")]


def test_step_points_to_themes(member: Client, conversation: Assessment) -> None:
    fill(
        member,
        reverse("try", args=[conversation.pk]),
        what_1="Dig",
        themes_1=["soil", "light"],
        what_2="Water",
    )
    dig, water = conversation.step_reviews.order_by("added_at")
    assert (codes(dig), codes(water)) == (["soil", "light"], [])

    fill(member, reverse("edit-step", args=[conversation.pk, dig.pk]), themes=["light"])

    assert codes(dig) == ["light"]


def test_step_about_an_element_keeps_it_when_it_is_changed(
    member: Client, conversation: Assessment, soil: Line, contributor: User
) -> None:
    worms = soil.elements.get(code="worms")
    step = actions.try_step(conversation, what="Dig", lines=[worms], by=contributor)
    fill(
        member,
        reverse("edit-step", args=[conversation.pk, step.pk]),
        what="Dig deep",
        themes=["light"],
    )
    step.refresh_from_db()
    assert (step.what, codes(step)) == ("Dig deep", ["worms", "light"])


def test_example_points_to_several_themes(
    member: Client, conversation: Assessment, soil: Line, contributor: User
) -> None:
    example = actions.add_example(conversation, words="Damp", lines=[soil], by=contributor)
    fill(
        member,
        reverse("example", args=[conversation.pk, example.pk]),
        themes=["soil", "light"],
    )
    example.refresh_from_db()
    assert (codes(example), example.team_line) == (["soil", "light"], soil)
    page = member.get(reverse("place", args=[conversation.pk, "light"])).content.decode()
    assert "Damp" in page


def test_example_that_leaves_a_theme_gives_way_as_its_first_sentence(
    member: Client, conversation: Assessment, soil: Line, contributor: User
) -> None:
    first = actions.add_example(conversation, words="Damp", lines=[soil], by=contributor)
    second = actions.add_example(conversation, words="Dark", lines=[soil], by=contributor)
    fill(member, reverse("example", args=[conversation.pk, first.pk]), themes=["light"])
    first.refresh_from_db()
    second.refresh_from_db()
    assert (codes(first), first.team_line) == (["light"], None)
    assert second.team_line == soil


def test_example_without_a_theme_is_asked_for_one(
    member: Client, conversation: Assessment, soil: Line, contributor: User
) -> None:
    example = actions.add_example(conversation, words="Damp", lines=[soil], by=contributor)
    address = reverse("example", args=[conversation.pk, example.pk])
    answer = fill(member, address, themes=None)
    assert answer.status_code == 422
    assert "Leave it on one theme" in answer.content.decode()
    assert codes(example) == ["soil"]


def test_example_about_no_line_is_read_back(conversation: Assessment, contributor: User) -> None:
    actions.add_example(conversation, words="Damp", by=contributor)
    sections = {
        passage.heading: passage.sentences
        for passage in reading.passages(build_record(conversation))
    }
    assert [sentence.plain for sentence in sections["What else we said"]] == ["Damp."]


def test_theme_of_another_framework_is_422(member: Client, conversation: Assessment) -> None:
    answer = fill(member, reverse("try", args=[conversation.pk]), what_1="Dig", themes_1=["mars"])
    assert answer.status_code == 422
