import datetime as dt
import re
from base64 import b64decode

from allauth.mfa.adapter import get_adapter
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from accounts import actions
from accounts.models import Invitation
from tests.office.conftest import text
from tests.office.test_team import browser
from tests.people import in_organisation
from tests.shown import tight


def test_manager_asks_somebody_in_by_letter(service, manager, settings):
    settings.LETTERS_GO_OUT = True
    here = browser(manager)
    page = reverse("ask-into-team", args=[service.slug])
    assert "They read all that" in text(here.get(page))
    typed = {"name": "Jo Bloggs", "address": "jo@example.org", "role": "contributor"}
    answer = here.post(page, typed, follow=True)
    assert "A letter to Jo Bloggs is on its way." in text(answer)
    assert "asked in, not here yet" in text(answer)
    assert Invitation.objects.get().by == manager
    assert mail.outbox == []  # the outbox sends it after
    assert "was asked on" in text(here.post(page, typed))


def test_link_is_shown_once_to_who_made_it(service, manager, contributor):
    here = browser(manager)
    typed = {"name": "Dee", "sign_in_name": "dee.nights", "role": "contributor"}
    answer = here.post(reverse("ask-into-team", args=[service.slug]), typed)
    assert answer.url == reverse("link-to-hand-over")
    invitation = Invitation.objects.get()
    page, link = here.get(answer.url), actions.link_of(invitation)
    assert link in text(page)
    picture = b64decode(re.search(r'src="data:image/svg\+xml;base64,([^"]+)"', tight(page))[1])
    assert picture.decode() == get_adapter().build_totp_svg(link)
    assert here.get(answer.url).status_code == 302
    assert actions.link_of(invitation) not in text(
        here.get(reverse("our-team", args=[service.slug]))
    )
    assert browser(contributor).get(answer.url).status_code == 302


def test_who_is_asked_is_told_apart_from_mistakes(service, manager):
    here = browser(manager)
    page = reverse("ask-into-team", args=[service.slug])
    for typed, sentence in (
        ({}, "Type a name"),
        ({"name": "Jo", "role": "contributor"}, "Type an address, or choose a sign-in name"),
        (
            {"name": "Jo", "address": "x", "role": "contributor"},
            "x is not an e-mail address like name@place.org",
        ),
        (
            {"name": "Jo", "address": "a@b.org", "sign_in_name": "jo.b", "role": "contributor"},
            "One",
        ),
        ({"name": "Jo", "address": "a@b.org"}, "Choose one of the two."),
        ({"name": "Jo", "sign_in_name": "?", "role": "contributor"}, "A sign-in name has"),
    ):
        answer = here.post(page, typed)
        assert answer.status_code == 422
        assert sentence in text(answer), sentence
    assert not Invitation.objects.exists()


def test_invitation_is_sent_again_and_taken_back(service, manager):
    invitation = actions.invite(
        by=manager, place=service, role="contributor", name="Dee", sign_in_name="dee.nights"
    )
    before = actions.link_of(invitation)
    here = browser(manager)
    answer = here.post(reverse("ask-again", args=[invitation.pk]), follow=True)
    invitation.refresh_from_db()
    assert actions.link_of(invitation) != before
    assert actions.link_of(invitation) in text(answer)
    answer = here.post(reverse("take-invitation-back", args=[invitation.pk]), follow=True)
    assert "no longer works" in text(answer)
    again = here.post(reverse("take-invitation-back", args=[invitation.pk]), follow=True)
    assert "no longer works" in text(again)
    again = here.post(reverse("ask-again", args=[invitation.pk]), follow=True)
    assert "was taken back. Ask them in anew." in text(again)


def test_lead_names_who_looks_after_a_team(service, lead, organisation):
    here = browser(lead)
    teams = reverse("our-organisation", args=[organisation.slug])
    assert "Nobody manages it just now" in text(here.get(teams))
    page = reverse("arrange-team", args=[organisation.slug, service.slug])
    assert "Name somebody below" in text(here.get(page))
    typed = {"name": "Mo", "sign_in_name": "mo.hall", "role": "manager"}
    assert here.post(reverse("ask-into-team", args=[service.slug]), typed).status_code == 302
    arranged = text(here.get(page))
    assert "asked to look after it, not here yet" in arranged
    assert "nothing can be sent. Somebody was asked to, and is not here yet." in arranged
    assert "Name somebody below" not in arranged
    assert "Asked in, and not here yet: <bdi>Mo</bdi>" in text(here.get(teams))
    people = text(here.get(reverse("our-people", args=[organisation.slug])))
    assert "<bdi>Alder House</bdi> (looks after it)" in people
    run_out = "The link has run out, and lets nobody in any more."
    assert run_out not in arranged + people
    Invitation.objects.update(valid_until=timezone.localdate() - dt.timedelta(days=1))
    assert run_out in text(here.get(page))
    assert run_out in text(here.get(reverse("our-people", args=[organisation.slug])))


def test_lead_and_readers_are_asked_in(lead, organisation, body):
    here = browser(lead)
    page = reverse("ask-into-organisation", args=[organisation.slug])
    typed = {"name": "Kit", "address": "kit@example.org", "role": "lead"}
    assert here.post(page, typed).status_code == 302
    assert here.post(page, typed | {"role": "reader"}).status_code == 422
    head = browser(in_organisation(body, "lead", "Body Lead"))
    page = reverse("ask-into-organisation", args=[body.slug])
    typed = {"name": "Rea", "address": "rea@example.org", "role": "reader"}
    assert head.post(page, typed).status_code == 302
    members = text(head.get(reverse("our-body", args=[body.slug])))
    assert (members.count("not here yet"), members.count("<bdi>rea@example.org</bdi>")) == (1, 1)


def test_last_lead_cannot_leave(lead, organisation):
    here = browser(lead)
    page = reverse("end-lead", args=[organisation.slug, lead.pk])
    assert "is the last who leads on this" in text(here.post(page, follow=True))
    other = in_organisation(organisation, "lead", "Other Lead")
    assert here.post(page).url == "/"
    assert [membership.user for membership in organisation.memberships.filter(ended_on=None)] == [
        other
    ]


def test_reader_is_ended_and_reads_no_more(body, commissioner):
    head = browser(in_organisation(body, "lead", "Body Lead"))
    assert "Rea Reader" in text(head.get(reverse("our-body", args=[body.slug])))
    head.post(reverse("end-reader", args=[body.slug, commissioner.pk]))
    assert browser(commissioner).get(reverse("shared-with-us")).status_code == 404
    assert browser(commissioner).get(reverse("our-body", args=[body.slug])).status_code == 404


def test_people_are_listed_with_their_teams_and_no_dates_of_sign_in(
    lead, organisation, service, manager, contributor, sibling, django_assert_max_num_queries
):
    here = browser(lead)
    page = reverse("our-people", args=[organisation.slug])
    here.get(page)
    with django_assert_max_num_queries(12):
        people = text(here.get(page))
    for name in ("Mina Manager", "Con Tributor", "Sib Ling", "Alder House", "Birch House"):
        assert name in people
    assert "example.org" not in people
    assert "Sib Ling" not in text(here.get(page, {"q": "mina"}))
