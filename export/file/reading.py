"""Reading a file of everything, a line at a time, and refusing in a sentence what is not one."""

import hashlib
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import msgspec

from export.file import FORMAT, FORMAT_VERSION
from export.file.shapes import FileFoot, FileHead, FileRow, all_rows
from pages.commands import CannotDo

# Larger than a thousand teams with ten conversations and their reports.
MOST_BYTES = 4 * 1024**3
# One row: a report's PDF, or a record with every box full.
MOST_IN_A_LINE = 64 * 1024**2
# The one letter that PostgreSQL cannot keep, as JSON writes it: behind no other backslash.
NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")


class ExportFile:
    """A file that is open. `head` is read at once, `rows()` gives the rest once.

    Raises CannotDo with a sentence that says what and where.
    """

    def __init__(self, path: Path, file: IO[bytes]) -> None:
        self.path = path
        self._file = file
        if os.fstat(file.fileno()).st_size > MOST_BYTES:
            raise CannotDo(f"{path} is larger than 4 GB: no file that was written here is.")
        first = self._line().rstrip(b"\n")
        self._digest = hashlib.sha256(first)
        self.head = self._head(first)

    def rows(self) -> Iterator[tuple[int, FileRow]]:
        """Give each row with the number of its line, and see at the end that all were there."""
        decoder: msgspec.json.Decoder[FileRow] = msgspec.json.Decoder(all_rows())
        number, count = 1, 0
        while (line := self._line()) and not line.startswith(b"]"):
            number += 1
            row = line.rstrip(b"\n").removesuffix(b",")
            self._digest.update(b"\n" + row)
            yield number, self._row(decoder, row, number)
            count += 1
        self._see_foot(line, count)

    def _line(self) -> bytes:
        line = self._file.readline(MOST_IN_A_LINE + 1)
        if len(line) > MOST_IN_A_LINE:
            raise self._not_as_it_came(" has a line that is too long")
        return line

    def _head(self, first: bytes) -> FileHead:
        begins = first.removesuffix(b'"rows":[').rstrip(b",") + b"}"
        try:
            head = msgspec.json.decode(begins)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            why = " is no file of Pizazz’s, or not as it was written"
            raise self._not_as_it_came(why) from error
        if not isinstance(head, dict) or head.get("format") != FORMAT:
            raise self._not_as_it_came(" is of another application")
        version = head.get("format_version")
        if not isinstance(version, int):
            raise self._not_as_it_came(" does not say of which format it is")
        if version != FORMAT_VERSION:
            advice = "Update Pizazz there, and write the file once more."
            if version > FORMAT_VERSION:
                advice = "Update Pizazz here first."
            formats = f"of format {version}, and this release reads {FORMAT_VERSION}"
            raise CannotDo(f"{self.path} is {formats}. {advice}")
        try:
            return msgspec.convert(head, FileHead)
        except msgspec.ValidationError as error:
            raise self._not_as_it_came(f", line 1: {error}") from error

    def _row(self, decoder: "msgspec.json.Decoder[FileRow]", row: bytes, number: int) -> FileRow:
        try:
            decoded = decoder.decode(row)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise self._not_as_it_came(f", line {number}: {error}") from error
        if NUL.search(row):
            raise self._not_as_it_came(f", line {number}: a letter that cannot be kept")
        return decoded

    def _see_foot(self, line: bytes, count: int) -> None:
        try:
            foot = msgspec.json.decode(line.replace(b"],", b"{", 1), type=FileFoot)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise self._not_as_it_came(" is not whole: its end is missing") from error
        if foot.count != count or foot.sha256 != self._digest.hexdigest() or self._is_more():
            raise self._not_as_it_came(" is not as it was written: something in it differs")

    def _is_more(self) -> bool:
        return any(map(bytes.strip, iter(self._line, b"")))

    def _not_as_it_came(self, why: str) -> CannotDo:
        advice = "Use the file as “export” wrote it, or write it once more."
        return CannotDo(f"{self.path}{why}. {advice}")
