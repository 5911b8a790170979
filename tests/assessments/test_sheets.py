"""Which framework a team's next conversation takes: its own choice, its last one first."""

import datetime as dt
from html import unescape

import pytest
from django.http import Http404
from django.urls import reverse

from accounts.models import Service
from assessments import selectors
from assessments.actions import start
from frameworks.actions import publish
from frameworks.models import Framework, Offer
from tests.frameworks.entries import read_entries
from tests.frameworks.second_tiny import load_second_tiny
from tests.frameworks.tiny import TINY, load_tiny
from tests.shown import send


def other_sheet(*, order: int) -> Framework:
    """Publish a framework of another slug, called *Other sheet*."""
    entries = read_entries(TINY)
    for entry in entries:
        fields = entry["fields"]
        if entry["model"] == "frameworks.framework":
            fields |= {"slug": "other", "name": "Other sheet", "order": order}
        for name in ("framework", "level", "theme", "line"):
            if isinstance(fields.get(name), list):
                fields[name] = ["other", *fields[name][1:]]
    publish(entries=entries)
    return Framework.objects.get_by_natural_key("other", "1.0")


def talked(service: Service, framework: Framework, by, day: dt.date | None = None):
    """Begin a conversation and set nothing else."""
    return start(service=service, framework=framework, length="themes", by=by, held_on=day)


def versions(service: Service) -> list[str]:
    """Return what is offered to a team, as names with versions."""
    return [str(sheet.framework.natural_key()) for sheet in selectors.sheets(service)]


def test_lower_order_takes_no_framework_from_a_team(service, framework, contributor):
    talked(service, framework, contributor)
    other_sheet(order=0)
    assert versions(service) == ["('tiny', '1.0')", "('other', '1.0')"]


def test_new_team_is_offered_all_in_order(service, framework):
    other_sheet(order=0)
    assert versions(service) == ["('other', '1.0')", "('tiny', '1.0')"]


def test_organisation_chooses(service, other_service, framework):
    other_sheet(order=0)
    Offer.objects.create(organisation=service.organisation, slugs=["tiny"])
    assert versions(service) == ["('tiny', '1.0')"]
    assert versions(other_service) == ["('other', '1.0')", "('tiny', '1.0')"]


def test_choice_of_which_nothing_is_left_offers_all(service, framework):
    other_sheet(order=2)
    Offer.objects.create(organisation=service.organisation, slugs=["gone"])
    assert versions(service) == ["('tiny', '1.0')", "('other', '1.0')"]


def test_newest_is_by_number(service):
    for version in ("1.10", "1.9", "1.2"):
        load_tiny(version)
    assert versions(service) == ["('tiny', '1.10')"]


def test_newer_edition_waits_until_the_team_takes_it(service, framework, contributor):
    talked(service, framework, contributor)
    load_tiny("1.1")
    later = load_tiny("2.0")
    sheet = selectors.sheet(service)
    assert sheet.framework.version == "1.1"
    assert sheet.coming == later
    assert [edition.version for edition in sheet.editions] == ["2.0", "1.1"]
    with pytest.raises(Http404):
        sheet.edition_of("1.0")


def test_teams_are_asked_for_together(
    service, sibling_service, framework, contributor, django_assert_num_queries
):
    other_sheet(order=0)
    talked(service, framework, contributor)
    with django_assert_num_queries(3):
        sheets = selectors.sheets_of([service, sibling_service])
    assert sheets[service.pk][0].framework == framework
    assert sheets[sibling_service.pk][0].framework.slug == "other"


def test_team_picks_when_it_starts(staff, service, framework, contributor):
    other = other_sheet(order=2)
    talked(service, framework, contributor)
    page = staff.get(reverse("start", args=[service.slug])).content.decode()
    assert f"?framework={other.slug}" in page
    address = reverse("start-length", args=[service.slug, "themes"])
    send(staff, f"{address}?framework=other")
    assert service.assessments.open().count() == 2
    assert selectors.sheet(service).framework == other


@pytest.mark.parametrize("query", ["framework=none", "version=9.9", "framework=tiny&version=0"])
def test_what_is_not_offered_is_not_found(staff, service, framework, query):
    for address in (
        reverse("start", args=[service.slug]),
        reverse("start-length", args=[service.slug, "themes"]),
    ):
        assert staff.get(f"{address}?{query}").status_code == 404


def test_late_entry_asks_which_version_it_was(staff, service, framework):
    load_tiny("2.0")
    address = reverse("start-length", args=[service.slug, "themes"])
    refused = send(staff, address, held_on="2024-05-03")
    assert refused.status_code == 422
    assert "Say which version you used that day." in refused.content.decode()
    send(staff, address, held_on="2024-05-03", edition="1.0")
    assert service.assessments.get().framework == framework


def test_today_needs_no_version(staff, service, framework):
    later = load_tiny("2.0")
    address = reverse("start-length", args=[service.slug, "themes"])
    send(staff, address)
    assert service.assessments.get().framework == later


def test_newer_edition_names_every_line_before_the_team_takes_it(
    staff, service, framework, contributor
):
    talk = talked(service, framework, contributor)
    load_second_tiny(levels=True)
    start_page = reverse("start", args=[service.slug])
    address = reverse("newer", args=[service.slug, "tiny"])
    assert address in staff.get(start_page).content.decode()
    page = " ".join(unescape(staff.get(address).content.decode()).split())
    for sentence in (
        "It is called “Earthworms” from now on. What we said of it stays with it.",
        "It is split into “Rain” and “Pond”. What we said stays under the old name.",
        "It is no longer asked about. What we said of it stays and can be read.",
        "Windows are no longer asked about.",
        "This is new.",
        "The levels are different: there were four, now there are five.",
        f"{start_page}?framework=tiny&version=2.0",
    ):
        assert sentence in page, sentence
    assert selectors.sheet(service).framework == talk.framework


def test_without_a_newer_edition_there_is_no_such_page(staff, service, framework):
    assert staff.get(reverse("newer", args=[service.slug, "tiny"])).status_code == 404


@pytest.mark.parametrize("who", ["sibling", "elsewhere", "lead", "commissioner", "outsider"])
def test_newer_edition_is_shown_to_the_team_only(
    client, service, framework, contributor, who, request
):
    talked(service, framework, contributor)
    load_second_tiny()
    client.force_login(request.getfixturevalue(who))
    assert client.get(reverse("newer", args=[service.slug, "tiny"])).status_code == 404
