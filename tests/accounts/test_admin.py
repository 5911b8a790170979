"""What those who run the site may do, and what they never see."""

import re
import uuid
from html import unescape

import pytest
from allauth.account.models import EmailAddress
from django.contrib.admin.models import LogEntry
from django.db.models import Model
from django.urls import reverse

from accounts.actions import send_due_letters
from accounts.admin import site
from accounts.models import (
    Event,
    Organisation,
    OrganisationMembership,
    Service,
    ServiceMembership,
    User,
)
from frameworks.models import Offer
from tests.factories import CommissioningBodyFactory, OrganisationFactory, UserFactory


@pytest.fixture
def keeper(client, db):
    """Return somebody who runs the site, signed in."""
    user = UserFactory(email="keeper@example.org", display_name="Kee Per", is_staff=True)
    client.force_login(user)
    return user


@pytest.fixture
def root(client, db):
    """Return a superuser, signed in."""
    user = UserFactory(email="root@example.org", is_staff=True, is_superuser=True)
    client.force_login(user)
    return user


def page(name, *args):
    app = "frameworks" if name.startswith("offer") else "accounts"
    return reverse(f"admin:{app}_{name}", args=args)


def acts():
    return list(Event.objects.values_list("act", flat=True))


def test_admin_holds_accounts_and_what_is_offered_only():
    assert set(site._registry) == {
        Offer,
        Organisation,
        OrganisationMembership,
        Service,
        ServiceMembership,
        User,
        Event,
    }


@pytest.mark.parametrize("model", site._registry, ids=lambda model: model.__name__)
def test_admin_deletes_nothing(rf, root, model):
    request = rf.get("/admin/")
    request.user = root
    assert site._registry[model].has_delete_permission(request) is False
    assert "delete_selected" not in site._registry[model].get_actions(request)


def test_admin_of_what_has_history_refuses_deletion(client, root, service, manager):
    response = client.post(page("service_delete", service.pk), {"post": "yes"})
    assert response.status_code == 403
    assert Service.objects.filter(pk=service.pk).exists()


def test_admin_sign_in_is_the_sites_own(client, db):
    for path in ("/admin/", "/admin/login/", page("user_changelist")):
        response = client.get(path, follow=True)
        where, status = response.redirect_chain[-1]
        assert (where.split("?")[0], status) == ("/account/login/", 302)


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["manager", "contributor", "lead", "commissioner", "outsider"])
@pytest.mark.parametrize("path", ["/admin/login/", "/admin/accounts/user/", "/admin/"])
def test_admin_for_everybody_else(client, name, path, request):
    client.force_login(request.getfixturevalue(name))
    response = client.get(path, follow=True)
    assert response.status_code == 403


def test_admin_every_page_opens(client, keeper, service, manager, lead):
    paths = [reverse("admin:index")]
    for model in site._registry:
        name = model._meta.model_name
        paths.append(page(f"{name}_changelist"))
        if model is not Event:
            paths.append(page(f"{name}_add"))
        paths.extend(page(f"{name}_change", row.pk) for row in model._default_manager.all())
    for path in paths:
        response = client.get(path)
        assert response.status_code == 200, path
        assert b" style=" not in response.content, path
        assert b"<style" not in response.content, path


def test_admin_does_not_show_what_matters_to_a_team(client, root, service):
    service.what_matters = "canary: to be left in peace at night"
    service.save()
    assert b"canary" not in client.get(page("service_change", service.pk)).content
    assert b"canary" not in client.get(page("service_changelist")).content


def test_admin_adds_a_person_with_a_verified_address(client, keeper, mailoutbox):
    data = {"email": "Ana@Example.org", "display_name": "Ana"}
    response = client.post(page("user_add"), data)
    person = User.objects.get(email="ana@example.org")
    assert response.status_code == 302
    assert not person.has_usable_password()
    assert not person.is_staff
    row = EmailAddress.objects.get(user=person)
    assert (row.email, row.verified, row.primary) == ("ana@example.org", True, True)
    assert Event.objects.get().actor == keeper
    assert acts() == ["person_added"]

    data = {"action": "send_password_mail", "_selected_action": [person.pk]}
    client.post(page("user_changelist"), data)
    send_due_letters()
    assert [mail.to for mail in mailoutbox] == [["ana@example.org"]]
    assert "/account/password/reset/key/" in mailoutbox[0].body


