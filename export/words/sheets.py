"""Rows of words as files: XLSX, CSV, JSON. No word is taken for a formula, a number or a day."""

import csv
import datetime as dt
import errno
import io
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import chain, islice
from typing import IO, Any

import msgspec
from django.conf import settings
from django.utils.translation import gettext as _

from export.words.rows import HEADINGS, ShownWords
from pages.words import for_xml

Rows = Iterable[ShownWords]  # `OwnWords` among them
FORMAT, FORMAT_VERSION = "pizazz words", 1
# What a spreadsheet begins to calculate with, written wide or narrow, also behind what nobody sees.
UNSEEN = r"\s\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
BEGINS_A_FORMULA = re.compile(rf"[{UNSEEN}]*[=+\-@＝＋－＠]|[\t\r\n]")
# Where the comma is for decimals, a sheet cuts lines at semicolons: a cell begins there, too, with
# or without a quotation mark.
CUTS = re.compile(rf'([;\t\r\n][{UNSEEN}"]*)(?=[=+@＝＋＠]|[-－]\S)')
# What a spreadsheet makes a number, a day or a yes of: "3-4", "1/2", "1E5", "007", "3 May", "true".
_MARKS = r"[\s\d.,:;/%()#£$€+\-–−'’]*"
_LETTERS_OF_NUMBERS = (
    r"(?:e|am|pm|a|p|jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)?"
)
NUMBER_OR_DAY = re.compile(
    rf"(?=.*\d){_MARKS}{_LETTERS_OF_NUMBERS}{_MARKS}|\s*(?:true|false)\s*", re.IGNORECASE
)
WIDTHS = {"team": 24, "talked_on": 14, "what": 26, "about": 30, "words": 90, "level": 24}


def write_rows(form: str, rows: Rows, file: IO[bytes]) -> None:
    if form == "xlsx":
        _xlsx(rows, file)
    elif form == "csv":
        _csv(rows, file)
    else:
        _json(rows, file)


def disarmed(words: str) -> str:
    """Return words that a spreadsheet shows as they are.

    An apostrophe goes before a formula, and before what would become a number or a day.
    """
    plain = CUTS.sub(r"\1'", words.replace("\0", ""))
    if BEGINS_A_FORMULA.match(plain) or NUMBER_OR_DAY.fullmatch(plain):
        return f"'{plain}"
    return plain


def _with_titles(rows: Rows) -> tuple[list[str], Iterator[ShownWords]]:
    """Return what heads the columns that these rows have, and the rows."""
    remaining = iter(rows)
    first = list(islice(remaining, 1))
    names = first[0].__struct_fields__ if first else ShownWords.__struct_fields__
    return [str(HEADINGS[name]) for name in names], chain(first, remaining)


def _csv(rows: Rows, file: IO[bytes]) -> None:
    """Write for Excel too, which knows UTF-8 by the mark at its beginning."""
    file.write("\ufeff".encode())
    text = io.TextIOWrapper(file, "utf-8", newline="", write_through=True)
    writer = csv.writer(text)
    titles, rows = _with_titles(rows)
    writer.writerow(titles)
    for row in rows:
        writer.writerow(map(_in_csv, msgspec.structs.astuple(row)))
    text.detach()


def _in_csv(value: str | dt.date) -> str:
    """Return a cell: a day is one there, too."""
    return value.isoformat() if isinstance(value, dt.date) else disarmed(value)


def _json(rows: Rows, file: IO[bytes]) -> None:
    head = {"format": FORMAT, "format_version": FORMAT_VERSION}
    file.write(msgspec.json.encode(head)[:-1] + b',"rows":[')
    between = b"\n"
    for row in rows:
        file.write(between + msgspec.json.encode(row))
        between = b",\n"
    file.write(b"\n]}\n")


def _xlsx(rows: Rows, file: IO[bytes]) -> None:
    """Write a sheet whose every cell is text, a row at a time."""
    import openpyxl  # noqa: PLC0415 -- slow import
    from lxml.etree import LxmlError  # type: ignore[import-untyped]  # noqa: PLC0415 -- slow import
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415 -- slow import
    from openpyxl.styles import Alignment, Font  # noqa: PLC0415 -- slow import
    from openpyxl.worksheet.properties import PageSetupProperties  # noqa: PLC0415 -- slow import

    book: Any = openpyxl.Workbook(write_only=True)
    book.properties.creator = settings.SITE_NAME
    sheet = book.create_sheet(_("Words"))
    sheet.freeze_panes = "A2"
    # On paper: as wide as a sheet, and each page says what its columns are.
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"
    for letter, width in zip("ABCDEF", WIDTHS.values(), strict=True):
        sheet.column_dimensions[letter].width = width
    wrapped, bold = Alignment(wrap_text=True, vertical="top"), Font(bold=True)

    def cell(words: str) -> Any:
        text_cell = WriteOnlyCell(sheet, value=for_xml(words))
        text_cell.data_type = "s"  # what begins with = is words
        text_cell.number_format = "@"
        text_cell.alignment = wrapped
        return text_cell

    titles, rows = _with_titles(rows)
    heads = list(map(cell, titles))
    for head in heads:
        head.font = bold
    whole = io.BytesIO()
    try:
        sheet.append(heads)
        for row in rows:
            sheet.append([cell(str(value)) for value in msgspec.structs.astuple(row)])
        book.save(whole)
    except LxmlError as error:  # what is written on the way is in the folder for temporary files
        with suppress(LxmlError, AttributeError):
            sheet._writer.xf.close()  # noqa: SLF001 -- else it says so once more, on its own
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)) from error
    file.write(whole.getbuffer())
