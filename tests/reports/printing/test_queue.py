"""Everybody who asks for a PDF gets one, in turn; and nobody gets another's."""

import datetime as dt
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Service, User
from reports.models import LEASE, LONGEST_WAIT, SHELF_LIFE, WantedPdf
from reports.printing import pdf, queue
from reports.printing.pdf import machine_lock
from tests import alder_house
from tests.factories import ServiceFactory
from tests.people import in_team
from tests.records import closure_of
from tests.source import ROOT
from tests.together import at_once

# What stands in for WeasyPrint: quick, and it prints the words it was given.
QUICK = """
import json, sys, time
job = json.load(sys.stdin)
time.sleep(0.1)
sys.stdout.write("%PDF-" + job["html"])
"""


@pytest.fixture
def quick(tmp_path, monkeypatch) -> Path:
    worker = tmp_path / "worker.py"
    worker.write_text(QUICK, encoding="utf-8")
    monkeypatch.setattr(pdf, "WORKER", worker)
    return worker


@pytest.fixture
def threads(settings) -> Iterator[None]:
    """Let the service make what waits by itself, and wait for it at the end."""
    settings.PDFS_ARE_MADE_AT_ONCE = True
    yield
    for thread in threading.enumerate():
        if thread.name == "pdfs":
            thread.join(60)


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def address(service: Service) -> str:
    return reverse("own-copy-pdf", args=[service.slug])


def others_wait(*services: Service) -> None:
    """Let people of other teams wait already."""
    for service in services:
        person = in_team(service, "contributor", f"Waits {service.name}")
        queue.ask_for_pdf(queue.OWN_COPY, service.pk, user=person, version="en-gb")


def later(monkeypatch, gap: dt.timedelta) -> None:
    now = timezone.now() + gap
    monkeypatch.setattr(timezone, "now", lambda: now)


@pytest.mark.django_db(transaction=True)
def test_twenty_at_once_all_get_theirs(quick, threads):
    """Of five teams, with threads of their own as in the web process; each reads its own team's."""
    services = [ServiceFactory(name=f"House {n}", slug=f"house-{n}") for n in range(5)]
    for service in services:
        closure_of(service, alder_house.themes())
    people = [
        (in_team(service, "contributor", f"Person {n} {service.name}"), service)
        for service in services
        for n in range(4)
    ]

    def ask_until_it_comes(user: User, service: Service) -> tuple[int, bool, bool]:
        client = browser(user)
        end = time.monotonic() + 50
        answer = client.get(address(service))
        while answer.status_code == 202 and time.monotonic() < end:
            assert (answer["Retry-After"], answer["Refresh"]) == ("5", "5; url=?waited")
            time.sleep(0.1)
            answer = client.get(address(service))
        mine = f"getting on at {service.name}" in answer.content.decode()
        return answer.status_code, answer.content.startswith(b"%PDF-"), mine

    results = at_once(*(lambda pair=pair: ask_until_it_comes(*pair) for pair in people))

    assert results == [(200, True, True)] * 20
    assert not WantedPdf.objects.exists()


def test_who_waits_reads_how_many_are_before(service, contributor, sibling_service, other_service):
    closure_of(service, alder_house.themes())
    others_wait(sibling_service, other_service)
    answer = browser(contributor).get(address(service))
    assert answer.status_code == 202
    assert "2 are before you." in answer.content.decode()
    assert f'href="{address(service)}?waited"' in answer.content.decode()  # a button does the same
    assert (answer["Retry-After"], answer["Refresh"]) == ("5", "5; url=?waited")


def test_who_waited_gets_it_once_and_then_it_is_gone(quick, service, contributor, sibling_service):
    closure_of(service, alder_house.themes())
    closure_of(sibling_service, alder_house.themes())
    others_wait(sibling_service)
    person = browser(contributor)
    assert "One is before you." in person.get(address(service)).content.decode()
    call_command("make_pdfs", verbosity=0)
    # The page that waited gives way to one that is true when the download has come.
    page = person.get(f"{address(service)}?waited")
    assert "The PDF is made" in page.content.decode()
    assert page["Refresh"] == f"0; url={address(service)}"
    answer = person.get(address(service))
    assert answer["Content-Type"] == "application/pdf"
    assert b"Alder House" in answer.content
    assert [row.object_id for row in WantedPdf.objects.all()] == [sibling_service.pk]