def test_admin_adds_nobody_twice(client, keeper):
    UserFactory(email="ana@example.org")
    response = client.post(page("user_add"), {"email": "ANA@example.org", "display_name": "Ana"})
    assert response.status_code == 200
    assert response.context["adminform"].form.errors


@pytest.mark.parametrize("change", [False, True])
def test_admin_gives_nobody_the_second_address_of_another(client, keeper, contributor, change):
    EmailAddress.objects.create(user=keeper, email="second@example.org", verified=True)
    where = page("user_change", contributor.pk) if change else page("user_add")
    data = {"email": "Second@example.org", "display_name": "Ana", "is_active": "on"}

    response = client.post(where, data)

    assert response.status_code == 200
    assert response.context["adminform"].form.errors["email"] == [
        "This address belongs to another account already."
    ]


def test_admin_changes_an_address_and_closes_an_account(client, keeper, contributor):
    data = {"email": "new@example.org", "display_name": "Con Tributor"}
    client.post(page("user_change", contributor.pk), data)
    contributor.refresh_from_db()
    assert (contributor.email, contributor.is_active) == ("new@example.org", False)
    assert EmailAddress.objects.get(user=contributor).email == "new@example.org"
    assert acts() == ["person_email_changed", "person_is_active_changed"]


def test_admin_tells_the_old_address_of_a_new_one(client, keeper, contributor, mailoutbox):
    data = {"email": "new@example.org", "display_name": "Con", "is_active": "on"}
    client.post(page("user_change", contributor.pk), data)
    send_due_letters()
    mail = mailoutbox[0]
    assert (len(mailoutbox), mail.to) == (1, [contributor.email])
    assert mail.subject == "Pizazz: your e-mail was changed"
    assert f"from {contributor.email} to new@example.org by somebody who" in mail.body

    client.post(page("user_change", contributor.pk), data | {"display_name": "Conny"})
    send_due_letters()
    assert len(mailoutbox) == 1


