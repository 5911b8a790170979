"""Who said *Please wait*: not by few people, not by a line of the log, not by rows as they lie."""

import datetime as dt
import io
import json
import logging
from contextlib import contextmanager

import pytest
from django.core import mail
from django.db import connection
from django.urls import reverse

from accounts.actions import send_due_letters
from accounts.models import Letter, Notice, Service, User
from pizazz.logs import JsonLines
from sharing import actions
from sharing.models import Share, Waits
from tests.people import in_team
from tests.sharing.story import NOON, Clock, SignedIn, same

NINE = dt.datetime(2026, 11, 21, 9, tzinfo=dt.UTC)
WORDS = "the line on the lock"


def page(name: str, share: Share) -> str:
    return reverse(name, args=[share.pk])


def some(service: Service, first: User, number: int) -> list[User]:
    """Return so many who could say it."""
    names = ("Nia", "Oz", "Pat")[: number - 1]
    return [first, *(in_team(service, "contributor", name) for name in names)]


def unsaid(share: Share) -> None:
    """Let nothing have been said, told or written."""
    Waits.objects.filter(pk=share.pk).update(tokens=[], said=[], told_on=None)
    Notice.objects.filter(kind="share_wait").delete()
    Letter.objects.filter(kind="share_wait").delete()
    mail.outbox.clear()


def without_names(answer, people: list[User]) -> tuple[int, str]:
    """Return what a page says, without the name of whoever is signed in."""
    status, content = same(answer)
    for person in people:
        content = content.replace(person.display_name, "NAME")
    return status, content


@pytest.mark.parametrize("number", [2, 3, 4])
def test_whoever_of_few_said_it_everybody_finds_the_same(
    shown_share: Share,
    service: Service,
    contributor: User,
    manager: User,
    signed_in: SignedIn,
    clock: Clock,
    number: int,
) -> None:
    """Pages of each of them, letters and their order, notices and what is kept of the row."""
    people = some(service, contributor, number)
    browsers = [signed_in(person_asked) for person_asked in (manager, *people)]
    send_due_letters(at=NOON)  # that it can be read
    traces = []
    for person in people:
        unsaid(shown_share)
        clock(NOON)
        actions.ask_to_wait(shown_share, by=person, seen=shown_share.digest, words=WORDS)
        clock(NINE)
        actions.tell_waits(at=NINE)
        send_due_letters(at=NINE + dt.timedelta(hours=1))
        pages = []
        for name in ("share", "share-copy"):
            for browser in browsers:
                pages.append(
                    without_names(browser.get(page(name, shown_share)), [manager, *people])
                )
        letters = sorted((letter.to[0], letter.subject, letter.body) for letter in mail.outbox)
        row = Waits.objects.values_list("said", "told_on").get()
        traces.append((pages, letters, row, Notice.objects.filter(kind="share_wait").count()))
    assert len(traces[0][1]) == number + 1
    assert all(trace == traces[0] for trace in traces)


@contextmanager
def json_lines():
    """Yield what a server's log says meanwhile, as lines of JSON."""
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(JsonLines())
    handler.setLevel(logging.INFO)
    ears = [logging.getLogger(), logging.getLogger("django")]
    for ear in ears:
        ear.addHandler(handler)
    yield out
    for ear in ears:
        ear.removeHandler(handler)


def test_no_line_of_a_servers_log_tells_of_it(
    shown_share: Share, service: Service, contributor: User, manager: User, signed_in: SignedIn
) -> None:
    """Said, said twice, refused, and too late: none of them is news; a refusal elsewhere is."""
    people = some(service, contributor, 4)
    browsers = [signed_in(person) for person in people]
    address = page("share-wait", shown_share)
    sent = {"copy": shown_share.digest, "words": WORDS}
    with json_lines() as out:
        statuses = [
            browsers[0].post(address, sent).status_code,
            browsers[0].post(address, sent).status_code,
            browsers[1].post(address, sent | {"words": "x" * 2000}).status_code,
        ]
        actions.take_back(shown_share, by=manager)
        statuses.append(browsers[2].post(address, sent).status_code)
        assert statuses == [200, 200, 422, 409]
        assert out.getvalue() == ""
        browsers[3].get("/share/none/")
        [line] = out.getvalue().splitlines()
    assert json.loads(line)
    for person in people:
        assert str(person.pk) not in line


def test_rows_as_they_lie_do_not_tell_in_which_order_it_was_said(
    shown_share: Share, service: Service, contributor: User, clock: Clock
) -> None:
    """Every table as it lies on the disk, read without an order."""
    people = some(service, contributor, 4)
    disks = []
    for order in (people, people[::-1]):
        unsaid(shown_share)
        for hour, person in enumerate(order):
            clock(NOON + dt.timedelta(hours=hour))
            words = f"Words {people.index(person)}"
            actions.ask_to_wait(shown_share, by=person, seen=shown_share.digest, words=words)
        disks.append(on_disk())
    assert disks[0].keys() == disks[1].keys()
    assert any("Words 3" in str(row) for row in disks[0]["sharing_waits"])
    assert [name for name in disks[0] if disks[0][name] != disks[1][name]] == []


def on_disk() -> dict[str, list[tuple]]:
    """Return every row of every table in the order in which it lies there.

    VACUUM (and VACUUM FULL of PostgreSQL) writes rows anew in the order in which a scan finds them.
    """
    with connection.cursor() as cursor:
        tables = {}
        for name in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(f'SELECT * FROM "{name}"')  # noqa: S608 -- names of our own tables
            tables[name] = cursor.fetchall()
        return tables
