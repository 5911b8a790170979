from django.test import Client
from django.urls import reverse

from accounts.actions import leave_team
from tests.people import in_team


def browser(person):
    client = Client()
    client.force_login(person)
    return client


def leaves(service, person):
    leave_team(service.memberships.get(user=person, ended_on=None), by=person)


def test_contributor_takes_a_live_report_back_only_without_a_manager(
    sent, service, contributor, manager
):
    page = reverse("share-take-back", args=[sent.pk])
    assert browser(contributor).post(page).status_code == 403
    leaves(service, manager)
    assert browser(contributor).post(page).status_code == 302
    sent.refresh_from_db()
    assert sent.state == "taken_back"


def test_what_is_not_sent_stays_for_the_next_manager(shown_share, service, contributor, manager):
    leaves(service, manager)
    assert (
        browser(contributor).post(reverse("share-take-back", args=[shown_share.pk])).status_code
        == 403
    )


def test_lead_takes_a_live_report_back_without_reading_it(
    sent, service, sibling_service, organisation, contributor, manager, lead
):
    here = browser(lead)
    names = [organisation.slug, service.slug, sent.pk]
    page = reverse("take-report-back", args=names)
    arrange = reverse("arrange-team", args=names[:2])
    assert here.get(page).status_code == 404
    assert "Take back the report" not in here.get(arrange).content.decode()
    leaves(service, manager)
    assert "Take back the report" in here.get(arrange).content.decode()
    page_text = here.get(page).content.decode()
    assert sent.purpose not in page_text
    assert here.get(sent.get_absolute_url()).status_code == 404
    of_another = reverse(
        "take-report-back", args=[organisation.slug, sibling_service.slug, sent.pk]
    )
    assert here.post(of_another).status_code == 404
    assert here.post(page).status_code == 302
    sent.refresh_from_db()
    assert sent.state == "taken_back"


def test_two_of_a_team_send_where_the_organisation_wants_it(
    shown_share, service, organisation, contributor, manager
):
    organisation.sending = "two"
    organisation.save()
    page, copy = reverse("share-send", args=[shown_share.pk]), {"copy": shown_share.digest}
    here = browser(manager)
    say_asked = reverse("share-asked", args=[shown_share.pk])
    assert "Two people agree to send" in here.get(shown_share.get_absolute_url()).content.decode()
    assert here.post(page, copy).status_code == 403
    assert browser(contributor).post(page, copy).status_code == 403, (
        "nobody said that we were asked"
    )
    assert browser(contributor).post(say_asked, copy).status_code == 403
    assert here.post(say_asked, copy).status_code == here.post(say_asked, copy).status_code == 302
    assert here.post(page, copy).status_code == 403
    assert browser(contributor).post(page, copy).status_code == 302
    shown_share.refresh_from_db()
    assert (shown_share.state, shown_share.sent_by) == ("sent", contributor)


def test_one_person_needs_no_second(shown_share, service, organisation, manager, contributor):
    organisation.sending = "two"
    organisation.save()
    leaves(service, contributor)
    answer = browser(manager).post(
        reverse("share-send", args=[shown_share.pk]), {"copy": shown_share.digest}
    )
    assert answer.status_code == 302


def test_nothing_is_sent_without_a_manager(
    shown_share, service, organisation, contributor, manager
):
    organisation.sending = "two"
    organisation.save()
    in_team(service, "contributor", "Night Owl")
    leaves(service, manager)
    page, copy = reverse("share-send", args=[shown_share.pk]), {"copy": shown_share.digest}
    assert browser(contributor).post(page, copy).status_code == 403
