"""Opening themes further: as last time, all at once, one by one; and leaving one shut."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from assessments import actions
from assessments.actions import Choice
from assessments.models import Assessment
from frameworks.models import Level, Line
from tests.assessments.pages import fill
from tests.shown import tight


@pytest.fixture
def member(client: Client, contributor: User) -> Client:
    """Return a browser in which the contributor is signed in."""
    client.force_login(contributor)
    return client


def begin(member: Client, assessment: Assessment, length: str = "more") -> Assessment:
    """Start the next conversation as a person does."""
    service = assessment.service
    fill(member, reverse("start-length", args=[service.slug, length]))
    talk: Assessment = service.assessments.open().get()
    return talk


def opened(assessment: Assessment) -> list[str]:
    return [line.code for line in assessment.opened_themes.order_by("order")]


def listed(member: Client, assessment: Assessment) -> str:
    return member.get(assessment.get_absolute_url()).content.decode()


def test_next_longer_conversation_opens_what_was_open_last_time(
    member: Client, conversation: Assessment, soil: Line, contributor: User
) -> None:
    actions.open_theme(conversation, soil, by=contributor)
    actions.finish(conversation, by=contributor)

    assert opened(begin(member, conversation)) == ["soil"]


def test_next_longer_conversation_looks_past_a_shorter_one(
    member: Client, conversation: Assessment, soil: Line, contributor: User
) -> None:
    actions.open_theme(conversation, soil, by=contributor)
    actions.finish(conversation, by=contributor)
    actions.finish(begin(member, conversation, "themes"), by=contributor)

    assert opened(begin(member, conversation)) == ["soil"]


def test_first_longer_conversation_and_a_shorter_one_open_nothing(
    member: Client, conversation: Assessment, soil: Line, contributor: User
) -> None:
    actions.finish(conversation, by=contributor)
    first = begin(member, conversation)
    assert opened(first) == []

    actions.open_theme(first, soil, by=contributor)
    actions.finish(first, by=contributor)

    assert opened(begin(member, conversation, "themes")) == []


def test_all_themes_open_at_once(
    member: Client, conversation: Assessment, soil: Line, contributor: User
) -> None:
    actions.open_theme(conversation, soil, by=contributor)
    address = reverse("open-themes", args=[conversation.pk])
    with_elements = [
        theme.code
        for theme in conversation.framework.lines.filter(kind="theme").order_by("order")
        if theme.elements.exists()
    ]

    answer = member.post(address)

    assert answer.url == conversation.get_absolute_url()
    assert opened(conversation) == with_elements
    assert address not in listed(member, conversation)


def test_theme_page_opens_it_and_leaves_it_shut(
    member: Client, conversation: Assessment, soil: Line, contributor: User
) -> None:
    actions.grow(conversation, length="more", by=contributor)
    page = reverse("place", args=[conversation.pk, "soil"])
    opens, shuts = (
        reverse(name, args=[conversation.pk, "soil"]) for name in ("open-theme", "shut-theme")
    )
    assert opens in member.get(page).content.decode()

    member.post(opens)
    text = member.get(page).content.decode()
    assert opens not in text
    assert shuts in text

    assert member.post(shuts).url == conversation.get_absolute_url()
    assert opened(conversation) == []


def test_theme_with_anything_under_it_stays_open(
    member: Client,
    conversation: Assessment,
    soil: Line,
    levels: dict[str, Level],
    contributor: User,
) -> None:
    actions.open_theme(conversation, soil, by=contributor)
    worms = soil.elements.get(code="worms")
    actions.place(conversation, worms, Choice("placed", levels["leaf"]), by=contributor, seen=0)

    answer = member.post(reverse("shut-theme", args=[conversation.pk, "soil"]), follow=True)

    assert "Something is written there already, so it stays open." in answer.content.decode()
    assert opened(conversation) == ["soil"]


@pytest.mark.parametrize("what", ["example", "help", "step"])
def test_theme_with_words_under_it_stays_open(
    conversation: Assessment, soil: Line, contributor: User, what: str
) -> None:
    actions.open_theme(conversation, soil, by=contributor)
    here = {"lines": [soil.elements.get(code="worms")], "by": contributor}
    if what == "example":
        actions.add_example(conversation, words="After rain", **here)
    elif what == "help":
        actions.name_factor(conversation, kind="help", words="The garden", **here)
    else:
        actions.try_step(conversation, what="Dig", **here)

    with pytest.raises(actions.Refused):
        actions.shut_theme(conversation, soil, by=contributor)


def test_list_folds_what_stood_on_one_card_twice(
    member: Client,
    conversation: Assessment,
    soil: Line,
    levels: dict[str, Level],
    contributor: User,
) -> None:
    worms = soil.elements.get(code="worms")
    actions.open_theme(conversation, soil, by=contributor)
    for _time in range(2):
        talk = conversation.service.assessments.open().get()
        actions.place(talk, worms, Choice("placed", levels["leaf"]), by=contributor, seen=0)
        assert "The same the last two times" not in listed(member, talk)
        actions.finish(talk, by=contributor)
        begin(member, conversation)
    third = conversation.service.assessments.open().get()

    assert f"The same the last two times: {worms.name.lower()}" in " ".join(
        listed(member, third).split()
    )

    actions.add_example(third, words="After rain", lines=[worms], by=contributor)
    assert "The same the last two times" not in listed(member, third)


def test_list_says_what_was_said_and_what_not_yet(
    member: Client,
    conversation: Assessment,
    soil: Line,
    levels: dict[str, Level],
    contributor: User,
) -> None:
    def said_of_soil() -> list[str]:
        page = tight(listed(member, conversation))
        return re.findall(r"Soil</a>\s*<span class=.quiet.>(said|not yet)", page)

    assert said_of_soil() == ["not yet"]

    actions.place(conversation, soil, Choice("placed", levels["leaf"]), by=contributor, seen=0)
    assert said_of_soil() == ["said"]
