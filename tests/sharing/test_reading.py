"""What a commissioning body reads, until when, and what is left afterwards."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import (
    Event,
    Organisation,
    OrganisationMembership,
    Service,
    User,
)
from assessments.models import Closure
from sharing import actions
from sharing.actions.guard import tell_readers
from sharing.models import Share, ShareFile, ShareOpen
from tests.factories import CommissioningBodyFactory
from tests.people import in_organisation
from tests.sharing.story import BYTES, NOON, SignedIn, same

LIST = "/shared/"


def report(share: Share) -> str:
    return reverse("shared-report", args=[share.reference])


def pdf(share: Share) -> str:
    return reverse("shared-pdf", args=[share.reference])


def test_list_shows_what_was_shared(signed_in: SignedIn, posted: Share, reader: User) -> None:
    html = signed_in(reader).get(LIST).content.decode()

    assert f'href="{report(posted)}"' in html
    for words in (posted.reference, "Alder House", "Oak Trust", "20 November 2026", "20 May 2027"):
        assert words in html


def test_list_leaves_out_what_was_not_sent(
    signed_in: SignedIn, shown_share: Share, reader: User
) -> None:
    html = signed_in(reader).get(LIST).content.decode()

    assert shown_share.reference not in html
    assert "Alder House" not in html
    assert "No team has shared anything with <bdi>Northtown Council</bdi> yet." in html


def test_what_these_are_stands_before_the_first_report_once_and_folded_in_the_list(
    signed_in: SignedIn, posted: Share, commissioner: User
) -> None:
    browser = signed_in(commissioner)

    assert "This page comes once" in browser.get(report(posted)).content.decode()
    browser.post(report(posted))

    assert "This page comes once" not in browser.get(report(posted)).content.decode()
    html = browser.get(LIST).content.decode()
    assert "the day on which it was first opened" in html[html.index("<details") :]


def test_list_tells_what_the_reader_was_told_until_it_is_put_away(
    signed_in: SignedIn, posted: Share, reader: User
) -> None:
    tell_readers(posted, at=NOON)
    browser = signed_in(reader)

    html = browser.get(reverse("shared-with-us")).content.decode()
    assert "<bdi>Alder House</bdi> has shared a report with <bdi>Northtown Council</bdi>." in html
    assert "Read it</a>" not in html
    answer = browser.post(reverse("put-away", args=[reader.notices.get().pk]), follow=True)

    assert answer.redirect_chain[-1][0] == reverse("shared-with-us")
    assert "has shared a report" not in answer.content.decode()


def test_nobody_is_told_of_a_report_that_is_over_before_the_night_puts_that_away(
    signed_in: SignedIn, posted: Share, reader: User, clock
) -> None:
    tell_readers(posted, at=NOON)
    for day, stands in ((20, True), (21, False)):
        clock(dt.datetime(2027, 5, day, 12, tzinfo=dt.UTC))
        browser = signed_in(reader)
        for page in (reverse("home"), reverse("shared-with-us")):
            html = browser.get(page, follow=True).content.decode()
            assert ("has shared a report" in html) is stands


def test_list_groups_by_body(
    signed_in: SignedIn,
    posted: Share,
    reader: User,
    service: Service,
    manager: User,
    first: Closure,
) -> None:
    other = CommissioningBodyFactory(name="Aberdare Council", slug="aberdare")
    OrganisationMembership.objects.create(user=reader, organisation=other, role="reader")

    html = signed_in(reader).get(LIST).content.decode()

    assert (
        html.index("Aberdare Council")
        < html.index("Northtown Council")
        < html.index(posted.reference)
    )


def test_list_of_somebody_who_reads_for_no_body_is_404(
    signed_in: SignedIn, manager: User, lead: User, outsider: User
) -> None:
    assert [signed_in(user).get(LIST).status_code for user in (manager, lead, outsider)] == [
        404,
        404,
        404,
    ]


def test_list_takes_as_many_queries_for_three_as_for_one(
    signed_in: SignedIn, posted: Share, reader: User
) -> None:
    browser = signed_in(reader)
    browser.get(LIST)
    with CaptureQueriesContext(connection) as one:
        browser.get(LIST)
    for reference in ("PZ-AAAA-AA", "PZ-BBBB-BB"):
        posted.pk, posted.reference = None, reference
        posted._state.adding = True
        posted.id = type(posted)._meta.pk.get_default()
        posted.save()
    with CaptureQueriesContext(connection) as three:
        html = browser.get(LIST).content.decode()

    assert html.count("Alder House") == 3
    assert len(three) == len(one) <= 8


def test_first_opening_is_explained_and_not_recorded(
    signed_in: SignedIn, posted: Share, commissioner: User
) -> None:
    browser = signed_in(commissioner)

    before = browser.get(report(posted))
    assert "Before you read" in before.content.decode()
    assert "Theirs in spring" not in before.content.decode()
    assert browser.get(pdf(posted))["Location"] == report(posted)
    assert not ShareOpen.objects.exists()

    assert browser.post(report(posted))["Location"] == report(posted)
    assert "Theirs in spring" in browser.get(report(posted)).content.decode()
    assert Event.objects.filter(act="openings_explained", actor=commissioner).count() == 1


def test_report_is_recorded_as_opened(signed_in: SignedIn, posted: Share, reader: User) -> None:
    answer = signed_in(reader).get(report(posted))

    opened = ShareOpen.objects.get()
    assert (answer.status_code, opened.share, opened.user, opened.what) == (
        200,
        posted,
        reader,
        "page",
    )
    assert "no-store" in answer["Cache-Control"]


def test_whether_somebody_came_back_is_kept_nowhere(
    signed_in: SignedIn, posted: Share, reader: User
) -> None:
    browser = signed_in(reader)
    for address in (report(posted), pdf(posted)):
        browser.get(address)
    before = list(ShareOpen.objects.values())

    with CaptureQueriesContext(connection) as queries:
        for address in (report(posted), pdf(posted), pdf(posted)):
            assert browser.get(address).status_code == 200

    assert list(ShareOpen.objects.values()) == before
    assert [opening["what"] for opening in before] == ["page", "pdf"]
    assert not [
        query for query in queries if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))
    ]
    another = in_organisation(posted.body, "reader", "Robin Reader")
    actions.explain_openings(posted, by=another)
    signed_in(another).get(report(posted))
    assert [opening.user for opening in ShareOpen.objects.all()] == [reader, reader, another]


def test_download_asks_for_share_membership_and_file_at_once(
    signed_in: SignedIn, posted: Share, reader: User
) -> None:
    browser = signed_in(reader)
    browser.get(pdf(posted))

    with CaptureQueriesContext(connection) as queries:
        assert browser.get(pdf(posted)).content == BYTES

    assert len(queries) == 3, [query["sql"] for query in queries]  # session, person, the rest


@pytest.mark.logs_errors
def test_report_is_recorded_before_a_byte_goes_out(
    signed_in: SignedIn, posted: Share, reader: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The database cannot record it: then nothing is shown."""

    def cannot(**_values: object) -> None:
        raise ConnectionError

    monkeypatch.setattr(ShareOpen.objects, "get_or_create", cannot)

    for address in (report(posted), pdf(posted)):
        with pytest.raises(ConnectionError):
            signed_in(reader).get(address)


