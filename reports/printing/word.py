"""A short text as a Word document with real headings and lists, for people to work on further."""

import datetime as dt
import io
import zipfile
from collections.abc import Sequence
from typing import Protocol

from pages.words import for_xml
from record.framework import Struct
from record.words.own_words import paragraphs, printable

MIME = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# A date for each file of the package: the same text gives the same bytes.
LONG_AGO = (1980, 1, 1, 0, 0, 0)
ROOM = 3  # empty lines to write in
LANGUAGE = "en-GB"
LONGEST_PROPERTY = 255


class Block(Struct, kw_only=True):
    """A heading, then paragraphs, then a list; `room`: lines to write in come last."""

    heading: str = ""
    level: int = 1
    texts: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    room: bool = False


class _Paragraphs(Protocol):
    def add_paragraph(self, text: str = ..., style: str = ...) -> object: ...


def word_document(title: str, blocks: Sequence[Block], *, author: str, day: dt.date) -> bytes:
    """Return a Word document; the same text gives the same bytes."""
    from docx import Document  # noqa: PLC0415 -- slow import

    document = Document()
    at = dt.datetime.combine(day, dt.time(12))
    about = document.core_properties
    author = _shortened(author)
    about.title, about.author, about.last_modified_by = _shortened(title), author, author
    about.created = about.modified = at
    about.language, about.comments = LANGUAGE, ""
    for mark in document.styles.element.xpath("//w:lang"):
        mark.set(mark.nsmap["w"].join(("{", "}val")), LANGUAGE)
    document.add_heading(printable(title), level=1)
    for block in blocks:
        if block.heading:
            document.add_heading(printable(block.heading), level=block.level + 1)
        for text in block.texts:
            _add(document, text)
        for point in block.points:
            document.add_paragraph(printable(" ".join(point.split())), style="List Bullet")
        for _line in range(ROOM if block.room else 0):
            document.add_paragraph("")
    file = io.BytesIO()
    document.save(file)
    return _dated(file.getvalue())


def _shortened(words: str) -> str:
    """Return what a property of the document takes; its page has all of it."""
    words = for_xml(words)
    return words if len(words) <= LONGEST_PROPERTY else f"{words[: LONGEST_PROPERTY - 1]}…"


def _add(document: _Paragraphs, text: str) -> None:
    for lines in paragraphs(text):
        document.add_paragraph("\n".join(lines))


def _dated(package: bytes) -> bytes:
    """Return the same package with one date on each of its files."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(package)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, LONG_AGO)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return out.getvalue()
