"""A place to practise in: one's own, marked, on no list, and gone by a button."""

import re

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client
from django.urls import resolve, reverse

from accounts.actions import join
from accounts.actions.beneath import rows_beneath
from accounts.models import Organisation, Service, User
from assessments import actions as talks
from assessments.models import Assessment, Closure, Note
from demo.addresses import addresses
from example import actions
from frameworks.selectors import current_framework
from tests.factories import UserFactory
from tests.frameworks.stored import load_shipped

pytestmark = pytest.mark.django_db
MARK = "For practice. This team is invented, and nobody but you sees it."
# What the site keeps of its own accord; a person's rows in them tell of no practice.
ELSEWHERE = {"sessions.Session"}


@pytest.fixture(autouse=True)
def _pies(db: None) -> None:
    load_shipped()


def everything() -> dict[str, int]:
    """How many rows each table has."""
    every = (model for model in apps.get_models(include_auto_created=True))
    return {
        model._meta.label: model._base_manager.count()
        for model in every
        if model._meta.label not in ELSEWHERE
    }


@pytest.fixture
def place(outsider: User) -> Service:
    """Return the place of somebody who belongs to nothing else."""
    return actions.begin_practice(by=outsider)


def own_addresses(place: Service) -> list[str]:
    """Every address that names something in the place."""
    keys = {str(key) for keys_of_table in rows_beneath(place).values() for key in keys_of_table}
    named = {path for (_model, key), paths in addresses().items() if key in keys for path in paths}
    return sorted(named)


@pytest.mark.parametrize("who", ["contributor", "manager", "lead", "commissioner", "outsider"])
def test_one_button_makes_a_place_for_anybody(client, request, who):
    person = request.getfixturevalue(who)
    client.force_login(person)
    assert "Have a go with an invented team" in client.get(reverse("practice")).content.decode()
    answer = client.post(reverse("practice"))
    place = Service.with_practice.get(practice_of=person)
    assert answer["Location"] == place.get_absolute_url()
    page = client.get(answer["Location"]).content.decode()
    assert MARK in page
    assert Closure.objects.filter(assessment__service=place).count() == 2


def test_there_is_no_mirror_of_it(client, outsider, place):
    client.force_login(outsider)
    assert client.get(reverse("mirror", args=[place.slug])).status_code == 404


def test_pressed_twice_there_is_one(client, outsider):
    client.force_login(outsider)
    first, second = (client.post(reverse("practice")) for _press in range(2))
    assert first["Location"] == second["Location"]
    assert Assessment.objects.count() == 2


def test_one_can_talk_there(client, outsider, place):
    client.force_login(outsider)
    talk = talks.start(service=place, framework=current_framework(), length="themes", by=outsider)
    talks.keep_note(service=place, words="A note.", by=outsider)
    closure = Closure.objects.filter(assessment__service=place).first()
    for name, key in (
        ("service", place.slug),
        ("service-edit", place.slug),
        ("journey", place.slug),
        ("compare", place.slug),
        ("own-copy", place.slug),
        ("keep-note", place.slug),
        ("conversation", talk.pk),
        ("around", talk.pk),
        ("read-back", talk.pk),
        ("record", closure.pk),
        ("put-right", closure.assessment_id),
        ("wall", closure.assessment_id),
    ):
        assert client.get(reverse(name, args=[key])).status_code == 200, name
    talks.finish(talk, by=outsider)
    assert Closure.objects.filter(assessment=talk).exists()


def test_every_page_of_it_is_marked(client, outsider, place):
    client.force_login(outsider)
    talks.start(service=place, framework=current_framework(), length="more", by=outsider)
    talks.keep_note(service=place, words="A note.", by=outsider)
    seen = 0
    for path in own_addresses(place):
        answer = client.get(path)
        html = answer.headers["Content-Type"].startswith("text/html")
        if answer.status_code == 200 and html:
            seen += 1
            assert MARK in answer.content.decode(), path
    assert seen > 20


def test_nobody_else_reaches_it(
    contributor, manager, lead, commissioner, elsewhere, outsider, place
):
    talks.start(service=place, framework=current_framework(), length="more", by=outsider)
    talks.keep_note(service=place, words="A note.", by=outsider)
    others = [contributor, manager, lead, commissioner, elsewhere, UserFactory(is_staff=True)]
    paths = own_addresses(place)
    one_of_each_kind = {resolve(path).view_name: path for path in paths}.values()
    assert len(one_of_each_kind) > 60
    for person in others:
        browser = Client()
        browser.force_login(person)
        # Whose page it is does not hang on which of its lines is named: one person asks for all.
        for path in paths if person == manager else one_of_each_kind:
            for answer in (browser.get(path), browser.post(path)):
                assert answer.status_code in {404, 405}, (person, path, answer.status_code)
    anonymous = Client()
    for path in paths:
        assert anonymous.get(path)["Location"].startswith("/account/login/"), path


def test_it_is_on_no_list_of_anybody(client, manager, lead, organisation, place, outsider):
    administrator = UserFactory(is_staff=True, is_superuser=True)
    mine = actions.begin_practice(by=manager)
    for person in (manager, lead, administrator):
        client.force_login(person)
        for name in (
            "home",
            "your-teams",
        ):
            page = client.get(reverse(name), follow=True).content.decode()
            for words in ("Elder Court", place.slug, mine.slug, "practising", ">Practice<"):
                assert words not in page, (person, name, words)


