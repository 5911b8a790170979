"""The line under the header says who may read, and says so only where it is true."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from accounts.models import Service, User
from assessments import actions as talk
from assessments.models import Closure
from sharing import actions
from sharing.models import Share
from tests.sharing.story import SignedIn

NOBODY = "The team of Alder House reads this. Nobody else."


def strip(browser, address: str) -> str:
    """Return the words of the line under the header."""
    html = browser.get(address).content.decode()
    start = html.index('<aside class="strip"')
    words = html[html.index("<p", start) : html.index("</p>", start)]
    words = re.sub("</?bdi>|[\u2068\u2069]", "", words.split(">", 1)[1])  # around names
    return " ".join(words.split())


def record(closure: Closure) -> str:
    return reverse("record", args=[closure.pk])


def test_record_nobody_else_reads(signed_in: SignedIn, first: Closure, contributor: User) -> None:
    assert strip(signed_in(contributor), record(first)) == NOBODY


def test_record_the_organisation_reads(
    signed_in: SignedIn, first: Closure, second: Closure, manager: User, clock
) -> None:
    organisation = first.assessment.service.organisation
    release = talk.decide_release(first, is_shown=True, by=manager)

    for day, since in ((20, "today"), (21, "20 November")):
        clock(dt.datetime(2026, 11, day, 12, tzinfo=dt.UTC))
        assert strip(signed_in(manager), record(first)) == (
            f"The team of Alder House reads this. {organisation.name} has been able to read "
            f"this conversation since {since}."
        )
    assert strip(signed_in(manager), record(second)) == NOBODY
    talk.take_back_release(release, by=manager)
    assert strip(signed_in(manager), record(first)) == NOBODY


def test_record_of_which_a_body_reads_a_report(
    signed_in: SignedIn, posted: Share, first: Closure, manager: User, clock
) -> None:
    assert strip(signed_in(manager), record(first)) == (
        "The team of Alder House reads this. Northtown Council may read a report built from it, "
        "until 20 May 2027."
    )
    clock(dt.datetime(2027, 5, 21, 12, tzinfo=dt.UTC))
    assert strip(signed_in(manager), record(first)) == NOBODY


def test_record_of_which_a_report_was_taken_back(
    signed_in: SignedIn, posted: Share, first: Closure, manager: User
) -> None:
    actions.take_back(posted, by=manager)
    assert strip(signed_in(manager), record(first)) == NOBODY


def test_over_boxes_who_reads_and_where_it_goes(
    signed_in: SignedIn, service: Service, first: Closure, contributor: User
) -> None:
    """True also of a team that has shown conversations and sent reports."""
    assert strip(signed_in(contributor), reverse("start", args=[service.slug])) == (
        "Alder House’s team reads what you write here. "
        "It goes nowhere else unless the team sends it."
    )
    for name in ("service", "journey"):
        assert strip(signed_in(contributor), reverse(name, args=[service.slug])) == (
            "Only the team of Alder House sees this page."
        )
    service.name = "Ferry Cottages"  # many names are a plural
    service.save()
    start = strip(signed_in(contributor), reverse("start", args=[service.slug]))
    assert start.startswith("Ferry Cottages’ team reads what you write here. ")


@pytest.mark.parametrize("name", ["service", "journey", "compare", "own-copy", "our-team"])
def test_page_of_a_team_that_has_shown_and_sent_says_what_is_so(
    signed_in: SignedIn, posted: Share, first: Closure, manager, lead, commissioner, name: str
) -> None:
    """Only the team sees this page, and so it is; of each conversation its own page says more."""
    talk.decide_release(first, is_shown=True, by=manager)
    address = reverse(name, args=[first.assessment.service.slug])
    page = signed_in(manager).get(address).content.decode()

    assert "decides otherwise" not in page
    if '<aside class="strip"' in page:
        text = strip(signed_in(manager), address)
        assert text.startswith(("Only the team of Alder House sees this page", "Our own copy."))
    for other in (lead, commissioner):
        assert signed_in(other).get(address).status_code == 404


def test_service_page_says_of_each_conversation_whether_it_is_shown(
    signed_in: SignedIn, first: Closure, second: Closure, manager: User
) -> None:
    talk.decide_release(first, is_shown=True, by=manager)
    talk.decide_release(second, is_shown=False, by=manager)
    page = signed_in(manager).get(reverse("service", args=["alder-house"])).content.decode()
    assert page.count("has been able to read it since today.") == 1
    assert page.count("Kept within the team.") == 1
