"""A team that talks about how it is commissioned: every surface speaks of that framework alone.

One world for the whole file, undone at its end.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Organisation, Service, User
from assessments import actions as talk
from assessments.models import Ask, Assessment, Closure
from frameworks.management.commands.load_frameworks import shipped
from frameworks.models import Framework
from reports.printing.render import report_html
from reports.selectors import kept_conversations, own_report
from sharing import actions as sharing
from sharing.models import Share
from tests.factories import CommissioningBodyFactory, OrganisationFactory, ServiceFactory
from tests.frameworks.entries import read_entries
from tests.home.test_other_frameworks import shared, talked, words
from tests.people import in_organisation, in_team

OURS, OTHERS = "contained-autonomy", "pies"


def _names(slug: str) -> set[str]:
    """Return what a shipped framework calls its themes and elements."""
    for path in shipped():
        entries = read_entries(path)
        if entries[0]["fields"]["slug"] == slug:
            return {
                entry["fields"]["name"]
                for entry in entries
                if entry["model"] == "frameworks.line" and entry["fields"]["kind"] != "whole"
            }
    raise LookupError(slug)


NOT_OURS = re.compile(
    "|".join([r"\bfive (themes|parts|questions)", r"PIEs 2\.0", *map(re.escape, _names(OTHERS))]),
    re.IGNORECASE,
)


@dataclass
class World:
    """A team with three finished talks and an open one, a body that reads, and a report sent."""

    service: Service
    manager: User
    reader: User
    open: Assessment
    share: Share
    framework: Framework
    first: dict[str, Closure] = field(default_factory=dict)


@pytest.fixture(scope="module")
def _built(django_db_setup, django_db_blocker) -> Iterator[World]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield _build()
        transaction.set_rollback(True)


@pytest.fixture
def world(_built: World, db: None) -> World:
    return _built


def _build() -> World:
    call_command("load_frameworks", verbosity=0)
    organisation = OrganisationFactory(name="Oak Trust", slug="oak-trust")
    service = ServiceFactory(organisation=organisation, name="Alder House", slug="alder-house")
    manager = in_team(service, "manager", "Mina Manager")
    body: Organisation = CommissioningBodyFactory(name="Northtown Council", slug="northtown")
    reader = in_organisation(body, "reader", "Rea Reader")
    framework = Framework.objects.get(slug=OURS)
    talked(service, framework, manager)
    share = shared(service, body, manager)
    sharing.show_to_team(share, by=manager)
    now = timezone.now()
    Share.objects.filter(pk=share.pk).update(state=Share.State.SENT, sent_at=now, sent_by=manager)
    share.refresh_from_db()
    sharing.explain_openings(share, by=reader)
    closures = Closure.objects.filter(assessment__service=service).order_by("pk")
    return World(
        service,
        manager,
        reader,
        Assessment.objects.get(service=service, closed_at=None),
        share,
        framework,
        {closure.assessment.length: closure for closure in closures},
    )


def page(person: User, name: str, *parts: object, more: str = "") -> str:
    """Return the words of a page, without its foot, which leads to what a PIE is."""
    client = Client()
    client.force_login(person)
    answer = client.get(reverse(name, args=parts) + more)
    assert answer.status_code == 200, (name, answer.status_code)
    return words(answer.content.decode().split("<footer")[0])


def of_ours(text: str, *expected: str) -> None:
    """Assert that something is said in the words of the framework, and of no other."""
    assert NOT_OURS.findall(text) == []
    for expected_text in expected:
        assert expected_text in unescape(text), expected_text


THEME = "Containment through leadership"


def theme(world: World) -> SimpleNamespace:
    """Return the first theme and its first element."""
    lines = list(world.framework.lines.order_by("order"))
    first = next(line for line in lines if line.kind == "theme")
    element = next(line for line in lines if line.theme_id == first.pk)
    return SimpleNamespace(line=first, element=element)


def put_aside(world: World) -> None:
    """Let the team begin anew; undone after the test, as all that a test changes here."""
    talk.set_aside(Assessment.objects.get(pk=world.open.pk), by=world.manager)


def test_beginning_offers_both_and_the_one_used_last_first(world):
    put_aside(world)
    text = page(world.manager, "start", world.service.slug)
    assert text.index("Contained autonomy") < text.index("PIEs 2.0")


@pytest.mark.parametrize("length", ["coffee", "themes", "more"])
def test_lengths_are_told_of_this_framework(world, length):
    put_aside(world)
    text = page(world.manager, "start-length", world.service.slug, length)
    assert "five themes" not in text.casefold()


def test_coffee_break(world):
    Assessment.objects.filter(pk=world.open.pk).update(length="coffee")
    text = page(world.manager, "coffee", world.open.pk)
    of_ours(text)


def test_theme_and_its_elements(world):
    a_theme = theme(world)
    of_ours(page(world.manager, "place", world.open.pk, a_theme.line.code), a_theme.line.name)
    talk.open_theme(world.open, a_theme.line, by=world.manager)
    of_ours(page(world.manager, "place", world.open.pk, a_theme.element.code), a_theme.element.name)


def test_where_we_are_around_and_read_back(world):
    of_ours(page(world.manager, "conversation", world.open.pk), theme(world).line.name)
    of_ours(page(world.manager, "around", world.open.pk))
    of_ours(page(world.manager, "try", world.open.pk))
    of_ours(page(world.manager, "read-back", world.open.pk))


def test_record(world):
    of_ours(page(world.manager, "record", world.first["more"].pk), theme(world).element.name)


def test_journey_as_rows_and_as_a_table(world):
    names = [line.name for line in world.framework.lines.filter(kind="theme")]
    assert len(names) == 6
    of_ours(page(world.manager, "journey", world.service.slug), *names)
    of_ours(page(world.manager, "journey", world.service.slug, more="?as=table"), *names)


def test_one_line_and_two_talks_compared(world):
    a_theme = theme(world)
    text = page(world.manager, "line-over-time", world.service.slug, a_theme.line.code)
    of_ours(text, a_theme.line.name)
    of_ours(page(world.manager, "compare", world.service.slug))


@pytest.mark.parametrize("length", ["coffee", "themes", "more"])
def test_wall_page(world, length):
    of_ours(page(world.manager, "wall", world.first[length].assessment_id))


def test_own_copy_on_screen_and_as_it_is_printed(world):
    of_ours(page(world.manager, "own-copy", world.service.slug), theme(world).line.name)
    report = own_report(world.service, kept_conversations(world.service))
    of_ours(words(report_html(report)), theme(world).line.name, "Piggin")


def test_report_as_team_and_reader_read_it(world):
    for person, name, key in (
        (world.manager, "share-copy", world.share.pk),
        (world.reader, "shared-report", world.share.reference),
    ):
        of_ours(page(person, name, key), theme(world).line.name, "Contained autonomy")


def test_reply(world):
    of_ours(page(world.reader, "shared-reply", world.share.reference))
    ask = Ask.objects.filter(factor__service=world.service).first()
    of_ours(page(world.reader, "shared-reply-ask", world.share.reference, ask.pk))
    of_ours(page(world.reader, "shared-reply-say", world.share.reference, "heard"))


def test_home_and_the_teams_of_a_manager(world):
    of_ours(page(world.manager, "service", world.service.slug))
    of_ours(page(world.manager, "your-teams"))


def test_place_to_practise_in(world):
    person = in_team(world.service, "contributor", "Pra Ctising")
    client = Client()
    client.force_login(person)
    client.post(reverse("practice"))
    place = Service.with_practice.get(practice_of=person)
    assert "Contained autonomy" in page(person, "start", place.slug)
    one_talk = talk.start(service=place, framework=world.framework, length="themes", by=person)
    of_ours(page(person, "place", one_talk.pk, theme(world).line.code), theme(world).line.name)


def test_page_of_the_framework(world):
    of_ours(page(world.manager, "framework", OURS, "1.0"), theme(world).element.name)
