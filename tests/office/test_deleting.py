"""All of a team's data goes once it was asked for and agreed, and the days are over."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.dateformat import format as format_date

from accounts import actions
from accounts.actions.letter_words import message_of
from accounts.models import Deletion, Erasure, Letter, Notice, Organisation, Service
from accounts.selectors import notices_for
from assessments import actions as talks
from assessments.models import Assessment, Closure, Note
from office.actions import deletions
from tests.office.conftest import text
from tests.office.test_team import browser
from tests.people import in_organisation, in_team

NOW = timezone.now()
DAY = dt.timedelta(days=1)


@pytest.fixture
def closure(service, framework, manager, contributor):
    """Return a record of the team, which has kept a note, too."""
    talk = talks.start(service=service, framework=framework, length="coffee", by=contributor)
    talks.keep_note(service=service, words="A note.", by=contributor)
    return talks.finish(talk, by=contributor)


def page(service):
    return reverse("delete-team", args=[service.slug])


def ask(person, service):
    return browser(person).post(page(service), {"name": service.name})


def agree(person, service):
    return browser(person).post(reverse("agree-deletion", args=[service.slug]), follow=True)


def test_one_asks_another_agrees_and_after_two_weeks_it_is_gone(
    service, manager, contributor, lead, closure, sibling_service
):
    assert browser(contributor).post(page(service), {"name": "Birch"}).status_code == 422
    assert ask(contributor, service).url == page(service)
    assert "Con Tributor asked for it on" in text(browser(manager).get(page(service))).replace(
        "<bdi>", ""
    ).replace("</bdi>", "")
    assert {notice.kind for notice in notices_for(manager)} == {"deletion_asked"}
    assert "Somebody else has to agree" in text(agree(contributor, service))
    assert Deletion.objects.get().goes_on is None

    assert "Agreed." in text(agree(manager, service))
    row = Deletion.objects.get()
    assert row.goes_on == timezone.localdate() + 14 * DAY
    assert "deletion_agreed" in {notice.kind for notice in notices_for(contributor)}
    assert Letter.objects.filter(kind="deletion_agreed", user=contributor).exists()

    assert deletions.carry_out_deletions(timezone.now() + 13 * DAY) == 0
    assert Closure.objects.filter(pk=closure.pk).exists()
    assert deletions.carry_out_deletions(timezone.now() + 14 * DAY) == 1
    assert not Closure.objects.exists()
    assert not Assessment.objects.exists()
    assert not Note.objects.exists()
    service.refresh_from_db()
    assert service.archived_on
    assert browser(manager).get(page(service)).status_code == 404
    letters = Letter.objects.filter(kind="deletion_done")
    assert {letter.user for letter in letters} == {manager, contributor}
    assert Erasure.objects.get().key == service.pk
    assert deletions.carry_out_deletions(timezone.now() + 15 * DAY) == 0
    assert Service.objects.filter(pk=sibling_service.pk, archived_on=None).exists()


def test_anybody_of_the_team_stops_it_until_it_is_done(service, manager, contributor, closure):
    ask(manager, service)
    agree(contributor, service)
    other = in_team(service, "contributor", "Nia Night")
    stop = reverse("stop-deletion", args=[service.slug])
    assert browser(other).post(stop).url == page(service)
    assert "it was stopped" in text(browser(manager).get("/", follow=True))
    notice = Notice.objects.get(user=manager, kind="deletion_stopped")
    assert not notice.leads_to
    assert "deletion_agreed" not in {notice.kind for notice in notices_for(manager)}
    assert browser(other).post(stop).status_code == 404
    assert deletions.carry_out_deletions(timezone.now() + 99 * DAY) == 0
    assert Closure.objects.filter(pk=closure.pk).exists()
    ask(contributor, service)
    assert Deletion.objects.going_on().count() == 1
    assert "deletion_stopped" not in {notice.kind for notice in notices_for(manager)}


def test_asked_twice_it_is_asked_once_and_stopped_meanwhile_it_is_not_agreed(
    service, manager, contributor
):
    ask(manager, service)
    ask(contributor, service)
    row = Deletion.objects.get()
    deletions.stop(row, by=contributor)
    with pytest.raises(ValidationError, match="stopped meanwhile"):
        deletions.agree_to_deletion(row, by=contributor)


def test_two_who_do_not_manage_cannot(service, manager, contributor):
    other = in_team(service, "contributor", "Nia Night")
    ask(contributor, service)
    assert "one of the two manages" in text(agree(other, service))
    assert Deletion.objects.get().agreed_at is None


def test_lead_is_the_other_one_where_the_team_is_too_few(service, manager, lead):
    assert "too few of you" in text(browser(manager).get(page(service)))
    ask(manager, service)
    first_page = browser(lead).get("/teams/")
    assert "Another has to agree first." in text(first_page)
    assert f'href="{page(service)}"' in first_page.content.decode()
    page_text = text(browser(lead).get(page(service)))
    assert "I agree that all of it goes" in page_text
    agree(lead, service)
    assert Deletion.objects.get().agreed_by == lead


def test_lead_reads_nothing_of_it_where_the_team_can_by_itself(service, manager, contributor, lead):
    ask(contributor, service)
    assert browser(lead).get(page(service)).status_code == 404
    assert agree(lead, service).status_code == 404


def test_lead_asks_where_nobody_is_left_and_may_not_otherwise(service, manager, lead):
    assert ask(lead, service).status_code == 404
    actions.leave_team(service.memberships.get(), by=manager)
    assert ask(lead, service).status_code == 302
    assert Deletion.objects.get().agreed_by == lead
    other = in_organisation(service.organisation, "lead", "Lou Lead")
    assert browser(other).post(reverse("stop-deletion", args=[service.slug])).status_code == 302


@pytest.mark.parametrize("who", ["sibling", "elsewhere", "commissioner", "outsider"])
def test_nobody_else_has_the_page(request, service, manager, who):
    assert browser(request.getfixturevalue(who)).get(page(service)).status_code == 404


def test_ended_organisation_goes_with_every_team_after_thirty_days(
    service, sibling_service, manager, sibling, lead, runs, closure, organisation
):
    here = browser(runs)
    address = reverse("delete-on-site", args=[organisation.slug])
    assert here.get(address).status_code == 404
    actions.end_organisation(organisation, by=runs)
    assert address in text(here.get(reverse("site-organisation", args=[organisation.slug])))
    assert here.post(address, {"name": "Elm"}).status_code == 422
    assert here.post(address, {"name": organisation.name}).status_code == 302
    for person in (manager, sibling):
        assert "deletion_agreed" in {notice.kind for notice in notices_for(person)}
    page_of_team = text(browser(manager).get(page(service)))
    assert "whoever runs this site can stop it" in page_of_team
    assert "Ask that all of it goes" not in page_of_team
    day = format_date(Deletion.objects.get().goes_on, "j F Y")
    home = text(browser(manager).get("/", follow=True))
    assert f"goes for good on {day}, unless it is stopped before" in home
    letter = Letter.objects.filter(kind="deletion_agreed").latest("pk")
    assert "anybody in the team" not in message_of([letter]).body
    assert "It goes on" in text(here.get(address))
    assert deletions.carry_out_deletions(timezone.now() + 29 * DAY) == 0
    assert deletions.carry_out_deletions(timezone.now() + 30 * DAY) == 1
    assert not Closure.objects.exists()
    assert not organisation.memberships.exists()
    assert Organisation.objects.filter(pk=organisation.pk).exists()
    assert {erasure.kind for erasure in Erasure.objects.all()} == {"team", "organisation"}


def test_who_runs_the_site_stops_it(runs, service, manager, organisation):
    actions.end_organisation(organisation, by=runs)
    deletions.delete_ended(organisation, by=runs)
    here = browser(runs)
    stop = reverse("stop-on-site", args=[organisation.slug])
    assert here.post(stop).status_code == 302
    assert here.post(stop).status_code == 404
    assert Notice.objects.filter(kind="deletion_stopped", user=manager).exists()


def test_organisation_goes_on_only_once_it_was_stopped(runs, organisation):
    actions.end_organisation(organisation, by=runs)
    deletion = deletions.delete_ended(organisation, by=runs)
    here = browser(runs)
    place = reverse("site-organisation", args=[organisation.slug])
    again = reverse("begin-again-on-site", args=[organisation.slug])
    day = format_date(deletion.goes_on, "l j F Y")
    assert f"All of its data goes for good on {day}." in text(here.get(place))
    assert again not in text(here.get(place))
    assert "Stop that first" in text(here.post(again, follow=True))
    organisation.refresh_from_db()
    assert organisation.closed_on
    deletions.stop(deletion, by=runs)
    assert again in text(here.get(place))
    assert "It goes on." in text(here.post(again, follow=True))
    organisation.refresh_from_db()
    assert organisation.closed_on is None


def test_organisation_does_not_go_on_beside_another_of_its_name(runs, organisation):
    actions.end_organisation(organisation, by=runs)
    kind = organisation.kind
    actions.add_organisation(name=organisation.name.upper(), kind=kind, by=runs)
    again = reverse("begin-again-on-site", args=[organisation.slug])
    assert "Give that one another name first" in text(browser(runs).post(again, follow=True))
    organisation.refresh_from_db()
    assert organisation.closed_on


def test_organisation_that_goes_on_loses_nothing(runs, organisation):
    with pytest.raises(ValidationError, match="End it first"):
        deletions.delete_ended(organisation, by=runs)
