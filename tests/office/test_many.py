import csv
import io
import tracemalloc
import zipfile
import zlib

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts import actions
from accounts.models import Event, Invitation, Letter, Notice, Service
from assessments.actions import keep_note
from office.rows import pasted, sheets
from tests.factories import ServiceFactory
from tests.office.conftest import text
from tests.people import in_organisation, in_team

HEADING = [str(title) for title in sheets.COLUMNS.values()]
JO = ["Alder House", "Jo Bloggs", "jo@example.org", "", "in the team"]
MO = ["alder  house", "Mo Hall", "", "mo.hall", "looks after it"]


def workbook(*rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


# Twelve KB that would be 370 MB of names.
ENTITY = b"<!DOCTYPE x [<!ENTITY e '" + b"Jo " * 93 + b"'>]>"
TOLD_SHORT = (b"<row><c t='inlineStr'><is><t>" + b"&e;" * 12_000 + b"</t></is></c></row>") * 110

SPACE = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
SHARED_STRINGS = (
    b'<Override PartName="/xl/sharedStrings.xml" ContentType="application/'
    b'vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/>'
)


def odd_workbook(rows, begins=b"", shared=b""):
    """Return a workbook whose sheet begins so, and holds these bytes where its rows are.

    `shared`: a text that it names once, for any cell that says it stands there.
    """
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook(JO))) as whole,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as odd,
    ):
        for name in whole.namelist():
            content = whole.read(name)
            if name == "xl/worksheets/sheet1.xml":
                before, _, after = content.partition(b"<sheetData>")
                content = begins + before + b"<sheetData>" + rows + after.partition(b"</row>")[2]
            if name == "[Content_Types].xml":
                content = content.replace(b"</Types>", SHARED_STRINGS + b"</Types>")
            odd.writestr(name, content)
        odd.writestr("xl/sharedStrings.xml", b"<sst %s><si><t>%s</t></si></sst>" % (SPACE, shared))
    return file.getvalue()


def lines(*rows):
    return "\n".join("\t".join(row) for row in rows)


def comma_separated(*rows):
    file = io.StringIO()
    csv.writer(file).writerows(rows)
    return file.getvalue().encode()


@pytest.fixture
def page(organisation, service):
    return reverse("ask-many", args=[organisation.slug])


def files(content, name="people.xlsx"):
    return {"file": SimpleUploadedFile(name, content)}