def test_what_one_asked_for_is_not_anothers(quick, service, contributor, manager, outsider_pdf):
    """A colleague asks for their own; who is not of the team any more gets nothing."""
    closure_of(service, alder_house.themes())
    others_wait(outsider_pdf)
    browser(contributor).get(address(service))
    queue.make_waiting()
    wanted_pdf = WantedPdf.objects.get(user=contributor)
    assert wanted_pdf.pdf
    with machine_lock(queue.LOCK, patience=0):
        assert browser(manager).get(address(service)).status_code == 202
    service.memberships.filter(user=contributor).delete()
    assert browser(contributor).get(address(service)).status_code == 404


@pytest.fixture
def outsider_pdf(other_service) -> Service:
    closure_of(other_service, alder_house.themes())
    return other_service


def test_people_of_one_team_are_served_by_one_pdf(
    quick, service, contributor, manager, outsider_pdf
):
    closure_of(service, alder_house.themes())
    others_wait(outsider_pdf)
    for user in (contributor, manager):
        assert "One is before you." in browser(user).get(address(service)).content.decode()
    assert queue.make_waiting() == 2
    for user in (contributor, manager):
        assert browser(user).get(address(service)).status_code == 200


def test_two_machines_do_not_make_the_same(service, contributor):
    row = queue.ask_for_pdf(queue.OWN_COPY, service.pk, user=contributor, version="en-gb")
    first, second = WantedPdf.objects.get(pk=row.pk), WantedPdf.objects.get(pk=row.pk)
    WantedPdf.objects.filter(pk=first.pk).update(held_until=timezone.now() + LEASE)
    assert not queue._make(second)


@pytest.mark.parametrize("ahead", [dt.timedelta(), dt.timedelta(hours=1), dt.timedelta(days=1)])
def test_what_a_killed_process_held_is_free_after_its_lease(
    quick, service, contributor, monkeypatch, ahead
):
    """Whatever clock it was held by: one that was ahead was set back meanwhile."""
    closure_of(service, alder_house.themes())
    row = queue.ask_for_pdf(queue.OWN_COPY, service.pk, user=contributor, version="en-gb")
    until = timezone.now() + ahead + LEASE
    WantedPdf.objects.filter(pk=row.pk).update(held_until=until, tries=1)
    if not ahead:
        answer = browser(contributor).get(address(service))
        assert (answer.status_code, queue.make_waiting()) == (202, 0)
        assert "Yours is next." in answer.content.decode()
    later(monkeypatch, LEASE)
    assert browser(contributor).get(address(service)).status_code == 200


@pytest.mark.pdf
@pytest.mark.django_db(transaction=True)
def test_killed_process_holds_up_nobody(service, contributor, place, monkeypatch):
    closure_of(service, alder_house.themes())
    row = queue.ask_for_pdf(queue.OWN_COPY, service.pk, user=contributor, version="en-gb")
    process = subprocess.Popen(
        [sys.executable, "manage.py", "make_pdfs"],
        cwd=ROOT,
        env={
            **os.environ,
            "DATABASE_URL": f"{os.environ['PIZAZZ_TEST_URL'].rsplit('/', 1)[0]}/"
            f"{str(connection.settings_dict['NAME']).rsplit('/', 1)[-1]}",
            "PIZAZZ_RENDER_DIR": str(place),
            "DJANGO_SETTINGS_MODULE": "pizazz.settings",
        },
    )
    while not WantedPdf.objects.filter(pk=row.pk, tries=1).exists():
        assert process.poll() is None
        time.sleep(0.05)
    process.kill()
    process.wait()
    assert queue.make_waiting() == 0
    later(monkeypatch, LEASE)
    assert queue.make_waiting() == 1
    assert WantedPdf.objects.get().pdf.startswith(b"%PDF-")


