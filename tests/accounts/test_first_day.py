"""From an empty installation to the first talk, screen by screen."""

import datetime as dt
import re

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from accounts.actions import first_address, link_of, send_due_letters
from accounts.getting_in.places import people_called, whom_to_hear
from accounts.models import Invitation, KindOfPlace, Letter, Organisation, Service, User

CHOSEN = "four odd words together"
WHO = {
    "display_name": "Kit Lane",
    "email": "Kit@example.org",
    "password1": CHOSEN,
    "password2": CHOSEN,
}
ORGANISATION = {"name": "Northside Housing", "kinds": ["hostel"], "people_word": "residents"}

pytestmark = pytest.mark.django_db


BY_PASSWORD = "?way=password"  # no letter arrives


def printed(capsys):
    call_command("first_address")
    return re.search(r"https?://[^/]+(/\S+)", capsys.readouterr().out)[1]


@pytest.fixture
def kit(client, framework):
    """Return a client of the first person, who is in."""
    client.post(first_address().get_absolute_url() + BY_PASSWORD, WHO)
    return client


@pytest.fixture
def founded(kit):
    kit.post("/account/begin/organisation/", ORGANISATION)
    return kit


def test_five_screens_from_the_printed_address_to_the_first_talk(
    client, framework, capsys, mailoutbox
):
    address = printed(capsys)
    assert "You are the first here" in client.get(address).content.decode()
    answer = client.post(address + BY_PASSWORD, WHO)
    assert answer.url == "/account/begin/organisation/"
    answer = client.post(answer.url, ORGANISATION)
    assert answer.url == "/account/begin/teams/"
    answer = client.post(answer.url, {"names": "Alder House\n\n12 Mill Lane | The Willows"})
    assert answer.url == "/account/begin/people/"
    page = client.get(answer.url).content.decode()
    assert "Kit Lane of Northside Housing asks you to look after" in page
    answer = client.post(answer.url, {"address_0": "mo@example.org", "mine": ["1"]})
    assert answer.url == "/account/begin/done/"
    page = client.get(answer.url).content.decode()
    assert "Your teams can start talking" in page
    assert "is set up" not in page
    assert "A letter is on its way" in page
    kit = User.objects.get()
    assert (kit.email, kit.is_staff) == ("kit@example.org", False)
    organisation = Organisation.objects.get()
    assert organisation.memberships.get().role == "lead"
    rows = Service.objects.order_by("name").values_list(
        "name", "second_name", "kind_of_place", "kinds_to_hear"
    )
    heard = ["days", "nights", "relief", "volunteers", "residents"]
    assert list(rows) == [
        ("12 Mill Lane", "The Willows", "hostel", heard),
        ("Alder House", "", "hostel", heard),
    ]
    assert Letter.objects.get().address == "mo@example.org"
    mine = Service.objects.reachable_by(kit).with_role().get()
    assert (mine.name, mine.team_role) == ("Alder House", "manager")


def code_of(mailoutbox):
    send_due_letters()
    return re.search(r"^\s*(\S{6,9})\s*$", mailoutbox[-1].body, re.MULTILINE)[1]


def test_a_code_is_enough_where_letters_go_out(client, framework, mailoutbox):
    sign_in = client.get("/account/login/").content.decode()
    assert "opens the address that was printed when this was set up" in sign_in
    assert "No account yet?" not in sign_in
    address = first_address().get_absolute_url()
    page = client.get(address).content.decode()
    assert "you need no password" in page
    assert "password1" not in page
    who = {"display_name": "Kit Lane", "email": "Kit@example.org"}
    answer = client.post(address, who)
    assert (answer.status_code, answer.url) == (302, address)
    page = client.get(address).content.decode()
    assert "A code is on its way to <bdi>kit@example.org</bdi>" in page
    assert not User.objects.exists()
    code = code_of(mailoutbox)
    answer = client.post(address, {"code": code.lower().replace("-", " ")})
    assert answer.url == "/account/begin/organisation/"
    kit = User.objects.get()
    assert not kit.has_usable_password()
    assert client.get(answer.url).status_code == 200
    client.logout()
    client.post("/account/login/code/", {"email": kit.email})
    answer = client.post("/account/login/code/confirm/", {"code": code_of(mailoutbox)})
    assert answer.status_code == 302


def test_a_slip_in_the_address_locks_nobody_out(client, framework, mailoutbox):
    address = first_address().get_absolute_url()
    who = {"display_name": "Kit Lane", "email": "kti@example.org"}
    client.post(address, who)
    old = code_of(mailoutbox)
    assert 'value="kti@example.org"' in client.get(f"{address}?anew=yes").content.decode()
    client.post(f"{address}?anew=yes", who | {"email": "kit@example.org"})
    assert client.post(address, {"code": old}).status_code == 422
    assert client.post(address, {"code": code_of(mailoutbox)}).status_code == 302
    assert User.objects.get().email == "kit@example.org"


