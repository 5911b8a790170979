"""What ends one's own part is pressed twice: the second press tells what the first did."""

import pytest
from django.urls import reverse

from tests.factories import UserFactory
from tests.office.conftest import text
from tests.office.test_team import browser
from tests.people import in_organisation


def own_lead(people):
    organisation, lead = people("organisation"), people("lead")
    in_organisation(organisation, "lead", "Other Lead")
    return lead, reverse("end-lead", args=[organisation.slug, lead.pk]), {}


def own_body_lead(people):
    body = people("body")
    lead = in_organisation(body, "lead", "Bodie Lead")
    in_organisation(body, "lead", "Other Lead")
    return lead, reverse("end-reader", args=[body.slug, lead.pk]), {}


def own_team(people):
    service, person = people("service"), people("contributor")
    return person, reverse("leave-team", args=[service.slug]), {}


def last_manager(people):
    service, person = people("service"), people("manager")
    people("contributor")
    return person, reverse("leave-team", args=[service.slug]), {"cover": "nobody"}


def own_organisation(people):
    organisation, lead = people("organisation"), people("lead")
    typed = {"name": organisation.name}
    return lead, reverse("end-organisation", args=[organisation.slug]), typed


def own_site(people):
    person = UserFactory(is_staff=True, is_superuser=True)
    UserFactory(is_staff=True, is_superuser=True)
    return person, reverse("runs-site", args=[person.pk]), {"runs": "no"}


@pytest.mark.parametrize(
    "part", [own_lead, own_body_lead, own_team, last_manager, own_organisation, own_site]
)
def test_second_press_tells_what_the_first_did(request, framework, part):
    person, address, typed = part(request.getfixturevalue)
    here = browser(person)
    messages = []
    for _press in range(2):
        answer = here.post(address, typed)
        assert (answer.status_code, answer.headers.get("Location")) == (302, "/"), part.__name__
        page = text(here.get("/", follow=True))
        messages.append(page[page.index('class="messages') :][:300])
    assert messages[0] == messages[1]


@pytest.mark.parametrize("part", [own_lead, own_body_lead, own_organisation, own_site])
def test_who_never_had_the_part_finds_nothing(request, framework, outsider, part):
    _person, address, typed = part(request.getfixturevalue)
    assert browser(outsider).post(address, typed).status_code == 404
