"""Files as they leave: for a browser, or where a command was told to put them."""

import io
import os
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import IO

from accounts.models import Organisation, Service
from accounts.operations.preparing import part_beside, private_file
from assessments.selectors.teller import is_by_one
from export.file.writing import as_it_is, file_of_organisation, file_of_team, snapshot
from export.selectors import kept_records, shown_records, teams_shown
from export.words import sheets
from export.words.rows import NamesNow, own_rows, shown_rows
from pages.commands import CannotDo

TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
}


def file_form(path: Path, *, chosen: str | None, otherwise: str) -> str:
    """Return as what a file is written: as was chosen, else as its name ends."""
    ending = path.suffix.removeprefix(".").lower()
    return chosen or (ending if ending in TYPES else otherwise)


def write_team(service: Service, form: str, file: IO[bytes]) -> None:
    """Write everything that a team may read (json), or the words of what it finished."""
    with snapshot(large=False) as alias:
        service = as_it_is(service, alias)
        if form == "json":
            for part in file_of_team(service, alias):
                file.write(part)
            return
        with closing(kept_records(service)) as records:  # it may be told by the first of them
            by_one = is_by_one(service, (record.occasion for record in records))
        names = NamesNow({str(service.pk): service.name}, kept_records(service))
        rows = list(own_rows(kept_records(service), names, by_one=by_one))
    # A sheet takes longer to write than its rows to read: nobody waits for it.
    sheets.write_rows(form, rows, file)


def write_shown(organisation: Organisation, form: str, file: IO[bytes]) -> None:
    """Write the words of what teams show their organisation now."""
    with snapshot(large=False):
        teams = {str(team.pk): team.name for team in teams_shown(organisation)}
        names = NamesNow(teams, (record for record, _by_one in shown_records(organisation)))
        # As it is read: a thousand teams are more than fits into memory.
        sheets.write_rows(form, shown_rows(shown_records(organisation), names), file)


def write_organisation(organisation: Organisation, file: IO[bytes]) -> None:
    with snapshot(large=True) as alias:
        for part in file_of_organisation(as_it_is(organisation, alias), alias):
            file.write(part)


def content_of(write: Callable[[IO[bytes]], None]) -> bytes:
    file = io.BytesIO()
    write(file)
    return file.getvalue()


def put_at(path: Path, write: Callable[[IO[bytes]], None], *, before: Callable[[], object]) -> None:
    """Write a file that nobody else on this machine can read, under its name once it is whole.

    `before`: what is done when it is written and before it has its name. Raises CannotDo; nothing
    is left then.
    """
    there = CannotDo(f"{path} is there already, and nothing is written over. Name another file.")
    if path.exists() or path.is_symlink():
        raise there
    if not path.parent.is_dir():
        raise CannotDo(f"There is no folder {path.parent}. Make it first.")
    part = part_beside(path)
    try:
        with private_file(part) as file:
            write(file)
        before()
        os.link(part, path)  # unlike a rename, never over one that came meanwhile
    except FileExistsError as error:
        raise there from error
    except OSError as error:
        raise CannotDo(f"{path} cannot be written: {error.strerror or error}.") from error
    finally:
        part.unlink(missing_ok=True)