def test_admin_changes_an_address_though_nobody_can_be_told(client, keeper, contributor, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    data = {"email": "new@example.org", "display_name": "Con", "is_active": "on"}
    assert client.post(page("user_change", contributor.pk), data).status_code == 302
    assert send_due_letters() == 0
    contributor.refresh_from_db()
    assert contributor.email == "new@example.org"


def test_admin_powers_are_given_by_superusers_only(client, keeper, contributor):
    data = {
        "email": keeper.email,
        "display_name": "Kee Per",
        "is_active": "on",
        "is_staff": "on",
        "is_superuser": "on",
    }
    client.post(page("user_change", keeper.pk), data)
    client.post(page("user_change", contributor.pk), {**data, "email": contributor.email})
    for person in (keeper, contributor):
        person.refresh_from_db()
        assert person.is_superuser is False
    assert contributor.is_staff is False


def test_admin_superusers_give_powers(client, root, contributor):
    data = {
        "email": contributor.email,
        "display_name": contributor.display_name,
        "is_active": "on",
        "is_staff": "on",
    }
    client.post(page("user_change", contributor.pk), data)
    contributor.refresh_from_db()
    assert (contributor.is_staff, contributor.is_superuser) == (True, False)


def test_admin_superusers_are_changed_by_superusers_only(client, keeper):
    boss = UserFactory(email="boss@example.org", is_staff=True, is_superuser=True)
    data = {"email": "mine@example.org", "display_name": "Boss", "is_active": "on"}
    assert client.post(page("user_change", boss.pk), data).status_code == 403
    boss.refresh_from_db()
    assert boss.email == "boss@example.org"


def test_admin_adds_and_ends_a_membership(client, keeper, service, outsider):
    data = {"user": outsider.pk, "service": service.pk, "role": "contributor"}
    assert client.post(page("servicemembership_add"), data).status_code == 302
    data["role"] = "manager"
    assert client.post(page("servicemembership_add"), data).status_code == 302
    live = ServiceMembership.objects.get(ended_on=None)
    assert (live.user, live.service, live.role) == (outsider, service, "manager")

    data = {"action": "end_today", "_selected_action": [live.pk]}
    client.post(page("servicemembership_changelist"), data)
    assert not ServiceMembership.objects.filter(ended_on=None).exists()
    assert acts() == ["joined_team_as_contributor", "left", "joined_team_as_manager", "left"]


def test_admin_adds_a_reader_to_a_commissioning_body_only(client, keeper, outsider):
    provider, body = OrganisationFactory(), CommissioningBodyFactory()
    data = {"user": outsider.pk, "organisation": provider.pk, "role": "reader"}
    response = client.post(page("organisationmembership_add"), data)
    assert response.context["adminform"].form.errors == {
        "role": ["Only a commissioning body has readers."]
    }
    data["organisation"] = body.pk
    assert client.post(page("organisationmembership_add"), data).status_code == 302
    row = OrganisationMembership.objects.get()
    assert (row.user, row.organisation, row.role) == (outsider, body, "reader")


def test_admin_keeps_the_two_sides_apart(client, keeper, service, commissioner, body, manager):
    data = {"user": commissioner.pk, "service": service.pk, "role": "contributor"}
    response = client.post(page("servicemembership_add"), data)
    assert "user" in response.context["adminform"].form.errors
    data = {"user": manager.pk, "organisation": body.pk, "role": "reader"}
    response = client.post(page("organisationmembership_add"), data)
    assert "user" in response.context["adminform"].form.errors


def test_admin_membership_that_was_is_not_changed(client, keeper, contributor):
    row = contributor.service_memberships.get()
    data = {"user": contributor.pk, "service": row.service.pk, "role": "manager"}
    assert client.post(page("servicemembership_change", row.pk), data).status_code == 403


def test_admin_adds_a_service_with_kinds_to_hear(client, keeper, organisation):
    data = {
        "organisation": organisation.pk,
        "name": "Fir House",
        "slug": "fir-house",
        "people_word": "guests",
        "days_to_read": "2",
        "kinds_to_hear": "days\r\n nights \r\n\r\ndays\r\nkitchen",
    }
    assert client.post(page("service_add"), data).status_code == 302
    fir = Service.objects.get(slug="fir-house")
    assert fir.kinds_to_hear == ["days", "nights", "kitchen"]
    assert acts() == ["service_added"]
    shown = client.get(page("service_change", fir.pk)).content.decode()
    assert "days\nnights\nkitchen</textarea>" in shown


@pytest.mark.parametrize("lines", ["x" * 41, "\n".join(f"kind {n}" for n in range(13))])
def test_admin_kinds_to_hear_too_long(client, keeper, service, lines):
    data = {"name": "Alder", "slug": "alder", "kinds_to_hear": lines}
    response = client.post(page("service_change", service.pk), data)
    assert "kinds_to_hear" in response.context["adminform"].form.errors


def test_admin_service_stays_with_its_organisation(client, keeper, service, organisation):
    other = OrganisationFactory()
    data = {
        "organisation": other.pk,
        "name": "Alder House",
        "slug": "alder-house",
        "kinds_to_hear": "days",
    }
    assert client.post(page("service_change", service.pk), data).status_code == 302
    service.refresh_from_db()
    assert service.organisation == organisation
    assert service.kinds_to_hear == ["days"]


def test_admin_organisation_keeps_its_kind(client, keeper, organisation):
    data = {
        "kind": "commissioner",
        "name": "Oak Trust",
        "slug": "oak-trust",
        "people_word": "guests",
        "days_to_read": "2",
        "sending": "manager",
    }
    assert client.post(page("organisation_change", organisation.pk), data).status_code == 302
    organisation.refresh_from_db()
    assert (organisation.kind, organisation.people_word) == ("provider", "guests")
    assert acts() == ["organisation_changed"]


def test_admin_finds_people_for_a_membership(client, keeper, contributor):
    response = client.get(
        reverse("admin:autocomplete"),
        {
            "app_label": "accounts",
            "model_name": "servicemembership",
            "field_name": "user",
            "term": "con t",
        },
    )
    assert [row["id"] for row in response.json()["results"]] == [str(contributor.pk)]


def test_admin_events_are_read_only(client, root, contributor, service):
    client.post(page("user_add"), {"email": "ana@example.org", "display_name": "Ana"})
    row = Event.objects.get()
    assert client.get(page("event_change", row.pk)).status_code == 200
    assert client.post(page("event_change", row.pk), {"act": "nothing"}).status_code == 403
    assert client.get(page("event_add")).status_code == 403


def test_admin_log_holds_names_of_fields_only(client, keeper, contributor):
    data = {"email": "secret.address@example.org", "display_name": "Con", "is_active": "on"}
    client.post(page("user_change", contributor.pk), data)
    assert "secret.address" not in LogEntry.objects.get().change_message


def test_admin_sign_out_forgets_the_browser(client, keeper):
    client.get("/admin/")
    assert client.cookies["pizazz_known"].value
    client.post(reverse("admin:logout"))
    assert client.cookies["pizazz_known"].value == ""


@pytest.mark.parametrize("typed", ["a\0b", "x " * 4000, "y" * 10_000, "'; --"])
@pytest.mark.parametrize("name", ["organisation", "service", "user", "servicemembership"])
def test_admin_looks_for_anything(client, keeper, name, typed):
    answer = client.get(page(f"{name}_changelist"), {"q": typed}, follow=True)
    assert answer.status_code == 200


@pytest.mark.parametrize("typed", ["a\0b", "zz " * 1000, "nonsense"])
def test_admin_offers_nothing_for_nonsense(client, keeper, typed):
    asked = {
        "app_label": "accounts",
        "model_name": "servicemembership",
        "field_name": "user",
        "term": typed,
    }
    answer = client.get(reverse("admin:autocomplete"), asked)
    assert (answer.status_code, answer.json()["results"]) == (200, [])


@pytest.mark.parametrize("typed", ["a\0b", "nonsense", "9" * 40, "\N{ARABIC-INDIC DIGIT THREE}"])
def test_admin_says_so_of_a_key_that_is_none(client, keeper, typed):
    sent = {"user": typed, "service": typed, "role": "manager"}
    answer = client.post(page("servicemembership_add"), sent)
    assert answer.status_code == 200
    assert set(answer.context["adminform"].form.errors) == {"user", "service"}
    assert not ServiceMembership.objects.exists()


@pytest.mark.parametrize("name", ["organisation", "user", "servicemembership", "event"])
@pytest.mark.parametrize("asked", ["q", "p", "o", "role__exact", "act", "is_active__exact"])
def test_admin_lists_for_any_query(client, keeper, name, asked):
    answer = client.get(page(f"{name}_changelist"), {asked: "a\0b"})
    assert (answer.status_code, answer.url) == (302, page(f"{name}_changelist"))


LOOKUPS = [
    "",
    *["__exact", "__startswith", "__regex", "__gt", "__in", "__isnull", "__year", "__isempty"],
]
OFFERED = {
    "organisation": {"kind__exact": "provider"},
    "service": {"archived_on__isempty": "1", "organisation__id__exact": str(uuid.uuid4())},
    "user": {"is_active__exact": "1", "is_staff__exact": "1"},
    "servicemembership": {"role__exact": "manager", "ended_on__isempty": "1"},
    "organisationmembership": {"role__exact": "lead", "ended_on__isempty": "0"},
    "event": {"act": "left"},
    "offer": {},
}


def paths(model: type[Model], deep: int = 1) -> list[str]:
    """Give every field of a model, and of those it points to, as a lookup names it."""
    found = []
    for field in model._meta.get_fields():
        found.append(field.name)
        if field.is_relation and field.related_model and deep:
            found += [f"{field.name}__{name}" for name in paths(field.related_model, deep - 1)]
    return found


@pytest.mark.parametrize("model", site._registry, ids=lambda model: model._meta.model_name)
def test_admin_allows_no_question_that_its_lists_do_not_offer(model, rf):
    """By yes and no one could read what no page shows: words of a team, hashes of passwords."""
    asked = {f"{path}{lookup}" for path in paths(model) for lookup in LOOKUPS}
    assert len(asked) > 100
    admin, request = site._registry[model], rf.get("/")
    allowed = {lookup for lookup in asked if admin.lookup_allowed(lookup, "1", request)}
    assert allowed <= set(OFFERED[model._meta.model_name])


@pytest.mark.logs_errors
@pytest.mark.parametrize("value", ["z", "99999999999", "("])
@pytest.mark.parametrize("model", site._registry, ids=lambda model: model._meta.model_name)
def test_admin_answers_400_to_such_a_question(client, keeper, model, value):
    name = model._meta.model_name
    for lookup in ("pk__in", "pk__regex", *(f"{path}__startswith" for path in paths(model, 0))):
        answer = client.get(page(f"{name}_changelist"), {lookup: value})
        assert answer.status_code == 400, lookup


@pytest.mark.parametrize("name", OFFERED)
def test_admin_filters_by_what_its_lists_offer(client, keeper, name):
    for lookup, value in OFFERED[name].items():
        answer = client.get(page(f"{name}_changelist"), {lookup: value})
        assert answer.status_code == 200, lookup


@pytest.mark.parametrize("name", OFFERED)
def test_admin_links_of_a_list_all_work(client, keeper, manager, commissioner, name):
    """What the filters offer is read from the page itself."""
    html = client.get(page(f"{name}_changelist")).content.decode()
    for query in set(re.findall(r'href="(\?[^"]+)"', html)):
        answer = client.get(page(f"{name}_changelist") + unescape(query))
        assert answer.status_code == 200, query


@pytest.mark.parametrize("key", ["a\0b", "9" * 40, f"-{'9' * 40}", ""], ids=ascii)
@pytest.mark.parametrize("act", ["end_today", "send_password_mail"])
@pytest.mark.parametrize("name", ["user", "servicemembership"])
def test_admin_does_nothing_with_rows_that_are_none(client, keeper, name, act, key):
    sent = {"action": act, "_selected_action": [key], "index": "0", "select_across": "0"}
    assert client.post(page(f"{name}_changelist"), sent).status_code == 302


@pytest.mark.parametrize("role", ["contributor", "manager"])
def test_admin_who_puts_themselves_into_a_team_is_on_record(client, keeper, service, role):
    data = {"user": keeper.pk, "service": service.pk, "role": role}
    assert client.post(page("servicemembership_add"), data).status_code == 302
    row = Event.objects.get()
    assert (row.act, row.actor, row.object_id, row.service) == (
        f"joined_team_as_{role}", keeper, keeper.pk, service,
    )  # fmt: skip
    # The team sees it, too.
    assert f"<bdi>{keeper.display_name}</bdi>" in client.get(f"/s/{service.slug}/").content.decode()


@pytest.mark.parametrize("role", ["reader", "lead"])
def test_admin_who_makes_themselves_a_reader_is_on_record(client, keeper, body, role):
    data = {"user": keeper.pk, "organisation": body.pk, "role": role}
    assert client.post(page("organisationmembership_add"), data).status_code == 302
    row = Event.objects.get()
    assert (row.act, row.actor, row.object_id, row.organisation) == (
        f"joined_organisation_as_{role}", keeper, keeper.pk, body,
    )  # fmt: skip


def test_admin_leads_to_our_own_page_for_a_new_password(client, keeper):
    """It counts wrong old passwords; Django's would judge any number of them."""
    for method in (client.get, client.post):
        answer = method(reverse("admin:password_change"), {"old_password": "wrong"})
        assert (answer.status_code, answer.url) == (302, reverse("account_change_password"))
