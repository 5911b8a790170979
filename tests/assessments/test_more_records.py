"""What was kept: read, put right, set aside."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Service, User
from assessments import actions
from assessments.actions import Choice
from assessments.models import Assessment, Closure, Note
from frameworks.models import Framework, Level, Line


@pytest.fixture
def closure(
    conversation: Assessment, soil: Line, levels: dict[str, Level], contributor: User
) -> Closure:
    """Return a record with something in every passage."""
    actions.place(conversation, soil, Choice("placed", levels["leaf"]), by=contributor, seen=0)
    actions.add_example(conversation, words="Nights ring in", by=contributor, lines=[soil])
    obstacle = actions.name_factor(
        conversation, kind="obstacle", words="No room", reach="someone_else", by=contributor
    )
    actions.put_ask(
        conversation,
        obstacle.factor.ask,
        by=contributor,
        to="organisation",
        words="A room on Tuesdays",
        why="We meet in the kitchen",
        tried="The church hall",
        would_change="Nights could come",
        meanwhile="We go on in the kitchen",
    )
    actions.describe(
        conversation,
        by=contributor,
        not_heard="Relief staff",
        talked_over_with="Birch House",
        talked_over_said="It sounds like us",
        opening="We had a hard winter",
    )
    actions.add_around(
        conversation, happened_on=conversation.held_on, words="We moved", by=contributor
    )
    return actions.finish(conversation, by=contributor)


def read(client: Client, closure: Closure) -> str:
    """Return the page of a record."""
    return client.get(reverse("record", args=[closure.pk])).content.decode()


def test_record_says_everything_in_sentences(
    client: Client, closure: Closure, contributor: User
) -> None:
    client.force_login(contributor)
    page = read(client, closure)
    for words in [
        "Kept on",
        "Nights ring in.",
        "No room.",
        "I ask my organisation: ",
        "A room on Tuesdays.",
        "We meet in the kitchen.",
        "The church hall.",
        "Nights could come.",
        "We go on in the kitchen.",
        "Relief staff.",
        "Birch House.",
        "It sounds like us.",
        "We had a hard winter.",
        "We moved.",
    ]:
        assert words in page
    assert "Put something right" not in page


def test_record_offers_a_manager_to_put_right(
    client: Client, closure: Closure, manager: User
) -> None:
    client.force_login(manager)
    assert reverse("put-right", args=[closure.assessment_id]) in read(client, closure)


@pytest.mark.parametrize(
    ("length", "ended_on", "offered"),
    [
        ("themes", None, True),
        ("coffee", None, False),
        ("themes", dt.date(2026, 5, 1), False),
    ],
)
def test_record_offers_to_open_a_theme_where_that_leads_somewhere(
    client: Client,
    service: Service,
    framework: Framework,
    contributor: User,
    length: str,
    ended_on: dt.date | None,
    offered: bool,
) -> None:
    talk = actions.start(service=service, framework=framework, length=length, by=contributor)
    closure = actions.finish(talk, by=contributor)
    service.archived_on = ended_on
    service.save()
    client.force_login(contributor)

    assert ("Open a theme further" in read(client, closure)) is offered


def test_record_is_not_there_for_others(
    client: Client, closure: Closure, sibling: User, elsewhere: User, lead: User, commissioner: User
) -> None:
    for person in (sibling, elsewhere, lead, commissioner):
        client.force_login(person)
        assert client.get(reverse("record", args=[closure.pk])).status_code == 404


def test_record_takes_the_same_queries_with_more_in_it(
    client: Client,
    closure: Closure,
    contributor: User,
    manager: User,
    django_assert_num_queries,
) -> None:
    client.force_login(contributor)
    read(client, closure)
    with django_assert_num_queries(11):
        read(client, closure)
    actions.put_right(closure.assessment, reason="A word", by=manager)
    for number in range(3):
        actions.name_factor(
            closure.assessment, kind="obstacle", words=f"{number}", reach="both", by=manager
        )
    second = actions.finish(closure.assessment, by=manager)
    with django_assert_num_queries(11):
        read(client, second)


def test_put_right_opens_it_and_keeps_the_next_number(
    client: Client, closure: Closure, manager: User
) -> None:
    client.force_login(manager)
    address = reverse("put-right", args=[closure.assessment_id])
    assert "What needs putting right?" in client.get(address).content.decode()

    answer = client.post(address, {"reason": "The day was wrong"})

    assert answer.url == reverse("conversation", args=[closure.assessment_id])
    closure.assessment.refresh_from_db()
    assert closure.assessment.is_being_put_right
    page = read(client, closure)
    assert "being put right at the moment" in page
    assert address not in page

    second = actions.finish(closure.assessment, by=manager)
    page = read(client, second)
    assert "No. 2, kept on" in page
    assert "The day was wrong" in page
    assert reverse("record", args=[closure.pk]) in page
    page = read(client, closure)
    assert "This was put right later." in page
    assert reverse("record", args=[second.pk]) in page
    assert address not in page


def test_put_right_without_a_reason_asks_for_it(
    client: Client, closure: Closure, manager: User
) -> None:
    client.force_login(manager)
    answer = client.post(reverse("put-right", args=[closure.assessment_id]), {"reason": "  "})
    assert answer.status_code == 422
    assert "Say what needs putting right, in a line." in answer.content.decode()
    closure.assessment.refresh_from_db()
    assert closure.assessment.is_finished


@pytest.mark.parametrize("reason", ["a%00b", "%ED%A0%80", "x" * 5001])
def test_put_right_with_unusable_words_is_422(
    client: Client, closure: Closure, manager: User, reason: str
) -> None:
    client.force_login(manager)
    address = reverse("put-right", args=[closure.assessment_id])
    kind = "application/x-www-form-urlencoded"
    answer = client.post(address, f"reason={reason}", content_type=kind)
    closure.assessment.refresh_from_db()
    assert answer.status_code == 422
    assert closure.assessment.is_finished


def test_put_right_is_refused_while_another_is_open(
    client: Client, closure: Closure, framework: Framework, manager: User
) -> None:
    other = actions.start(
        service=closure.assessment.service, framework=framework, length="coffee", by=manager
    )
    client.force_login(manager)
    address = reverse("put-right", args=[closure.assessment_id])
    for answer, status in [
        (client.get(address), 200),
        (client.post(address, {"reason": "The day"}), 409),
    ]:
        assert answer.status_code == status
        page = answer.content.decode()
        assert "The team has a conversation open" in page
        assert reverse("conversation", args=[other.pk]) in page
    closure.assessment.refresh_from_db()
    assert closure.assessment.is_finished


def test_put_right_is_for_managers(client: Client, closure: Closure, contributor: User) -> None:
    client.force_login(contributor)
    address = reverse("put-right", args=[closure.assessment_id])
    assert client.get(address).status_code == 403
    assert client.post(address, {"reason": "x"}).status_code == 403


def test_put_right_of_one_that_is_open_leads_to_it(
    client: Client, conversation: Assessment, manager: User
) -> None:
    client.force_login(manager)
    address = reverse("put-right", args=[conversation.pk])
    for answer in (client.get(address), client.post(address, {"reason": "x"})):
        assert answer.url == reverse("conversation", args=[conversation.pk])
    conversation.refresh_from_db()
    assert not conversation.is_being_put_right


def test_set_aside_says_what_happens_and_does_it(
    client: Client, conversation: Assessment, manager: User, contributor: User
) -> None:
    note = actions.keep_note(service=conversation.service, words="The door", by=contributor)
    assert note.read_in == conversation
    client.force_login(manager)
    address = reverse("set-aside", args=[conversation.pk])
    assert address in client.get(conversation.get_absolute_url()).content.decode()
    assert "cannot be undone" in client.get(address).content.decode()

    answer = client.post(address)

    assert answer.status_code == 302
    conversation.refresh_from_db()
    assert conversation.set_aside_by == manager
    assert client.get(conversation.get_absolute_url()).status_code == 404
    assert list(Note.objects.waiting()) == [note]


def test_set_aside_is_for_managers(
    client: Client, conversation: Assessment, contributor: User
) -> None:
    client.force_login(contributor)
    address = reverse("set-aside", args=[conversation.pk])
    assert client.get(address).status_code == 403
    assert client.post(address).status_code == 403
    assert address not in client.get(conversation.get_absolute_url()).content.decode()


def test_set_aside_of_a_finished_one_leads_to_what_was_kept(
    client: Client, closure: Closure, manager: User
) -> None:
    client.force_login(manager)
    address = reverse("set-aside", args=[closure.assessment_id])
    assert client.get(address).url == reverse("record", args=[closure.pk])
    assert client.post(address).status_code == 409
    closure.assessment.refresh_from_db()
    assert closure.assessment.is_finished


def test_set_aside_of_one_being_put_right_is_refused(
    client: Client, closure: Closure, manager: User
) -> None:
    actions.put_right(closure.assessment, reason="The day", by=manager)
    client.force_login(manager)
    address = reverse("set-aside", args=[closure.assessment_id])
    assert client.get(address).url == closure.assessment.get_absolute_url()
    assert client.post(address).url == closure.assessment.get_absolute_url()
    closure.assessment.refresh_from_db()
    assert closure.assessment.is_being_put_right


def test_late_entry_stands_where_it_belongs(
    client: Client,
    closure: Closure,
    service: Service,
    framework: Framework,
    soil: Line,
    contributor: User,
) -> None:
    earlier = closure.held_on - dt.timedelta(days=90)
    late = actions.start(
        service=service, framework=framework, length="themes", by=contributor, held_on=earlier
    )
    client.force_login(contributor)
    page = client.get(reverse("place", args=[late.pk, "soil"])).content.decode()
    assert "Nights ring in" not in page

    late_closure = actions.finish(late, by=contributor)

    order = list(Closure.objects.current().of(service).in_order())
    assert order == [late_closure, closure]
    assert late_closure.record.occasion.entered_on > late_closure.record.occasion.held_on


@pytest.mark.parametrize("name", ["place", "around", "try", "read-back", "before"])
def test_pages_with_boxes_say_where_words_go(
    client: Client, conversation: Assessment, contributor: User, name: str
) -> None:
    client.force_login(contributor)
    more = ["soil"] if name == "place" else []
    text = client.get(reverse(name, args=[conversation.pk, *more])).content.decode()

    assert "team reads what you write here. It goes nowhere else unless the team sends it." in text
    assert text.count("reads what you write here") == 1
    assert text.count("Leave out anything that points to one person") <= 1