def test_pdf_is_the_bytes_that_were_sent(signed_in: SignedIn, posted: Share, reader: User) -> None:
    answer = signed_in(reader).get(pdf(posted))

    assert answer.content == BYTES
    assert answer["Content-Disposition"].startswith("attachment; ")
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert [opened.what for opened in ShareOpen.objects.all()] == ["pdf"]


def test_head_is_refused_because_it_would_count(
    signed_in: SignedIn, posted: Share, reader: User
) -> None:
    for address in (report, pdf):
        assert signed_in(reader).head(address(posted)).status_code == 405
    assert not ShareOpen.objects.exists()


@pytest.mark.logs_errors
def test_altered_is_refused_with_a_sentence_and_not_recorded(
    signed_in: SignedIn, posted: Share, reader: User
) -> None:
    ShareFile.objects.update(digest="0" * 64)
    Share.objects.update(digest="0" * 64)
    browser = signed_in(reader)

    for address in (report, pdf):
        answer = browser.get(address(posted))
        assert answer.status_code == 503
        assert "What is stored here is not what was sent" in answer.content.decode()
    assert not ShareOpen.objects.exists()


@pytest.mark.parametrize(
    "who", ["other_commissioner", "manager", "contributor", "lead", "elsewhere", "outsider"]
)
def test_others_get_404_as_for_nothing(
    signed_in: SignedIn, posted: Share, request: pytest.FixtureRequest, who: str
) -> None:
    browser = signed_in(request.getfixturevalue(who))
    nothing = same(browser.get(reverse("shared-report", args=["PZ-NONE-22"])))

    assert nothing[0] == 404
    assert same(browser.get(report(posted))) == nothing
    assert same(browser.post(report(posted))) == nothing
    assert same(browser.get(pdf(posted))) == nothing
    assert not ShareOpen.objects.exists()


def test_what_was_never_sent_is_404_to_the_body(
    signed_in: SignedIn, shown_share: Share, manager: User, reader: User
) -> None:
    browser = signed_in(reader)
    assert [browser.get(where(shown_share)).status_code for where in (report, pdf)] == [
        404,
        404,
    ]
    actions.take_back(shown_share, by=manager)

    assert [browser.get(where(shown_share)).status_code for where in (report, pdf)] == [
        404,
        404,
    ]
    assert shown_share.reference not in browser.get(LIST).content.decode()


def test_taken_back_is_410_to_who_had_it_and_404_to_others(
    signed_in: SignedIn,
    posted: Share,
    manager: User,
    reader: User,
    other_commissioner: User,
) -> None:
    actions.take_back(posted, by=manager)

    for address in (report, pdf):
        answer = signed_in(reader).get(address(posted))
        html = answer.content.decode()
        assert answer.status_code == 410
        assert "no longer shared, since 20 November 2026." in " ".join(html.split())
        assert posted.reference in html
        assert "Alder House" in html
        for words in ("Theirs in spring", "Before we meet"):
            assert words not in html
        assert signed_in(other_commissioner).get(address(posted)).status_code == 404
    assert signed_in(reader).post(report(posted)).status_code == 410
    assert not ShareOpen.objects.exists()