def test_wrong_codes_are_refused_and_then_a_new_one_is_asked_for(client, framework, mailoutbox):
    address = first_address().get_absolute_url()
    client.post(address, {"display_name": "Kit Lane", "email": "kit@example.org"})
    code = code_of(mailoutbox)
    assert "Type the code from the letter" in client.post(address, {"code": ""}).content.decode()
    for _time in range(2):
        answer = client.post(address, {"code": "BBBB-BBBB"})
        assert "not the code" in answer.content.decode()
    assert client.post(address, {"code": "BBBB-BBBB"}).url == f"{address}?anew=yes"
    answer = client.post(address, {"code": code})
    assert "Type your name" in answer.content.decode()
    assert not User.objects.exists()


def test_the_address_works_once_and_only_the_last_one_printed(client, capsys):
    before, last = printed(capsys), printed(capsys)
    assert client.get(before).status_code == 404
    assert client.get(last).status_code == 200
    client.post(last + BY_PASSWORD, WHO)
    client.logout()
    assert client.get(last).status_code == 410
    assert client.post(last, WHO | {"email": "b@example.org"}).status_code == 410
    assert User.objects.count() == 1
    with pytest.raises(CommandError, match="Somebody is in already"):
        call_command("first_address")
    call_command("first_address", "--if-empty")
    assert capsys.readouterr().out == ""


