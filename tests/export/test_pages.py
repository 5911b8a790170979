"""Taking a file out on a page, and by command: who may, and who is told."""

import io
import json
import stat

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.urls import reverse

from accounts.models import Event, Notice

pytestmark = pytest.mark.django_db

CSV, XLSX = "\ufeff".encode(), b"PK"


@pytest.fixture
def mine(client, manager):
    """The browser of the manager, who has just signed in."""
    client.force_login(manager)
    return client


@pytest.mark.parametrize(
    ("form", "begins", "kind"),
    [
        ("json", b'{"format":"pizazz"', "application/json"),
        ("csv", "\ufeffTeam,".encode(), "text/csv"),
        ("xlsx", b"PK", "application/vnd"),
    ],
)
def test_manager_takes_everything_and_everybody_in_the_team_is_told(
    mine, spoken, manager, contributor, lead, form, begins, kind
):
    response = mine.post(reverse("export-team", args=[spoken.slug]), {"as_what": form})
    assert response["Content-Type"].startswith(kind)
    assert "alder-house-everything-" in response["Content-Disposition"]
    assert response.content.startswith(begins)
    notices = Notice.objects.filter(kind="file_of_team" if form == "json" else "file_of_words")
    assert {notice.user for notice in notices} == {manager, contributor}
    assert {notice.about for notice in notices} == {manager}
    mine.force_login(contributor)
    page = mine.get(reverse("home")).content.decode()
    content = "the words of what <bdi>Alder House</bdi> has finished"
    if form == "json":
        content = "everything that <bdi>Alder House</bdi> may read"
    assert f"<bdi>Mina Manager</bdi> has taken {content}" in page


def test_second_press_tells_nobody_twice(mine, spoken):
    sent = {"as_what": "csv"}
    first = mine.post(reverse("export-team", args=[spoken.slug]), sent)
    second = mine.post(reverse("export-team", args=[spoken.slug]), sent)
    assert first.content == second.content
    assert Event.objects.filter(act="file_of_words").count() == 2
    assert Notice.objects.filter(kind="file_of_words").count() == 2  # one each


def test_without_a_choice_nothing_is_made_and_nobody_told(mine, spoken):
    response = mine.post(reverse("export-team", args=[spoken.slug]), {"as_what": ""})
    assert response.status_code == 422
    assert "Choose one of the three." in response.content.decode()
    assert not Notice.objects.filter(kind="file_of_team").exists()


def test_who_signed_in_long_ago_says_again_that_it_is_them(mine, spoken):
    session = mine.session
    session["signed_in_at"] = 1
    session["account_authentication_methods"] = []
    session.save()
    response = mine.post(reverse("export-team", args=[spoken.slug]), {"as_what": "json"})
    assert response.status_code in {302, 403}
    assert not Notice.objects.filter(kind="file_of_team").exists()


def test_lead_takes_the_words_of_what_was_shown(client, spoken, lead, organisation):
    client.force_login(lead)
    response = client.post(reverse("export-shown", args=[organisation.slug]), {"as_what": "json"})
    rows = json.loads(response.content)["rows"]
    assert "- No lift" in {row["words"] for row in rows}
    assert all("level" not in row for row in rows)
    assert Event.objects.get(act="file_of_shown").actor == lead


def test_command_writes_for_its_owner_alone_and_tells_the_team(spoken, contributor, tmp_path):
    path = tmp_path / "alder.json"
    output = io.StringIO()
    call_command("export_service", spoken.slug, str(path), stdout=output)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert output.getvalue() == f"Wrote {path}. Everybody in the team of Alder House is told.\n"
    (notice,) = Notice.objects.filter(user=contributor, kind="file_of_team")
    assert notice.about is None
    assert list(tmp_path.iterdir()) == [path]


def test_command_writes_nothing_over(spoken, tmp_path):
    there = tmp_path / "there.json"
    there.write_text("mine")
    link = tmp_path / "link.json"
    link.symlink_to(tmp_path / "gone.json")
    for path in (there, link):
        with pytest.raises(CommandError, match="is there already, and nothing is written over"):
            call_command("export_organisation", "oak-trust", str(path))
    with pytest.raises(CommandError, match="There is no folder"):
        call_command("export_organisation", "oak-trust", str(tmp_path / "no" / "x.json"))
    assert there.read_text() == "mine"
    assert not Notice.objects.filter(kind="file_of_organisation").exists()


def test_whole_organisation_is_told_to_every_team(
    spoken, sibling_service, contributor, client, tmp_path
):
    path = tmp_path / "oak.json"
    call_command("export_organisation", "oak-trust", str(path), verbosity=0)
    assert json.loads(path.read_bytes())["of"] == "organisation"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert Notice.objects.filter(user=contributor, kind="file_of_organisation").exists()
    client.force_login(contributor)
    assert "has taken all of <bdi>Oak Trust</bdi> as a file" in client.get("/").content.decode()


@pytest.mark.parametrize(
    ("command", "name", "sentence"),
    [
        ("export_service", "nowhere", "No team has “nowhere” in its addresses."),
        ("export_service", "no\udcff", "cannot be read as text in UTF-8."),
        ("export_shown", "nowhere", "No organisation that runs services has “nowhere” in its add"),
        ("export_organisation", "nowhere", "No organisation that runs services has “nowhere”"),
    ],
)
def test_what_is_not_here_is_told_in_a_line(db, tmp_path, command, name, sentence):
    with pytest.raises(CommandError, match=sentence):
        call_command(command, name, str(tmp_path / "x.json"))


@pytest.mark.parametrize(
    ("name", "more", "begins"),
    [
        ("shown.csv", ["--as", "csv"], CSV),
        ("shown.csv", [], CSV),
        ("shown.JSON", [], b'{"format":"pizazz words"'),
        ("shown", [], XLSX),
        ("shown.csv", ["--as", "xlsx"], XLSX),
    ],
)
def test_shown_by_command(spoken, organisation, tmp_path, name, more, begins):
    """As its name ends, where nobody says otherwise."""
    path = tmp_path / name
    call_command("export_shown", "oak-trust", str(path), *more, verbosity=0)
    assert path.read_bytes().startswith(begins)
    assert begins == XLSX or "No lift" in path.read_text(encoding="utf-8")
