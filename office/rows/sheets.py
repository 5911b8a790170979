"""Sheets of people to ask in: XLSX, CSV or pasted lines, read into rows; and the template.

Nothing of what was sent is kept. What cannot be read is refused in a sentence that says where.
"""

import codecs
import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.actions import Invitee
from accounts.models import Service
from pages.words import check_words, for_xml, reads_as, tidy, with_names

MOST_ROWS = 2000
# All that is in a workbook; to read it can take seventy times as much memory.
MOST_UNPACKED = 4 * 1024 * 1024
PACKED_SO = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
LAST_ROW = 1024 * 1024  # of any sheet; a file that names a later one would count on up to it
LONGEST_CELL = 300
TOO_LONG = "…" * (LONGEST_CELL + 1)
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)  # as “Unicode text” of a sheet begins
# In whatever letters the parser of a sheet reads it; that of the other parts opens no entity.
DOCUMENT_TYPE = ["<!DOCTYPE".encode(letters) for letters in ("utf-8", "utf-16-le", "utf-16-be")]
# The columns in their order, as the template has them.
COLUMNS: dict[str, str | Promise] = {
    "team": gettext_lazy("Team"),
    "name": gettext_lazy("Name"),
    "address": gettext_lazy("E-mail address"),
    "sign_in_name": gettext_lazy("Sign-in name, without a mailbox"),
    "role": gettext_lazy("In the team, or looks after it"),
}
ROLES: dict[str, str | Promise] = {
    "contributor": gettext_lazy("in the team"),
    "manager": gettext_lazy("looks after it"),
}
FORMULA = ("=", "+", "@", "\t=")
Cells = list[str]


class Unreadable(Exception):
    """The whole of it cannot be read; the message is a sentence that says what to do."""


def read_file(name: str, content: bytes) -> list[tuple[int, Cells]]:
    """Return the rows of a file, each with its number, without the heading. Raises Unreadable."""
    if content[:2] == b"PK":
        return _rows_of_people(_of_workbook(content))
    if name.lower().endswith((".xls", ".ods", ".pdf", ".doc", ".docx")):
        raise Unreadable(_("Save it as XLSX or CSV, then choose that file."))
    letters = "utf-16" if content.startswith(UTF_16) else "utf-8-sig"
    try:
        text = content.decode(letters)
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")
    return read_lines(text)


def read_lines(text: str) -> list[tuple[int, Cells]]:
    """Return the rows of CSV or of what was pasted, each with its number. Raises Unreadable."""
    if "\0" in text:
        raise Unreadable(_("Save it as XLSX or CSV, then choose that file."))
    first = next(iter(text.lstrip().splitlines()), "")
    between = max("\t;,", key=first.count)
    try:
        return _rows_of_people(csv.reader(io.StringIO(text, newline=None), delimiter=between))
    except csv.Error as error:
        sentence = _("This cannot be read as rows. Save it as CSV once more, or paste the rows.")
        raise Unreadable(sentence) from error


