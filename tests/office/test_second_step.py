"""Who leads says whether everybody has a second step; who runs the site begins it anew."""

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from accounts.actions import invite, join, send_due_letters
from accounts.models import Event, Invitation, Organisation
from tests.factories import ServiceFactory, UserFactory
from tests.people import in_organisation


def of_all(organisation):
    return reverse("second-step-of-all", args=[organisation.slug])


def test_a_lead_asks_it_of_everybody_and_takes_it_back(client, lead, organisation):
    client.force_login(lead)
    assert "Ask it of everybody" in client.get(of_all(organisation)).content.decode()
    for choice in ("yes", "yes", "no"):  # pressed twice, it is said once
        client.post(of_all(organisation), {"wanted": choice})
        organisation.refresh_from_db()
        assert organisation.second_step is (choice == "yes")
    acts = Event.objects.filter(organisation=organisation).values_list("act", flat=True)
    assert list(acts.order_by("pk")) == ["second_step_wanted", "second_step_not_wanted"]


def test_a_body_says_it_of_its_readers(client, body, body_lead):
    client.force_login(body_lead)
    client.post(reverse("second-step-of-body", args=[body.slug]), {"wanted": "yes"})
    assert Organisation.objects.get(pk=body.pk).second_step


@pytest.fixture
def body_lead(body):
    return in_organisation(body, "lead", "Bo Lead")


def runs_to_the_choice(person, method, address):
    browser = Client()
    browser.force_login(person)
    answer = browser.generic(method, address)
    return answer.headers.get("Location") == reverse("mfa_index")


def test_who_leads_a_body_chooses_one_before_its_own_team_is_arranged(body, body_lead, settings):
    """What tests/leaks has no row for; who manages that team, too, does what managers do."""
    settings.SECOND_STEP = True
    team = ServiceFactory(organisation=body)
    into_body, into_team = (
        invite(by=body_lead, place=place, role=role, address=f"{role}@example.org")
        for place, role in ((body, "reader"), (team, "contributor"))
    )
    of_team = [
        *(("GET", reverse(name, args=[team.slug])) for name in ("ask-into-team", "ask-several")),
        *(
            ("POST", reverse(name, args=[into_team.pk]))
            for name in ("ask-again", "take-invitation-back")
        ),
        ("GET", reverse("delete-team", args=[team.slug])),
    ]
    others = [
        ("POST", reverse("ask-again", args=[into_body.pk])),
        ("POST", reverse("take-invitation-back", args=[into_body.pk])),
        ("POST", reverse("work-here", args=[body.slug, team.slug])),
    ]
    for method, address in of_team + others:
        assert runs_to_the_choice(body_lead, method, address), address
    assert not Invitation.objects.exclude(withdrawn_at=None).exists()
    join(user=body_lead, place=team, role="manager", by=None)
    for method, address in of_team:
        assert not runs_to_the_choice(body_lead, method, address), address
    for method, address in others:
        assert runs_to_the_choice(body_lead, method, address), address


def test_nobody_else_says_it(client, manager, organisation, outsider, commissioner):
    for person in (manager, outsider, commissioner):
        client.force_login(person)
        assert client.post(of_all(organisation), {"wanted": "yes"}).status_code == 404
    organisation.refresh_from_db()
    assert not organisation.second_step


def test_who_lost_all_of_them_begins_anew_and_is_told(client, admin_user, mailoutbox):
    person = UserFactory(email="ana@example.org")
    Authenticator.objects.create(user=person, type="totp", data={"secret": "x"})
    client.force_login(admin_user)
    page = reverse("site-person", args=[person.pk])
    assert "Lost their second step?" in client.get(page).content.decode()
    for _press in range(2):
        client.post(reverse("forget-second-step", args=[person.pk]))
    assert not Authenticator.objects.filter(user=person).exists()
    assert (
        Event.objects.filter(act="person_second_step_forgotten", object_id=person.pk).count() == 1
    )
    send_due_letters()
    (letter,) = mailoutbox
    assert letter.subject.endswith("your second step was changed")
    assert "Whoever runs this site took all second steps away from your account" in letter.body
    assert "If you asked for that, there is nothing to do." in letter.body  # it was not you
    assert "Lost their second step?" not in client.get(page).content.decode()


@pytest.mark.django_db
def test_the_last_who_runs_the_site_is_helped_by_a_command(capsys):
    person = UserFactory(email="ana@example.org")
    Authenticator.objects.create(user=person, type="recovery_codes", data={"seed": "x"})
    person.set_password("a long enough secret")
    person.save()
    browser = Client()
    answer = browser.post(
        reverse("account_login"), {"login": "ana@example.org", "password": "a long enough secret"}
    )
    assert answer.url.startswith(reverse("mfa_authenticate"))  # there they telephone
    call_command("forget_second_step", "Ana@example.org")
    assert "signs in without a second step now" in capsys.readouterr().out
    answer = browser.get(answer.url, follow=True)
    assert answer.redirect_chain == [(reverse("account_login"), 302)]
    assert "You have no second step any more" in answer.content.decode()
    for address, sentence in (
        ("ana@example.org", "has no second step"),
        ("x@y.org", "Nobody signs"),
    ):
        with pytest.raises(CommandError, match=sentence):
            call_command("forget_second_step", address)
