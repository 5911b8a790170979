"""What a team asks of others, said more fully."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Service, User
from assessments import actions, selectors
from assessments.actions import Refused
from assessments.models import Ask, Assessment
from frameworks.models import Framework
from tests.assessments.pages import fill, shown_fields
from tests.shown import tight


@pytest.fixture
def ask(conversation: Assessment, contributor: User) -> Ask:
    """Return an ask to the organisation."""
    note = actions.name_factor(
        conversation,
        kind="obstacle",
        words="No room",
        reach="someone_else",
        to="organisation",
        by=contributor,
    )
    return note.factor.ask


@pytest.fixture
def member(client: Client, contributor: User) -> Client:
    """Return a browser in which the contributor is signed in."""
    client.force_login(contributor)
    return client


def address_of(conversation: Assessment, ask: Ask) -> str:
    return reverse("ask", args=[conversation.pk, ask.pk])


def test_ask_is_linked_where_it_is_named_and_read_back(
    member: Client, conversation: Assessment, ask: Ask
) -> None:
    for name in ("around", "read-back"):
        page = member.get(reverse(name, args=[conversation.pk])).content.decode()
        assert address_of(conversation, ask) in page


def test_ask_keeps_every_part(member: Client, conversation: Assessment, ask: Ask) -> None:
    parts = {
        "to": "commissioner",
        "words": "A room on Tuesdays",
        "why": "We meet in the kitchen",
        "tried": "The church hall",
        "would_change": "Nights could come",
        "meanwhile": "We go on",
    }
    page = member.get(address_of(conversation, ask)).content.decode()
    assert "No room" in page
    assert "What came of it?" not in page

    answer = fill(member, address_of(conversation, ask), **parts)

    assert answer.url == reverse("around", args=[conversation.pk])
    ask.refresh_from_db()
    assert {name: getattr(ask, name) for name in parts} == parts
    page = member.get(reverse("read-back", args=[conversation.pk])).content.decode()
    for words in ("A room on Tuesdays", "The church hall", "Nights could come"):
        assert words in page


def test_ask_is_put_to_several(member: Client, conversation: Assessment, ask: Ask) -> None:
    address = address_of(conversation, ask)
    fill(member, address, also=["partner", "commissioner"])
    ask.refresh_from_db()
    assert (ask.to, ask.also) == ("organisation", ["partner", "commissioner"])
    assert member.get(address).context["form"]["also"].value() == ["partner", "commissioner"]
    fill(member, address, words="A room")  # nothing else is said anew
    page = member.get(reverse("read-back", args=[conversation.pk])).content.decode()
    assert "We ask our organisation, a partner and whoever pays for this place: " in page
    fill(member, address, also=[])
    ask.refresh_from_db()
    assert ask.also == []
    assert fill(member, address, also=["the_moon"]).status_code == 422


def test_ask_without_words_asks_for_them(
    member: Client, conversation: Assessment, ask: Ask
) -> None:
    answer = fill(member, address_of(conversation, ask), words=" ", why="Because")
    assert answer.status_code == 422
    assert "Say what you ask for. One line is plenty." in answer.content.decode()
    assert "Because" in answer.content.decode()
    ask.refresh_from_db()
    assert (ask.words, ask.why) == ("No room", "")


def test_ask_says_what_came_of_it_once_it_was_answered(
    member: Client,
    conversation: Assessment,
    ask: Ask,
    framework: Framework,
    contributor: User,
    manager: User,
) -> None:
    actions.finish(conversation, by=contributor)
    actions.answer_ask(ask, answer="will", words="find a room by May", by=manager)
    again = actions.start(
        service=conversation.service, framework=framework, length="themes", by=contributor
    )
    page = member.get(reverse("around", args=[again.pk])).content.decode()
    assert "find a room by May" in page
    assert "Say what came of it" in page
    page = member.get(address_of(again, ask)).content.decode()
    assert ": I will <bdi" in page
    assert "find a room by May.</bdi>" in page

    fill(member, address_of(again, ask), came_of="We have the room")

    ask.refresh_from_db()
    assert (ask.came_of, ask.words) == ("We have the room", "No room")
    assert "We have the room" in member.get(reverse("around", args=[again.pk])).content.decode()


def test_ask_that_is_put_to_nobody_known_names_nobody(
    member: Client, conversation: Assessment, ask: Ask, contributor: User, manager: User
) -> None:
    actions.finish(conversation, by=contributor)
    actions.answer_ask(ask, answer="talk", words="", by=manager)
    again = actions.start(
        service=conversation.service,
        framework=conversation.framework,
        length="themes",
        by=contributor,
    )
    address = reverse("around", args=[again.pk])
    assert "What we put to our organisation" in member.get(address).content.decode()

    fill(member, address_of(again, ask), to="unknown")

    assert "What we put to others</p>" in tight(member.get(address))


def test_conversation_opens_with_what_was_answered_since_the_last(
    member: Client,
    conversation: Assessment,
    ask: Ask,
    framework: Framework,
    contributor: User,
    manager: User,
) -> None:
    def begin() -> Assessment:
        return actions.start(
            service=conversation.service, framework=framework, length="coffee", by=contributor
        )

    opening = reverse("start-length", args=[conversation.service.slug, "coffee"])
    actions.finish(conversation, by=contributor)
    assert "What we asked was answered" not in member.get(opening).content.decode()
    actions.answer_ask(ask, answer="will", words="find a room by May", by=manager)
    first = member.get(opening).content.decode()

    again = begin()
    second = member.get(again.get_absolute_url()).content.decode()

    for page in (first, second):
        for words in ("What we put to our organisation", "No room", "I will", "find a room by May"):
            assert words in page
    assert address_of(again, ask) in second

    actions.finish(again, by=contributor)
    assert "find a room by May" not in member.get(opening).content.decode()
    later = begin()
    assert "find a room by May" not in member.get(later.get_absolute_url()).content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_answers_at_the_opening_take_the_same_queries(
    member: Client,
    conversation: Assessment,
    framework: Framework,
    manager: User,
    rows: int,
    django_assert_num_queries,
) -> None:
    for number in range(rows):
        note = actions.name_factor(
            conversation, kind="obstacle", words=f"No {number}", reach="both", by=manager
        )
    actions.finish(conversation, by=manager)
    for ask in Ask.objects.all():
        actions.answer_ask(ask, answer="talk", words="", by=manager)
        actions.answer_ask(ask, answer="talk", words="Soon", by=manager)
    service = note.factor.service
    again = actions.start(service=service, framework=framework, length="themes", by=manager)

    with django_assert_num_queries(3):
        asks = selectors.new_answers(service, again)
        assert [len(one_ask.answers.all()) for one_ask in asks] == [2] * rows
    tree = selectors.tree_of(again)
    factors = selectors.known_factors(selectors.records(service, before=again), tree)
    assert selectors.answered_asks(reversed(factors)) == asks
    assert [one_ask.words for one_ask in asks] == [f"No {number}" for number in range(rows)]


def test_ask_that_somebody_changed_meanwhile_shows_both(
    member: Client, conversation: Assessment, ask: Ask, manager: User
) -> None:
    address = address_of(conversation, ask)
    data = shown_fields(member, address) | {"why": ["Mine"], "tried": ["Only mine"]}
    actions.put_ask(conversation, ask, by=manager, why="Theirs", meanwhile="Only theirs")

    answer = member.post(address, data)

    assert answer.status_code == 409
    assert "Theirs" in answer.content.decode()
    assert "Mine" in answer.content.decode()
    assert member.post(address, data | {"conflict": "both"}).status_code == 302
    ask.refresh_from_db()
    assert (ask.why, ask.tried, ask.meanwhile) == ("Theirs\n\nMine", "Only mine", "Only theirs")


def test_ask_sent_twice_saves_once(member: Client, conversation: Assessment, ask: Ask) -> None:
    address = address_of(conversation, ask)
    data = shown_fields(member, address) | {"why": ["Because"]}
    assert member.post(address, data).status_code == 302
    ask.refresh_from_db()
    version = ask.version
    assert member.post(address, data).status_code == 302
    ask.refresh_from_db()
    assert ask.version == version


@pytest.mark.parametrize("words", ["a\0b", "x" * 5001])
def test_ask_with_unusable_words_keeps_what_was_typed(
    member: Client, conversation: Assessment, ask: Ask, words: str
) -> None:
    answer = fill(member, address_of(conversation, ask), why=words, tried="The hall")
    assert answer.status_code == 422
    assert "The hall" in answer.content.decode()


def test_ask_to_nobody_we_know_is_422(member: Client, conversation: Assessment, ask: Ask) -> None:
    assert fill(member, address_of(conversation, ask), to="the king").status_code == 422


def test_ask_of_a_finished_conversation_shows_what_was_typed(
    member: Client, conversation: Assessment, ask: Ask, contributor: User
) -> None:
    address = address_of(conversation, ask)
    data = shown_fields(member, address) | {"why": ["Because of the door"]}
    actions.finish(conversation, by=contributor)
    answer = member.post(address, data)
    assert answer.status_code == 409
    assert "Because of the door" in answer.content.decode()


def test_ask_of_another_team_is_not_there(
    client: Client,
    conversation: Assessment,
    ask: Ask,
    sibling: User,
    elsewhere: User,
    sibling_service: Service,
    framework: Framework,
) -> None:
    own = actions.start(service=sibling_service, framework=framework, length="themes", by=sibling)
    client.force_login(sibling)
    assert client.get(address_of(own, ask)).status_code == 404
    assert client.get(reverse("ask", args=[own.pk, uuid.uuid4()])).status_code == 404
    for person in (sibling, elsewhere):
        client.force_login(person)
        assert client.get(address_of(conversation, ask)).status_code == 404
    for act, words in (
        (actions.put_ask, {"why": "x"}),
        (actions.say_what_came_of, {"came_of": "x"}),
    ):
        with pytest.raises(Refused):
            act(own, ask, by=sibling, **words)


def test_ask_page_takes_the_same_queries_with_more_answers(
    member: Client,
    conversation: Assessment,
    ask: Ask,
    manager: User,
    django_assert_max_num_queries,
    django_assert_num_queries,
) -> None:
    actions.answer_ask(ask, answer="talk", words="", by=manager)
    address = address_of(conversation, ask)
    member.get(address)
    with django_assert_max_num_queries(12) as counted:
        member.get(address)
    for _ in range(2):
        actions.answer_ask(ask, answer="talk", words="On Monday", by=manager)
    with django_assert_num_queries(len(counted)):
        member.get(address)