def test_an_address_from_before_somebody_was_made_otherwise_is_over(client, manager):
    row = Invitation(role="first", by_hand=True, valid_until="2099-01-01")
    row.save()
    assert client.get(row.get_absolute_url()).status_code == 410


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"display_name": ""}, "Type your name"),
        ({"email": ""}, "Type your work e-mail"),
        ({"email": "kit@"}, "is not an e-mail address like"),
        ({"email": "x@no-mailbox.invalid"}, "No letter arrives"),
        ({"password1": "", "password2": ""}, "Type a new password"),
        ({"password1": "password1234", "password2": "password1234"}, "tried early"),
        ({"display_name": "K\u202eit"}, "hidden character"),
    ],
)
def test_what_is_wrong_with_a_person_is_said_and_kept(client, typed, sentence):
    answer = client.post(first_address().get_absolute_url() + BY_PASSWORD, WHO | typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert 'value="Kit Lane"' in page or "display_name" in typed
    assert not User.objects.exists()


def test_who_runs_the_server_says_so(client, framework):
    client.post(first_address().get_absolute_url() + BY_PASSWORD, WHO | {"runs_site": ["yes"]})
    assert User.objects.get().is_staff


@pytest.mark.parametrize(
    "typed",
    [
        {"name": ""},
        {"kinds": ["castle"]},
        {"name": "North\nside"},
        {"people_word": "r" * 41},
    ],
)
def test_what_is_wrong_with_an_organisation_is_said(kit, typed):
    answer = kit.post("/account/begin/organisation/", ORGANISATION | typed)
    assert answer.status_code == 422
    assert not Organisation.objects.exists()


@pytest.mark.parametrize(
    ("names", "sentence"),
    [
        ("", "at least one team"),
        ("Ash House\n | ", "Line 2: There is no name before the bar."),
        ("Ash House\n" + "B" * 201, "Line 2: This name is longer than 200 letters."),
        ("Alder\nalder ", "is here twice"),
        (
            "\n".join(f"Team {n}" for n in range(201)),
            "That is more than 200 lines. Add them in several goes.",
        ),
    ],
)
def test_what_is_wrong_with_teams_is_said(founded, names, sentence):
    answer = founded.post("/account/begin/teams/", {"names": names})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Service.objects.exists()


def test_who_was_called_away_goes_on_where_they_were(kit):
    assert kit.get("/")["Location"] == "/account/begin/organisation/"
    kit.post("/account/begin/organisation/", ORGANISATION)
    assert kit.get("/account/begin/organisation/")["Location"] == "/account/begin/teams/"


def test_who_came_first_for_the_server_alone_is_sent_nowhere(kit):
    User.objects.update(is_staff=True, welcomed_as=["site"])
    assert "/account/begin/organisation/" in kit.get("/").content.decode()


def test_an_address_that_is_none_asks_nobody(founded):
    founded.post("/account/begin/teams/", {"names": "Alder\nBirch"})
    typed = {"address_0": "mo@", "address_1": "no address"}
    answer = founded.post("/account/begin/people/", typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    for address in typed.values():  # in its box; above all of them, told from the other
        assert f'value="{address}"' in page
        assert (
            f'#id_address_{int(address != "mo@")}">\u2068{address}\u2069 is not an e-mail' in page
        )
    assert "Enter a valid" not in page
    assert not Invitation.objects.exclude(role="first").exists()
    assert not Letter.objects.exists()


def test_links_to_hand_over_are_shown_once(founded):
    founded.post("/account/begin/teams/", {"names": "Alder\nBirch"})
    typed = {"address_0": "mo@example.org", "by_hand": "yes"}
    answer = founded.post("/account/begin/people/", typed)
    link = link_of(Invitation.objects.get(service__name="Alder"))
    page = founded.get(answer.url).content.decode()
    day = Invitation.objects.open().get(role="manager").valid_until
    assert f"Each works once, until {day:%A} {day.day} {day:%B}, for" in page
    assert link in page
    assert link not in founded.get(answer.url).content.decode()
    assert not Letter.objects.exists()


def test_nobody_can_talk_where_nobody_looks_after_a_team(founded):
    founded.post("/account/begin/teams/", {"names": "Alder\nBirch"})
    page = founded.get(founded.post("/account/begin/people/", {}).url).content.decode()
    assert "<bdi>Northside Housing</bdi> is set up" in page
    assert "can start talking" not in page
    assert "No team has anybody in it yet" in page


def test_who_was_asked_and_did_not_come_in_time_looks_after_no_team(founded):
    founded.post("/account/begin/teams/", {"names": "Alder"})
    founded.post("/account/begin/people/", {"address_0": "mo@example.org"})
    assert "can start talking" in founded.get("/account/begin/done/").content.decode()
    Invitation.objects.update(valid_until=timezone.localdate() - dt.timedelta(days=1))
    assert "No team has anybody in it yet" in founded.get("/account/begin/done/").content.decode()
    founded.post("/account/begin/people/", {"address_0": "mo@example.org"})
    assert Invitation.objects.open().get(role="manager").address == "mo@example.org"


def test_words_that_nobody_typed_come_from_the_kind_of_place(kit):
    page = kit.get("/account/begin/organisation/").content.decode()
    assert "women’s service or refuge: women" in page
    kit.post(
        "/account/begin/organisation/",
        ORGANISATION | {"kinds": ["hostel", "outreach", "day centre", "other"], "people_word": ""},
    )
    kit.post("/account/begin/teams/", {"names": "Alder\nBirch\nCedar\nDock"})
    typed = {"kind_0": "hostel", "kind_1": "outreach", "kind_2": "day centre", "kind_3": "other"}
    kit.post("/account/begin/people/", typed)
    assert Organisation.objects.get().people_word == "residents"
    teams = {service.name: service for service in Service.objects.select_related("organisation")}
    assert {name: team.people for name, team in teams.items()} == {
        "Alder": "residents",
        "Birch": "people we meet",
        "Cedar": "guests",
        "Dock": "people we work with",
    }
    assert teams["Birch"].kinds_to_hear[-1] == "people we meet"


def test_a_word_that_was_typed_holds_for_every_kind_of_place(kit):
    kit.post(
        "/account/begin/organisation/",
        ORGANISATION | {"kinds": ["hostel", "outreach"], "people_word": "clients"},
    )
    kit.post("/account/begin/teams/", {"names": "Alder\nBirch"})
    kit.post("/account/begin/people/", {"kind_0": "hostel", "kind_1": "outreach"})
    rows = Service.objects.select_related("organisation")
    assert {(row.people_word, row.people, row.kinds_to_hear[-1]) for row in rows} == {
        ("", "clients", "clients")
    }


@pytest.mark.parametrize("kind", [""] + [kind for kind, _name in KindOfPlace.choices])
def test_every_kind_of_place_has_words(kind):
    assert people_called(kind)
    assert whom_to_hear(kind, "guests")[-1] == "guests"


def test_where_there_are_several_kinds_each_team_says_its_own(kit):
    kit.post("/account/begin/organisation/", ORGANISATION | {"kinds": ["hostel", "outreach"]})
    kit.post("/account/begin/teams/", {"names": "Alder\nBirch"})
    kit.post("/account/begin/people/", {"kind_1": "outreach", "mine": ["0"]})
    kinds = dict(Service.objects.values_list("name", "kind_of_place"))
    assert kinds == {"Alder": "", "Birch": "outreach"}
    assert "peer workers" in Service.objects.get(name="Birch").kinds_to_hear


def test_who_came_later_founds_nothing(client, lead, outsider, service):
    client.force_login(outsider)
    for name in ("organisation", "teams", "people", "done"):
        assert client.get(reverse(f"begin-{name}")).status_code == 404
    client.force_login(lead)
    assert client.get(reverse("begin-organisation")).url == reverse("begin-teams")
    assert client.get(reverse("begin-teams")).url == reverse("begin-people")


def test_no_letter_is_shown_where_none_goes_out(founded, settings):
    settings.LETTERS_GO_OUT = False
    founded.post("/account/begin/teams/", {"names": "Alder\nBirch"})
    page = founded.get("/account/begin/people/").content.decode()
    assert "They get this letter" not in page
    assert "No letters go out from here" in page
    assert reverse("ask-many", args=[Organisation.objects.get().slug]) in page