def row(browser: Client) -> str:
    """Return the one row of the list."""
    html = browser.get(LIST).content.decode()
    start = html.index('<ul class="rows">')
    return " ".join(html[start : html.index("</ul>", start)].split())


def test_what_is_over_says_whose_it_was_in_the_same_words_however_it_ended(
    signed_in: SignedIn, posted: Share, manager: User, reader: User, clock
) -> None:
    """Team, organisation, reference and dates; nothing of the text, and no way to it."""
    clock(dt.datetime(2027, 5, 21, 12, tzinfo=dt.UTC))
    browser = signed_in(reader)
    ended = row(browser)
    actions.take_back(posted, by=manager)
    taken_back_later = row(browser)

    dates = f"{posted.reference} · sent on 20 November 2026 · no longer shared, since 21 May 2027"
    assert ended == taken_back_later
    for part in (dates, "Alder House", posted.service.organisation.name):
        assert part in ended
    assert "href=" not in ended


def test_taken_back_is_told_as_what_ran_out(
    signed_in: SignedIn, posted: Share, manager: User, reader: User
) -> None:
    actions.take_back(posted, by=manager)

    assert "no longer shared, since 20 November 2026" in row(signed_in(reader))
    page_after = " ".join(signed_in(reader).get(report(posted)).content.decode().split())
    assert "no longer shared, since 20 November 2026" in page_after


@pytest.mark.parametrize(
    ("moment", "status"),
    [
        (dt.datetime(2027, 5, 20, 22, 59, 59, tzinfo=dt.UTC), 200),  # 23:59:59 in London
        (dt.datetime(2027, 5, 20, 23, 0, 0, tzinfo=dt.UTC), 410),
    ],
)
def test_it_ends_at_midnight_in_london(
    signed_in: SignedIn, posted: Share, reader: User, clock, moment: dt.datetime, status: int
) -> None:
    clock(moment)

    assert signed_in(reader).get(report(posted)).status_code == status
    assert signed_in(reader).get(pdf(posted)).status_code == status


@pytest.mark.parametrize(
    ("day", "last_second"),
    [
        # Clocks go forward on 28 March 2027, at one in the morning: that day ends in summer time.
        (dt.date(2027, 3, 28), dt.datetime(2027, 3, 28, 22, 59, 59, tzinfo=dt.UTC)),
        (dt.date(2027, 3, 27), dt.datetime(2027, 3, 27, 23, 59, 59, tzinfo=dt.UTC)),
        # Clocks go back on 31 October 2027: the day before still ends in summer time.
        (dt.date(2027, 10, 30), dt.datetime(2027, 10, 30, 22, 59, 59, tzinfo=dt.UTC)),
        (dt.date(2027, 10, 31), dt.datetime(2027, 10, 31, 23, 59, 59, tzinfo=dt.UTC)),
    ],
)
def test_it_ends_at_midnight_on_the_days_when_clocks_change(
    posted: Share, clock, day: dt.date, last_second: dt.datetime
) -> None:
    Share.objects.update(ends_on=day)
    posted.refresh_from_db()

    clock(last_second)
    assert (posted.is_live, Share.objects.live().count()) == (True, 1)
    clock(last_second + dt.timedelta(seconds=1))
    assert (posted.is_live, Share.objects.live().count()) == (False, 0)


def test_ended_keeps_its_row(signed_in: SignedIn, posted: Share, reader: User, clock) -> None:
    clock(dt.datetime(2027, 5, 21, 12, tzinfo=dt.UTC))

    assert posted.reference in row(signed_in(reader))


def test_who_left_the_body_gets_404(signed_in: SignedIn, posted: Share, reader: User) -> None:
    browser = signed_in(reader)
    OrganisationMembership.objects.filter(user=reader).update(ended_on=dt.date(2026, 11, 20))

    assert [
        browser.get(address).status_code for address in (report(posted), pdf(posted), LIST)
    ] == [
        404,
        404,
        404,
    ]


def test_lead_of_the_body_reads_too(signed_in: SignedIn, posted: Share, body: Organisation) -> None:
    browser = signed_in(in_organisation(body, "lead", "Body Lead"))
    browser.post(report(posted))

    assert browser.get(report(posted)).status_code == 200


@pytest.mark.pdf
def test_whole_story_ends_with_a_row(
    signed_in: SignedIn, sent: Share, reader: User, manager: User
) -> None:
    browser = signed_in(reader)
    assert "How we are getting on at" in browser.get(report(sent)).content.decode()
    assert browser.get(pdf(sent)).content.startswith(b"%PDF-1.7")
    actions.take_back(sent, by=manager)

    assert [browser.get(address).status_code for address in (report(sent), pdf(sent))] == [410, 410]
    assert sent.reference in browser.get(LIST).content.decode()
