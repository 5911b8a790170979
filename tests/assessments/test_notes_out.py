"""Taking a note out again, and choosing which notes go into the record."""

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from accounts.models import Event
from assessments import actions
from assessments.models import Note
from tests.assessments.pages import fill, shown_fields
from tests.together import at_once


def keep(client: Client, service, **words):
    """Keep a note by its page; return the page that comes after it, and the note."""
    answer = fill(client, reverse("keep-note", args=[service.slug]), **words)
    assert answer.status_code == 302
    return client.get(answer.url).content.decode(), Note.objects.latest("order")


def out(note: Note) -> str:
    """Return where a note is taken out."""
    return reverse("take-note-out", args=[note.service.slug, note.pk])


@pytest.fixture
def lead_by(manager):
    """Return the browser of the manager."""
    client = Client()
    client.force_login(manager)
    return client


def test_writer_takes_out_what_was_just_kept(staff, service, framework):
    page, note = keep(staff, service, words="Jo did it")

    assert f'href="{out(note)}">Take it out</a>' in page
    assert "Jo did it" in staff.get(out(note)).content.decode()
    assert staff.post(out(note)).status_code == 302
    assert not Note.objects.exists()


def test_writer_of_an_unsigned_note_is_in_no_table(staff, service, framework, contributor):
    _page, note = keep(staff, service, words="Jo did it")
    sessions = [str(session.get_decoded()) for session in Session.objects.all()]
    staff.post(out(note))

    assert not any(str(note.pk) in text for text in sessions)
    acts = Event.objects.filter(object_id=note.pk).order_by("pk")
    assert [(event.act, event.actor) for event in acts] == [
        ("note_kept", None),
        ("note_taken_out", None),
    ]


def test_another_sitting_and_another_person_may_not(staff, service, framework, contributor):
    _page, note = keep(staff, service, words="Jo did it")
    later = Client()
    later.force_login(contributor)

    assert later.get(out(note)).status_code == 403
    assert later.post(out(note)).status_code == 403
    assert Note.objects.exists()


def test_the_same_line_by_somebody_else_stays_theirs(staff, service, framework, manager):
    note = actions.keep_note(service=service, words="Jo did it", by=manager)

    page, _same = keep(staff, service, words="Jo did it")

    assert "Take it out" not in page
    assert staff.post(out(note)).status_code == 403


def test_manager_takes_out_any_while_it_waits(lead_by, service, framework, contributor, manager):
    note = actions.keep_note(service=service, words="Jo did it", by=contributor)

    page = lead_by.get(reverse("start-length", args=[service.slug, "themes"])).content.decode()
    assert out(note) in page
    assert lead_by.post(out(note)).status_code == 302
    assert not Note.objects.exists()
    assert Event.objects.get(act="note_taken_out").actor == manager
    assert lead_by.post(out(note)).status_code == 302


def test_note_of_another_team_is_not_found(lead_by, service, framework, sibling_service, sibling):
    note = actions.keep_note(service=sibling_service, words="Jo did it", by=sibling)

    theirs = reverse("take-note-out", args=[service.slug, note.pk])
    assert lead_by.get(theirs).status_code == 404
    assert lead_by.post(theirs).status_code == 404
    assert Note.objects.get() == note


@pytest.mark.parametrize("length", ["coffee", "themes", "more"])
def test_pages_that_list_notes_offer_it_to_who_may(
    lead_by, staff, service, framework, contributor, length
):
    _page, mine = keep(staff, service, words="Mine")
    other = actions.keep_note(service=service, words="Not mine", by=contributor)
    before = reverse("start-length", args=[service.slug, length])
    listed = [before]
    pages = {before: [client.get(before).content.decode() for client in (staff, lead_by)]}
    talk = actions.start(service=service, framework=framework, length=length, by=contributor)
    listed = talk.get_absolute_url() if length != "coffee" else reverse("coffee", args=[talk.pk])
    pages[listed] = [client.get(listed).content.decode() for client in (staff, lead_by)]

    for seen_by_writer, seen_by_manager in pages.values():
        assert out(mine) in seen_by_writer
        assert out(other) not in seen_by_writer
        assert out(mine) in seen_by_manager
        assert out(other) in seen_by_manager


def test_note_in_a_record_stays(lead_by, service, framework, manager):
    note = actions.keep_note(service=service, words="Jo did it", by=manager)
    talk = actions.start(service=service, framework=framework, length="themes", by=manager)
    actions.finish(talk, by=manager)

    page = lead_by.post(out(note), follow=True).content.decode()
    assert "It is in a record by now." in page

    actions.put_right(talk, reason="A name", by=manager)
    assert out(note) not in lead_by.get(talk.get_absolute_url()).content.decode()
    lead_by.post(out(note))
    assert Note.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_taken_out_while_somebody_finishes_is_in_the_record_or_gone(service, framework, manager):
    note = actions.keep_note(service=service, words="Jo did it", by=manager)
    talk = actions.start(service=service, framework=framework, length="themes", by=manager)
    note.refresh_from_db()

    at_once(
        lambda: actions.finish(talk, by=manager),
        lambda: actions.take_out_note(note, by=manager),
    )

    sealed = [remembered.words for remembered in talk.closures.get().record.remembered]
    assert sealed == [note.words for note in Note.objects.all()]


# --- Which notes go into the record


@pytest.fixture
def talk(service, framework, manager):
    """Return a conversation that opened with two notes."""
    for words in ("Jo did it", "They cooked"):
        actions.keep_note(service=service, words=words, by=manager)
    return actions.start(service=service, framework=framework, length="themes", by=manager)


def test_unticked_note_is_not_sealed(staff, talk):
    stays = Note.objects.get(words="They cooked")

    fill(staff, reverse("read-back", args=[talk.pk]), then="finish", notes=[str(stays.pk)])

    assert [note.words for note in talk.closures.get().record.remembered] == ["They cooked"]


def test_ticks_are_as_they_were_left(staff, talk):
    address = reverse("read-back", args=[talk.pk])
    stays = str(Note.objects.get(words="They cooked").pk)
    fill(staff, address, then="open", notes=[stays])

    fill(staff, address, then="finish")

    assert [note.words for note in talk.closures.get().record.remembered] == ["They cooked"]


def test_note_that_came_meanwhile_goes_in(staff, talk, manager):
    address = reverse("read-back", args=[talk.pk])
    sent = {"then": "finish", "notes": [str(Note.objects.get(words="They cooked").pk)]}
    form = shown_fields(staff, address)
    actions.keep_note(service=talk.service, words="Late", by=manager)
    staff.post(address, form | sent)

    words = [note.words for note in talk.closures.get().record.remembered]
    assert words == ["They cooked", "Late"]


def test_what_somebody_else_unticked_stays_out(staff, talk):
    address = reverse("read-back", args=[talk.pk])
    form = shown_fields(staff, address)
    jo = Note.objects.get(words="Jo did it")
    actions.choose_notes(talk, in_record={jo.pk: False})
    staff.post(address, form | {"then": ["finish"]})

    assert [note.words for note in talk.closures.get().record.remembered] == ["They cooked"]


def test_note_of_one_set_aside_is_ticked_again(talk, manager):
    note = Note.objects.get(words="Jo did it")
    actions.choose_notes(talk, in_record={note.pk: False})

    actions.set_aside(talk, by=manager)

    note.refresh_from_db()
    assert (note.read_in, note.in_record) == (None, True)