@pytest.mark.parametrize("kind", ["xlsx", "csv", "semicolons", "pasted", "unicode text", "old Mac"])
def test_rows_are_looked_at_then_everybody_is_asked(
    lead_client, page, service, contributor, settings, kind
):
    settings.LETTERS_GO_OUT = True
    sent = {
        "xlsx": lambda: files(workbook(HEADING, JO, MO)),
        "csv": lambda: files(comma_separated(HEADING, JO, MO), "p.csv"),
        "semicolons": lambda: files(
            "\ufeff{}".format(lines(JO, MO).replace("\t", ";")).encode(), "p.csv"
        ),
        "pasted": lambda: {"rows": lines(JO, MO)},
        "unicode text": lambda: files(lines(HEADING, JO, MO).encode("utf-16"), "p.txt"),
        "old Mac": lambda: files(lines(JO, MO).replace("\n", "\r").encode(), "p.txt"),
    }[kind]()
    looked = lead_client.post(page, sent)
    assert looked.status_code == 200
    assert "Nobody has been asked yet" in text(looked)
    assert not Invitation.objects.exists()
    rows = dict(looked.context["fields"])["rows"]
    done = text(lead_client.post(page, {"sure": "yes", "rows": rows}))
    assert "Letters are on their way" in done
    invitations = {invitation.whom: invitation for invitation in Invitation.objects.all()}
    assert invitations.keys() == {"Jo Bloggs", "Mo Hall"}
    assert (invitations["Mo Hall"].role, invitations["Jo Bloggs"].role) == (
        "manager",
        "contributor",
    )
    assert actions.link_of(invitations["Mo Hall"]) in done
    assert actions.link_of(invitations["Jo Bloggs"]) not in done
    assert [letter.address for letter in Letter.objects.all()] == ["jo@example.org"]
    assert Notice.objects.filter(user=contributor, kind="invited").count() == 2
    assert Event.objects.filter(act__startswith="invited_").count() == 2
    again = lead_client.post(page, {"sure": "yes", "rows": rows})
    assert "was asked into Alder House already" in text(again)


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([["Elm", *JO[1:]]], "Row 1: No team is called Elm."),
        ([JO, JO], "Row 2: Jo Bloggs is asked into Alder House in row 1 already."),
        ([["Do we?", *JO[1:]]], "Row 1: No team is called Do we?<"),
        (
            [["Alder House", "{number} {team}", *JO[2:]]] * 2,
            "Row 2: {number} {team} is asked into Alder House in row 1 already.",
        ),
        ([JO, ["Alder House", "x", "no address", "", ""]], "Row 2: no address is not an e-mail"),
        ([["Alder House", "Jo", "", "", ""]], "Row 1: Give an e-mail address or a sign-in name"),
        ([["Alder House", "Jo", "a@b.org", "j.b.", ""]], "Row 1: Give an e-mail address or a"),
        ([["Alder House", "", "a@b.org", "", ""]], "Row 1: Give a name"),
        ([["Alder House", "\u200b", "a@b.org", "", ""]], "Row 1: Give a name"),
        ([JO, ["", "Mo", "a@b.org", "", ""]], "Row 2: Say which team."),
        ([["Alder House", "Jo", "a@b.org", "", "boss"]], "Row 1: Say what they are"),
        ([["Alder House", "Jo", "", "?", ""]], "Row 1: A sign-in name has"),
        ([["Alder House", "=1+1", "a@b.org", "", ""]], "Row 1: There is a formula under “Name”"),
        ([["Alder House", "J" * 400, "a@b.org", "", ""]], "Row 1: What is under “Name” is too"),
        ([["Alder House"]], "Row 1 has other columns than these"),
        ([[*JO, "more"]], "Row 1 has other columns than these"),
        ([["Team", "Mail", "x", "", ""], JO], "Row 1 has other columns than these"),
        ([HEADING], "There is no row in it."),
    ],
)
@pytest.mark.parametrize("kind", ["xlsx", "pasted"])
def test_wrong_rows_are_told_and_nobody_is_asked(lead_client, page, kind, rows, sentence):
    sent = files(workbook(*rows)) if kind == "xlsx" else {"rows": lines(*rows)}
    answer = lead_client.post(page, sent)
    assert answer.status_code == 422
    assert sentence in text(answer)
    assert not Invitation.objects.exists()


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"PK\x03\x04rubbish", "x.xlsx", "This file cannot be read, or"),
        (b"\xd0\xcf\x11\xe0old", "x.xls", "Save it as XLSX or CSV"),
        (b"a\0b", "x.csv", "Save it as XLSX or CSV"),
        (odd_workbook(b'<row r="4000000000"><c/></row>'), "x.xlsx", "There is no row in it."),
        (odd_workbook(b"<row>" + b"<c/>" * 1_100_000 + b"</row>"), "x.xlsx", "more in it than"),
        (odd_workbook(b"<row/>" * 700_000), "x.xlsx", "more in it than people"),
        (odd_workbook(TOLD_SHORT, ENTITY), "x.xlsx", "more in it than people"),
        (b"a,b,c\n" * 50_000, "x.csv", "There are more than 2000 rows."),
        (b"", "x.csv", "This file is empty."),
        (b"Alder House,J\x81,a@b.org", "x.csv", "Row 1: There is a character under “Name” that"),
    ],
)
def test_files_that_are_none_are_refused_in_a_sentence(lead_client, page, content, name, sentence):
    answer = lead_client.post(page, files(content, name))
    assert answer.status_code == 422
    assert sentence in text(answer)