def test_it_is_not_counted(place, capsys):
    call_command("verify_closures")
    assert "0 records agree." in capsys.readouterr().out
    assert (Service.objects.count(), Organisation.objects.count()) == (0, 0)


def test_nothing_can_be_sent_or_shown_from_it(client, outsider, place, body):
    client.force_login(outsider)
    page = client.get(place.get_absolute_url()).content.decode()
    assert "Shared outside" not in page
    assert reverse("share-start", args=[place.slug]) not in page
    assert client.post(reverse("share-start", args=[place.slug]), {}).status_code == 403
    closure = Closure.objects.filter(assessment__service=place).first()
    show = reverse("show-conversation", args=[place.slug, closure.pk])
    assert client.post(show, {"shown": "yes"}).status_code == 403


def test_practising_hinders_no_other_place(outsider, place, service, body):
    """Who practises may read for a body, and be in a team."""
    join(user=outsider, place=body, role="reader", by=None)
    worker = UserFactory()
    actions.begin_practice(by=worker)
    join(user=worker, place=service, role="manager", by=None)


def test_nobody_is_put_into_a_place_of_somebody_else(contributor, service, place):
    for where, role in ((place, "manager"), (place, "practising"), (service, "practising")):
        with pytest.raises(ValidationError):
            join(user=contributor, place=where, role=role, by=None)


def test_one_button_takes_every_row_away(client, outsider, manager, service, framework):
    Organisation.with_practice.create(kind="practice", name="Practice", slug="practice")
    other_place = actions.begin_practice(by=manager)
    client.force_login(outsider)
    client.get(reverse("practice"))
    before = everything()
    client.post(reverse("practice"))
    place = Service.with_practice.get(practice_of=outsider)
    talk = talks.start(service=place, framework=current_framework(), length="more", by=outsider)
    client.get(reverse("place", args=[talk.pk, "three-rs"]))
    client.post(reverse("keep-note", args=[place.slug]), {"words": "A note."})
    client.get(reverse("own-copy-pdf", args=[place.slug]))
    assert Note.objects.filter(service=place, words="A note.").exists()
    assert everything() != before

    answer = client.post(reverse("practice-end"))

    assert answer["Location"] == reverse("practice")
    assert everything() == before
    assert Service.with_practice.exclude(practice_of=None).get() == other_place
    assert client.get(place.get_absolute_url()).status_code == 404
    assert client.post(reverse("practice-end")).status_code == 302


def test_every_table_that_hangs_on_a_team_is_found(place, outsider):
    """What a team has, a place to practise in may have; what cannot be there is told here."""
    leads = set()
    waiting = [Service]
    while waiting:
        model = waiting.pop()
        for relation in model._meta.related_objects:
            if relation.field.name == "brought_by":
                continue  # nothing is sent from such a place, so no body is asked in from it
            if relation.related_model not in leads and not relation.many_to_many:
                leads.add(relation.related_model)
                waiting.append(relation.related_model)
    tables = {one_model._meta.label for one_model in rows_beneath(place)}
    missing = {lead._meta.label for lead in leads} - tables
    assert missing <= NOT_THERE_YET, missing - NOT_THERE_YET


# Of a fresh place: nothing is to be deleted, open, drafted, taken out, asked elsewhere or sent, no
# body is there to agree or to link with, and it has the address it was given.
NOT_THERE_YET = {
    "accounts.Deletion",
    "accounts.FormerAddress",
    "accounts.Invitation",
    "accounts.LetIn",
    "accounts.Letter",
    "accounts.Notice",
    "assessments.AroundNote",
    "assessments.AskAnswer",
    "assessments.Difference",
    "assessments.Draft",
    "assessments.Submission",
    "assessments.TakenOut",
    "agreeing.CameOf",
    "agreeing.Meeting",
    "agreeing.Remark",
    "agreeing.Tie",
    "agreeing.Understanding",
    "mirror.Pair",
    "mirror.Showing",
    "sharing.Reply",
    "sharing.Share",
    "sharing.ShareAsk",
    "sharing.ShareFile",
    "sharing.ShareOpen",
    "sharing.WaitAnswer",
    "sharing.Waits",
}


def test_home_leads_to_it_and_stays_what_it_was(client, read, contributor, framework, lead):
    before = re.sub(r"\s+", " ", read(contributor, "/"))
    assert "A place to practise in" in before
    actions.begin_practice(by=contributor)
    assert re.sub(r"\s+", " ", read(contributor, "/")) == before


@pytest.mark.parametrize(
    ("who", "name"), [("lead", "your-teams"), ("commissioner", "shared-with-us")]
)
def test_first_page_of_who_has_no_team_leads_to_it(client, request, service, who, name):
    client.force_login(request.getfixturevalue(who))
    assert f'href="{reverse("practice")}"' in client.get(reverse(name)).content.decode()


def test_who_closes_their_account_is_reminded_of_it(client, outsider, framework):
    client.force_login(outsider)
    page = reverse("close-account")
    assert "place to practise in, which" not in client.get(page).content.decode()
    client.post(reverse("practice"))
    assert "place to practise in, which" in client.get(page).content.decode()