KILLED = (
    """
import os
from pathlib import Path
mark = Path(__file__).with_suffix(".times")
times = len(mark.read_text()) if mark.exists() else 0
mark.write_text("x" * (times + 1))
if times < TIMES:
    os.kill(os.getpid(), 9)
"""
    + QUICK
)


@pytest.mark.logs_errors
def test_killed_child_is_made_again(quick, service, contributor):
    quick.write_text(KILLED.replace("TIMES", "1"), encoding="utf-8")
    closure_of(service, alder_house.themes())
    assert browser(contributor).get(address(service)).status_code == 202
    assert queue.make_waiting() == 1


@pytest.mark.parametrize(("faults", "count"), [(1, 1), (99, 0)], ids=["once", "always"])
def test_what_the_database_had_no_time_for_is_made_again(
    quick, service, contributor, manager, faults, count
):
    """No fault of the report’s: a statement that waited too long, while somebody holds a table."""
    closure_of(service, alder_house.themes())
    queue.ask_for_pdf(queue.OWN_COPY, service.pk, user=manager, version="en-gb")
    left = [OperationalError("canceling statement due to lock timeout: is locked")] * faults

    def busy(execute, sql, params, many, context):
        if left and 'FROM "assessments_closure"' in sql:
            raise left.pop()
        return execute(sql, params, many, context)

    with connection.execute_wrapper(busy):
        if count:
            assert queue.make_waiting() == 1
        else:
            with pytest.raises(OperationalError):
                queue.make_waiting()
    row = queue.wanted_pdf(queue.OWN_COPY, service.pk, user=manager)
    assert (bool(row.content), bool(row.why)) == (bool(count), not count)


@pytest.mark.logs_errors
def test_one_that_is_killed_every_time_is_given_up(quick, service, contributor):
    quick.write_text(KILLED.replace("TIMES", "99"), encoding="utf-8")
    closure_of(service, alder_house.themes())
    assert browser(contributor).get(address(service)).status_code == 202
    assert queue.make_waiting() == 0
    answer = browser(contributor).get(address(service))
    assert answer.status_code == 503
    assert "was broken off" in answer.content.decode()
    assert "larger" not in answer.content.decode()
    assert not WantedPdf.objects.exists()


@pytest.mark.logs_errors
@pytest.mark.parametrize("waits", [False, True])
def test_why_it_was_not_made_is_said_once(quick, service, contributor, outsider_pdf, waits):
    quick.write_text("raise SystemExit(11)", encoding="utf-8")
    closure_of(service, alder_house.themes())
    if waits:
        others_wait(outsider_pdf)
        assert browser(contributor).get(address(service)).status_code == 202
        queue.make_waiting()
    answer = browser(contributor).get(address(service))
    assert answer.status_code == 503
    assert "larger than can be made here" in answer.content.decode()
    assert not WantedPdf.objects.filter(user=contributor).exists()


def test_what_was_not_fetched_is_dropped(quick, service, contributor, manager, capsys):
    closure_of(service, alder_house.themes())
    wanted_pdf = queue.ask_for_pdf(queue.OWN_COPY, service.pk, user=contributor, version="en-gb")
    waits = queue.ask_for_pdf(queue.OWN_COPY, service.pk, user=manager, version="en-gb")
    now = timezone.now()
    WantedPdf.objects.filter(pk=wanted_pdf.pk).update(done_at=now, content=b"x")
    assert queue.drop_old_pdfs() == 0
    assert queue.drop_old_pdfs(at=now + SHELF_LIFE + dt.timedelta(seconds=1)) == 1
    assert queue.drop_old_pdfs(at=now + LONGEST_WAIT + dt.timedelta(seconds=1)) == 1
    assert not WantedPdf.objects.filter(pk=waits.pk).exists()


def test_asking_in_another_state_asks_anew(service, contributor):
    first = queue.ask_for_pdf("share", service.pk, user=contributor, version="a" * 64)
    assert queue.ask_for_pdf("share", service.pk, user=contributor, version="a" * 64) == first
    second = queue.ask_for_pdf("share", service.pk, user=contributor, version="b" * 64)
    assert (second.pk > first.pk, WantedPdf.objects.count()) == (True, 1)