def _of_workbook(content: bytes) -> Iterator[Cells]:
    """Give the rows of the first sheet of a workbook, formulas as they are typed."""
    import openpyxl  # noqa: PLC0415 -- slow import

    broken = _(
        "This file cannot be read, or there is more in it than people. Save their rows alone as"
        " XLSX or CSV, then choose that."
    )
    try:
        book = openpyxl.load_workbook(_unpacked(content), read_only=True, data_only=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        for row in sheet.iter_rows(max_row=LAST_ROW, values_only=True):
            yield list(map(_typed, row[: len(COLUMNS) + 5]))
    except Exception as error:  # openpyxl raises what it meets: of zip, of XML, of its own
        raise Unreadable(broken) from error


def _typed(value: object) -> str:
    """Return what a cell holds; one that is too long is told so without another copy of it.

    A workbook names a text once, and thousands of its cells may say that it stands in them.
    """
    if value is None:
        return ""
    text = str(value)
    return text if len(text) <= LONGEST_CELL else TOO_LONG


def _unpacked(content: bytes) -> io.BytesIO:
    """Return a workbook whose parts are as long as it says: whoever reads on meets no more.

    What is packed may be longer by any amount, and is unpacked piece by piece where it is deflated.
    Refused is what would be more than a sheet of people can be, or is told in short: no program
    writes a document type into a workbook; with one, three letters stand for hundreds.
    """
    plain = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as packed, zipfile.ZipFile(plain, "w") as whole:
        parts = packed.infolist()
        if sum(part.file_size for part in parts) > MOST_UNPACKED:
            raise zipfile.LargeZipFile
        for part in parts:
            if part.compress_type not in PACKED_SO:
                raise zipfile.LargeZipFile
            with packed.open(part) as file:
                words = file.read(part.file_size)
            if any(mark in words for mark in DOCUMENT_TYPE):
                raise zipfile.LargeZipFile
            whole.writestr(part.filename, words)
    return plain


def _rows_of_people(rows: Iterable[Sequence[str]]) -> list[tuple[int, Cells]]:
    """Drop empty rows and the heading; refuse too many, and a heading that is another."""
    lines: list[tuple[int, Cells]] = []
    heading = list(map(reads_as, _titles()))
    for number, row in enumerate(rows, start=1):
        cells = list(map(tidy, row))
        if not any(cells):
            continue
        if len(lines) >= MOST_ROWS:
            sentence = _("There are more than {most} rows. Ask people in several goes.")
            raise Unreadable(sentence.replace("{most}", str(MOST_ROWS)))
        if any(cells[len(COLUMNS) :]) or len(cells) < 2:  # noqa: PLR2004 -- a team and a name at least
            raise Unreadable(_wrong_columns(number))
        cells = [*cells, *([""] * len(COLUMNS))][: len(COLUMNS)]
        if not lines and reads_as(cells[0]) == heading[0]:
            if list(map(reads_as, cells)) != heading:
                raise Unreadable(_wrong_columns(number))
            continue
        lines.append((number, cells))
    if not lines:
        raise Unreadable(_("There is no row in it."))
    return lines


def _titles() -> list[str]:
    return list(map(str, COLUMNS.values()))


def _wrong_columns(number: int) -> str:
    sentence = _("Row {number} has other columns than these, in this order: {columns}.")
    columns = " · ".join(_titles())
    return sentence.replace("{number}", str(number)).replace("{columns}", columns)


def invitees_of_rows(
    rows: Sequence[tuple[int, Cells]], teams: Mapping[str, list[Service]]
) -> tuple[list[Invitee], dict[int, str]]:
    """Return whom the rows ask in, and what is wrong with those that cannot be read.

    `teams`: those in use by `reads_as` of their name; two of one name are told apart by nobody.
    """
    people, faults = [], {}
    for number, cells in rows:
        fault, team = _fault(cells), teams.get(reads_as(cells[0]), [])
        if not fault and len(team) != 1:
            fault = _("No team is called {team}.") if cells[0] else _("Say which team.")
            if team:
                fault = _("Two teams are called {team}.")
            fault = with_names(fault, team=cells[0])
        if not fault and not cells[1]:
            fault = _("Give a name of at most a hundred letters.")
        if fault:
            faults[number] = fault
            continue
        _team, name, address, sign_in_name, role = cells
        people.append(
            Invitee(
                number=number,
                service=team[0],
                name=" ".join(name.split()),
                address=address.lower(),
                sign_in_name=sign_in_name.lower(),
                role=_role(role),
            )
        )
    return people, faults


def _fault(cells: Cells) -> str:
    for title, cell in zip(COLUMNS.values(), cells, strict=True):
        if cell.startswith(FORMULA):
            sentence = _("There is a formula under “{column}”. Put what it comes to in its place.")
            return sentence.replace("{column}", str(title))
        if len(cell) > LONGEST_CELL:
            sentence = _("What is under “{column}” is too long.")
            return sentence.replace("{column}", str(title))
        try:
            check_words(cell)
        except ValidationError:
            sentence = _("There is a character under “{column}” that cannot be kept.")
            return sentence.replace("{column}", str(title))
    return ""


def _role(typed: str) -> str:
    """Return the role somebody typed; empty is in the team, and what is none stays as it is."""
    if not typed:
        return "contributor"
    for role, name in ROLES.items():
        if reads_as(str(name)) == reads_as(typed):
            return role
    return typed


def lines_to_paste(rows: Iterable[Invitee]) -> str:
    """Return rows as CSV, which read_lines reads to the very same."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter="\t", lineterminator="\n")
    writer.writerow(_titles())
    for row in rows:
        role = str(ROLES[row.role])
        writer.writerow([row.service.name, row.name, row.address, row.sign_in_name, role])
    return text.getvalue()


def template(teams: Iterable[str]) -> bytes:
    """Return an XLSX with the heading, and a second sheet with the names of the teams."""
    import openpyxl  # noqa: PLC0415 -- slow import
    from openpyxl.worksheet.datavalidation import DataValidation  # noqa: PLC0415 -- slow import

    book: Any = openpyxl.Workbook()
    book.properties.creator = settings.SITE_NAME
    sheet = book.active
    sheet.title = _("People")
    sheet.append(_titles())
    for letter, width in zip("ABCDE", (28, 24, 32, 32, 30), strict=True):
        sheet.column_dimensions[letter].width = width
    names = book.create_sheet(_("Teams"))
    last = 0
    for last, name in enumerate(teams, start=1):
        cell = names.cell(row=last, column=1, value=for_xml(name))
        cell.data_type = "s"  # a name that begins with = is a name
    roles = DataValidation("list", formula1='"' + ",".join(map(str, ROLES.values())) + '"')
    roles.add(f"E2:E{MOST_ROWS}")
    sheet.add_data_validation(roles)
    if last:
        own = DataValidation("list", formula1=f"'{names.title}'!$A$1:$A${last}")
        own.add(f"A2:A{MOST_ROWS}")
        sheet.add_data_validation(own)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
