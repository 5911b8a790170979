import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import actions
from accounts.actions import has_manager
from accounts.models.service import team_service
from accounts.selectors import notices_for
from assessments.actions import keep_note
from tests.office.conftest import text
from tests.people import in_organisation, in_team
from tests.together import at_once


def browser(person):
    client = Client()
    client.force_login(person)
    return client


def roles(service):
    live = service.memberships.filter(ended_on=None)
    return {
        membership.user.display_name: membership.role for membership in live.select_related("user")
    }


def test_team_reads_who_is_in_it_and_a_manager_changes_it(service, manager, contributor):
    page = reverse("our-team", args=[service.slug])
    page_text = text(browser(contributor).get(page))
    assert "Mina Manager" in page_text
    assert "Change" not in page_text
    assert "Ask somebody in" not in page_text
    page_text = text(browser(manager).get(page))
    assert reverse("team-member", args=[service.slug, contributor.pk]) in page_text


def test_role_is_told_in_a_sentence_and_changed(service, manager, contributor):
    page = reverse("team-member", args=[service.slug, contributor.pk])
    page_text = text(browser(manager).get(page))
    assert "send a report once the team has seen it" in page_text
    assert "Alder House has written nothing yet" in page_text
    assert browser(manager).post(page, {"role": "manager"}).status_code == 302
    assert roles(service)["Con Tributor"] == "manager"
    assert browser(manager).post(page, {"role": "lead"}).status_code == 422


def test_ended_at_once_and_the_words_stay(service, manager, contributor):
    note = keep_note(service=service, words="The door", by=contributor)
    browser(manager).post(reverse("end-member", args=[service.slug, contributor.pk]))
    page = reverse("our-team", args=[service.slug])
    assert browser(contributor).get(page).status_code == 404
    assert service.notes.get() == note


def test_contributor_leaves_by_one_button(service, manager, contributor):
    page = reverse("leave-team", args=[service.slug])
    assert "who manages this team" not in text(browser(contributor).get(page))
    assert browser(contributor).post(page).url == "/"
    assert roles(service) == {"Mina Manager": "manager"}


def test_only_manager_is_asked_who_looks_after_the_team(service, manager, contributor, lead):
    page = reverse("leave-team", args=[service.slug])
    here = browser(manager)
    assert "You are the only one who manages this team" in text(here.get(page))
    assert here.post(page, {}).status_code == 422
    assert here.post(page, {"cover": str(lead.pk)}).status_code == 422
    far = timezone.localdate() + dt.timedelta(days=400)
    assert here.post(page, {"cover": str(lead.pk), "until": far.isoformat()}).status_code == 422
    day = timezone.localdate() + dt.timedelta(days=14)
    answer = here.post(page, {"cover": str(lead.pk), "until": day.isoformat()})
    assert answer.status_code == 302
    page_text = text(browser(contributor).get(reverse("our-team", args=[service.slug])))
    assert "<bdi>Lee Lead</bdi> looks after <bdi>Alder House</bdi> until" in page_text
    assert "Until there is a manager nothing can be sent." in page_text
    assert "Lee Lead" in text(browser(contributor).get(service.get_absolute_url()))


def test_cover_that_is_over_is_not_said_any_more(service, contributor, lead):
    service.cover, service.cover_until = lead, timezone.localdate() - dt.timedelta(days=1)
    service.save()
    page_text = text(browser(contributor).get(reverse("our-team", args=[service.slug])))
    assert "Nobody looks after <bdi>Alder House</bdi> just now." in page_text


def test_lead_puts_herself_in_before_the_first_words(service, lead, organisation):
    page = reverse("work-here", args=[organisation.slug, service.slug])
    assert browser(lead).post(page).url == reverse("our-team", args=[service.slug])
    assert roles(service) == {"Lee Lead": "contributor"}


def test_lead_stays_out_after_the_first_words(service, lead, organisation, contributor):
    keep_note(service=service, words="The door", by=contributor)
    here = browser(lead)
    arrange = reverse("arrange-team", args=[organisation.slug, service.slug])
    assert "I work here myself" not in text(here.get(arrange))
    answer = here.post(reverse("work-here", args=[organisation.slug, service.slug]), follow=True)
    assert "so the team itself lets people in" in text(answer)
    assert roles(service) == {"Con Tributor": "contributor"}
    ask = reverse("ask-into-team", args=[service.slug])
    other = in_organisation(organisation, "lead", "Other Lead")
    for address in (lead.email, other.email):
        answer = here.post(ask, {"name": "Me", "address": address, "role": "manager"})
        assert answer.status_code == 422
        assert "only the team itself can let them in" in text(answer)


def test_lead_gives_herself_no_other_role(service, lead, organisation):
    actions.work_here_too(service, by=lead)
    page = reverse("team-person", args=[organisation.slug, service.slug, lead.pk])
    assert browser(lead).post(page, {"role": "manager"}).status_code == 403


def test_two_of_a_team_without_manager_let_a_lead_in(service, lead, contributor):
    other = in_team(service, "contributor", "Night Owl")
    keep_note(service=service, words="The door", by=contributor)
    page = reverse("let-lead-in", args=[service.slug, lead.pk])
    browser(contributor).post(page)
    browser(contributor).post(page)
    assert "Lee Lead" not in roles(service)
    assert browser(other).post(page).status_code == 302
    assert roles(service)["Lee Lead"] == "contributor"
    assert [notice.names for notice in notices_for(contributor)] == [["Lee Lead"]]


def test_who_has_left_has_no_voice_in_it(service, lead, contributor):
    other = in_team(service, "contributor", "Night Owl")
    actions.let_in(service, person=lead, by=contributor)
    row = service.memberships.get(user=contributor, ended_on=None)
    actions.leave_team(row, by=contributor)
    assert actions.let_in(service, person=lead, by=other) is False


def test_team_with_a_manager_lets_nobody_in_by_two(service, lead, manager, contributor):
    with pytest.raises(ValidationError):
        actions.let_in(service, person=lead, by=contributor)


def test_stranger_is_nobody_to_let_in(service, contributor, outsider):
    page = reverse("let-lead-in", args=[service.slug, outsider.pk])
    assert browser(contributor).post(page).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_lead_and_first_words_at_once_are_one_after_the_other(service, lead, contributor):
    def come_in():
        try:
            actions.work_here_too(service, by=lead)
        except ValidationError:
            return "refused"
        return "in"

    def write():
        return keep_note(service=service, words="The door", by=contributor).kept_at

    came, written = at_once(come_in, write)
    row = service.memberships.filter(user=lead, ended_on=None)
    assert row.exists() == (came == "in")
    service.refresh_from_db()
    assert service.first_words_at == written


def test_closed_account_manages_nothing(service, manager):
    manager.is_active = False
    manager.save()
    assert not has_manager(service)


def test_person_without_a_mailbox_gets_a_new_link_once(service, manager):
    night = in_team(service, "contributor", "Night Owl")
    night.email = "night.owl@sign-in.invalid"
    night.save()
    here = browser(manager)
    answer = here.post(reverse("make-way-in", args=[service.slug, night.pk]), follow=True)
    if night.has_mailbox:  # the ending of addresses that are none is accounts.models.user's
        assert "has a mailbox" in text(answer)
        return
    assert "/come-in/" in text(answer) or "http" in text(answer)
    assert here.get(reverse("link-to-hand-over")).status_code == 302


def test_team_is_no_longer_reached_by_who_left(service, manager, contributor):
    row = service.memberships.get(user=contributor, ended_on=None)
    actions.leave_team(row, by=contributor)
    with pytest.raises(Exception, match="No"):
        team_service(contributor, service.slug)