@pytest.mark.parametrize("kind", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_workbook_whose_part_is_longer_than_it_says_takes_no_memory(kind):
    """Of a part that is said to have a thousand letters no more are unpacked."""
    real, nominal = 30 * 1024**2, 1000
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", kind) as packed:
        packed.writestr("[Content_Types].xml", b" " * real)
    content = file.getvalue().replace(real.to_bytes(4, "little"), nominal.to_bytes(4, "little"))
    mark = zlib.crc32(b" " * real).to_bytes(4, "little")
    content = content.replace(mark, zlib.crc32(b" " * nominal).to_bytes(4, "little"))
    tracemalloc.start()
    with pytest.raises(sheets.Unreadable):
        sheets.read_file("x.xlsx", content)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < real // 2


def test_text_that_a_workbook_names_once_is_not_copied_for_each_cell(lead_client, page):
    row = b"<row>" + b'<c t="s"><v>0</v></c>' * 5 + b"</row>"
    content = odd_workbook(row * 2_000, shared=b" " + b"w" * 100_000)
    cells = [cell for _number, cells in sheets.read_file("x.xlsx", content) for cell in cells]
    assert {len(cell) for cell in cells} == {sheets.LONGEST_CELL + 1}
    answer = lead_client.post(page, files(content))
    assert "Row 1: What is under “Team” is too long." in text(answer)


def test_five_thousand_rows_of_a_workbook_are_refused(lead_client, page):
    content = workbook(*([["Alder House", f"N{n}", f"n{n}@e.org"] for n in range(5_000)]))
    answer = lead_client.post(page, files(content))
    assert answer.status_code == 422
    assert "There are more than 2000 rows." in text(answer)


def test_neither_or_both_are_told(lead_client, page):
    assert "one of the two" in text(lead_client.post(page, {}))
    both = files(workbook(JO)) | {"rows": lines(JO)}
    assert "one of the two" in text(lead_client.post(page, both))


def test_two_teams_of_one_name_are_told_apart_by_nobody(lead_client, page, organisation):
    ServiceFactory(organisation=organisation, name="ALDER HOUSE", slug="alder-2")
    assert "Row 1: Two teams are called Alder House." in text(
        lead_client.post(page, {"rows": lines(JO)})
    )


def test_who_cannot_be_asked_is_told(
    lead_client, page, lead, organisation, service, manager, commissioner, contributor
):
    keep_note(service=service, words="The door", by=contributor)
    other = in_organisation(organisation, "lead", "Other Lead")
    rows = [
        ["Alder House", "M", manager.email, "", ""],
        ["Alder House", "R", commissioner.email, "", ""],
        ["Alder House", "L", other.email, "", ""],
        ["Alder House", "Me", lead.email, "", "looks after it"],
    ]
    answer = text(lead_client.post(page, {"rows": lines(*rows)}))
    assert "Row 1: M is in Alder House already." in answer
    assert "Row 2: Nobody can be in a team" in answer
    assert "Row 3: L leads on this with you" in answer
    assert "Row 4: Me leads on this with you" in answer


def test_role_asked_anew_replaces_the_one_before(lead_client, page, service):
    lead_client.post(page, {"sure": "yes", "rows": lines(MO)})
    again = [*MO[:4], "in the team"]
    assert "They are asked in" in text(
        lead_client.post(page, {"sure": "yes", "rows": lines(again)})
    )
    assert [invitation.role for invitation in Invitation.objects.unanswered()] == ["contributor"]


def test_template_is_read_as_it_is_sent(lead_client, organisation, page, service):
    Service.objects.filter(pk=service.pk).update(name="Alder\uffff House")  # as of an older release
    answer = lead_client.get(reverse("people-template", args=[organisation.slug]))
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert [cell.value for cell in book.worksheets[0][1]] == HEADING
    assert book.worksheets[1]["A1"].value == "Alder House"
    service.save()
    book.worksheets[0].append(JO)
    file = io.BytesIO()
    book.save(file)
    assert lead_client.post(page, files(file.getvalue())).status_code == 200


def test_many_cost_a_handful_of_queries(lead, organisation, service, django_assert_max_num_queries):
    in_team(service, "contributor", "Night Owl")
    rows = [
        actions.Invitee(n, service, f"P {n}", "contributor", address=f"p{n}@example.org")
        for n in range(300)
    ]
    with django_assert_max_num_queries(40):
        actions.invite_many(rows, organisation=organisation, by=lead)
    assert Invitation.objects.count() == 300


PASTED = """Jo Bloggs <jo@example.org>; "Hall, Mo" <MO@example.org>
ann@example.org, bea@example.org
Dee Nights, dee.nights
rob.relief
Cat\tcat@example.org
"""


@pytest.fixture
def several(service):
    return reverse("ask-several", args=[service.slug])


@pytest.mark.parametrize("who", ["manager", "lead"])
def test_pasted_addresses_are_looked_at_then_asked_in(
    request, several, service, who, contributor, settings
):
    settings.LETTERS_GO_OUT = True
    here = Client()
    here.force_login(request.getfixturevalue(who))
    looked = here.post(several, {"people": PASTED, "role": "contributor"})
    assert "7 people. Nobody has been asked yet" in text(looked)
    assert "<bdi>dee.nights</bdi> · a link to hand over" in text(looked)
    assert text(looked).count("a link to hand over") == 2
    assert text(looked).count("a letter") == 5  # whoever is not named, too
    assert not Invitation.objects.exists()
    sent = dict(looked.context["fields"])
    done = text(here.post(several, sent | {"sure": "yes"}))
    invitations = {invitation.whom: invitation for invitation in Invitation.objects.all()}
    assert {
        name: invitation.address or invitation.sign_in_name
        for name, invitation in invitations.items()
    } == {
        "Jo Bloggs": "jo@example.org",
        "Hall, Mo": "mo@example.org",
        "ann@example.org": "ann@example.org",
        "bea@example.org": "bea@example.org",
        "Dee Nights": "dee.nights",
        "rob.relief": "rob.relief",
        "Cat": "cat@example.org",
    }
    assert actions.link_of(invitations["Dee Nights"]) in done
    assert actions.link_of(invitations["Cat"]) not in done
    assert {notice.user for notice in Notice.objects.filter(kind="invited")} >= {contributor}
    assert not Notice.objects.filter(kind="invited", user=request.getfixturevalue(who)).exists()
    again = here.post(several, sent | {"sure": "yes"})
    assert again.status_code == 422
    assert "was asked into Alder House already" in text(again)


@pytest.mark.parametrize(
    ("people", "role", "sentence"),
    [
        ("", "contributor", "Paste at least one address."),
        ("jo@example.org", "", "Choose one of the two."),
        ("jo@", "contributor", "jo@ is not an e-mail address like name@place.org"),
        ("Jo Bloggs", "contributor", "jo bloggs: A sign-in name has"),
        ("Dear all " * 40, "contributor", " all dear …: A sign-in name has"),
        ("Ask @ me " * 40, "contributor", " me ask @… is not an e-mail address like"),
        ("jo@b.org\nJo <jo@b.org>", "contributor", "jo@b.org is on this list already."),
        ("mina.manager@example.org", "contributor", "is in Alder House already."),
        ("\n".join(f"p{n}@b.org" for n in range(501)), "contributor", "Five hundred at a time"),
        ("a\u202eb <jo@b.org>", "contributor", "hidden character"),
        ("Jo <jo@b.org\u200b>", "contributor", "hidden character in this address"),
    ],
)
def test_what_is_wrong_with_pasted_addresses_is_told(manager, several, people, role, sentence):
    here = Client()
    here.force_login(manager)
    answer = here.post(several, {"people": people, "role": role})
    assert answer.status_code == 422
    assert sentence in text(answer)
    assert not Invitation.objects.exists()


@pytest.mark.parametrize(
    "line",
    [
        "Bloggs, Jo <jo@b.org>, Ann Lee <ann@b.org>, bea@b.org",
        "Jo Bloggs <jo@b.org>, Ann Lee <ann@b.org>; bea@b.org",
        "Jo Bloggs <jo@b.org>; Ann Lee <ann@b.org> , bea@b.org;",
        "Jo Bloggs\tjo@b.org, Ann Lee\tann@b.org, bea@b.org",
    ],
)
def test_several_in_a_line_are_told_apart_whatever_stands_between(line):
    people = [("Jo Bloggs", "jo@b.org"), ("Ann Lee", "ann@b.org"), ("", "bea@b.org")]
    assert pasted.read_pasted(line) == [pasted.Pasted(*person) for person in people]


def test_a_name_that_nobody_can_see_is_none():
    assert pasted.read_pasted("\u200b <jo@b.org>") == [pasted.Pasted("", "jo@b.org")]


@pytest.mark.parametrize(("who", "status"), [("contributor", 403), ("sibling", 404)])
def test_who_asks_nobody_in_pastes_nobody(request, several, who, status):
    here = Client()
    here.force_login(request.getfixturevalue(who))
    assert here.post(several, {"people": "a@b.org", "role": "contributor"}).status_code == status


def test_a_manager_asks_many_into_no_other_team(organisation, sibling_service, manager):
    row = actions.Invitee(1, sibling_service, "P", "contributor", address="p@example.org")
    with pytest.raises(PermissionDenied):
        actions.invite_many([row], organisation=organisation, by=manager)


@pytest.mark.parametrize("end", ["archive_team", "end_organisation"])
def test_nobody_is_asked_into_what_ended_meanwhile(service, organisation, lead, end):
    row = actions.Invitee(1, service, "P", "contributor", address="p@example.org")
    place = service if end == "archive_team" else organisation
    getattr(actions, end)(type(place).objects.get(pk=place.pk), by=lead)
    with pytest.raises(PermissionDenied):
        actions.invite_many([row], organisation=organisation, by=lead)
    assert not Invitation.objects.exists()


def test_long_rows_are_folded_team_by_team(lead_client, page, service, sibling_service):
    rows = [
        [name, f"N{n}", f"{name[0]}{n}@e.org"]
        for name in ("Birch House", "Alder House")
        for n in range(30)
    ]
    looked = lead_client.post(page, {"rows": lines(*rows)})
    answer = " ".join(text(looked).split())
    assert "60 people. Nobody has been asked yet" in answer
    assert answer.count("<details") == 2
    assert answer.index("Alder House") < answer.index("Birch House")
    assert "· 30 people" in answer
