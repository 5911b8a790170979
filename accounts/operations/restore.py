"""Putting a copy back, on either database, whole or not at all."""

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connection, transaction
from django.utils import timezone
from django.utils.translation import ngettext

from accounts.models import Letter, Organisation, User
from accounts.operations import erasures, files, tables
from accounts.operations.preparing import (
    is_empty,
    make_tables,
    part_beside,
    private_file,
    refresh_statistics,
    room_for_a_copy,
)
from accounts.operations.tables import (
    connected,
    manage,
    patiently,
    served_file,
    url_of,
    with_beside,
)
from pages.commands import CannotDo
from pages.database.readiness import missing_migrations


def restore(
    path: Path, *, stamp: str, moving: bool = False, list_path: Path | None = None
) -> list[str]:
    """Put a copy in the place of the database that DATABASE_URL names.

    What was erased since is erased again before it is put there; `list_path`: one more list of it.
    `moving`: the copy was made this minute, to go on from it: letters that wait go on waiting.
    On SQLite the file of before is kept beside, under its name and `stamp`; on PostgreSQL the
    database has to be a new one, so that the one of before stays as it is. Returns what whoever
    runs the site should know, in sentences. Raises CannotDo; nothing was changed then.
    """
    label = files.check_copy(path)
    sentences = [f"{path}: {label}."]
    served = served_file()
    erased_since, warnings = ([], []) if moving else _erased_since(path, served, list_path)
    sentences += warnings
    if served is None:
        sentences += _into_server(path, erased_since)
    else:
        sentences += _into_file(path, served, stamp, erased_since)
    connection.close()
    refresh_statistics()
    if moving:
        return sentences
    return [*sentences, *_hold_letters()]


def _erased_since(
    copy: Path, served: Path | None, list_path: Path | None
) -> tuple[list[erasures.ErasureLine], list[str]]:
    """Return what was erased since by the lists that are found; a sentence where none is."""
    before = erasures.in_file(served)
    near = [Path(settings.ERASED_LIST), copy.parent / erasures.NAME]
    lists = [path for path in near if path.exists()]
    if list_path:
        lists.append(list_path)
    lines = set(before or set())
    for path in lists:
        lines |= erasures.read_list(path)
    if before is None and not lists:
        return [], [NO_LIST.replace("{name}", str(copy.parent / erasures.NAME))]
    return erasures.not_yet_erased(lines, erasures.in_file(copy) or set()), []


NO_LIST = (
    "No list of what was erased since was found ({name}). If anybody was erased after the copy was "
    "made, find it and type: manage.py erase_again LIST"
)


def _hold_letters() -> list[str]:
    """Let no letter go out that waited when the copy was made: it may have gone out since."""
    count = Letter.objects.waiting().exclude(next_try_at=None).update(withdrawn_at=timezone.now())
    if not count:
        return []
    words = ngettext(
        "%(n)d letter waited when the copy was made. It is not sent: it may be out since.",
        "%(n)d letters waited when the copy was made. They are not sent: they may be out since.",
        count,
    )
    return [words % {"n": count}]


def _into_file(
    path: Path, served: Path, stamp: str, erased_since: list[erasures.ErasureLine]
) -> list[str]:
    """Bring a file beside the one that is served up to this release, then let it take its name."""
    if served.is_dir():
        raise CannotDo(f"{served} is a folder. Name a file in it in DATABASE_URL.")
    _refuse_open(served)
    part = part_beside(served)
    sentences = []
    try:
        _copy_bytes(path, part)
        sentences += _bring_up(part, erased_since)
        _refuse_open(served)  # somebody came meanwhile: what they save would go to the old one
        if served.exists() and served.stat().st_size:
            before = served.with_name(f"{served.name}.before-{stamp}")
            for old, target in zip(with_beside(served), with_beside(before), strict=True):
                if old.exists():
                    old.rename(target)
            sentences.append(f"What was there before is {before}.")
        part.replace(served)
    finally:
        for path_beside in with_beside(part):
            path_beside.unlink(missing_ok=True)
    return sentences


def _into_server(path: Path, erased_since: list[erasures.ErasureLine]) -> list[str]:
    """Fill a PostgreSQL database that is new, in one transaction, and prove every row."""
    patiently()
    if is_empty():
        make_tables()
    if missing_migrations():
        manage("migrate", "--noinput")
    if User.objects.exists() or Organisation.objects.exists():
        raise CannotDo(
            "This database holds people already, and nothing is written over. Make a new one, as "
            "docs/operations.md says, and name it in DATABASE_URL."
        )
    with room_for_a_copy() as folder:
        scratch = folder / "copy.sqlite3"
        _copy_bytes(path, scratch)
        sentences = _bring_up(scratch, erased_since)
        with connected(url_of(scratch)) as copy, transaction.atomic():
            put_in_place(copy, DEFAULT_DB_ALIAS)
        return sentences


def put_in_place(copy: str, target: str) -> None:
    """Put every row of one database in the place of all of another, and prove each.

    In a transaction of the target. Raises CannotDo where a row is not the same there.
    """
    tables.clear(target)
    sums = tables.copy(copy, target)
    if sentence := tables.difference(sums, tables.sums(target)):
        raise CannotDo(sentence)


def _copy_bytes(path: Path, part: Path) -> None:
    """Copy the file's bytes, for nobody else on this machine to read."""
    try:
        with path.open("rb") as old, private_file(part) as new:
            shutil.copyfileobj(old, new, 1024 * 1024)
    except OSError as error:
        raise CannotDo(
            f"{error.filename or part} cannot be read or written: {error.strerror or error}."
        ) from error


def _bring_up(part: Path, erased_since: list[erasures.ErasureLine]) -> list[str]:
    """Migrate a copy of an older release, take away what only a copy has, and what was erased.

    Before it is served anywhere: there is no moment in which somebody who was erased is back.
    """
    with closing(sqlite3.connect(part, isolation_level=None)) as file:
        file.execute(f"DROP TABLE IF EXISTS {files.LABEL}")
    if files.migrations_to_come(part):
        manage("migrate", "--noinput", url=url_of(part))
    if not erased_since:
        return []
    list_path = part.with_name(f"{part.name}.{erasures.NAME}")
    try:
        list_path.write_text(erasures.as_lines(erased_since), encoding="utf-8")
        return [manage("erase_again", str(list_path), url=url_of(part))]
    finally:
        list_path.unlink(missing_ok=True)


def _refuse_open(served: Path) -> None:
    if readers := _who_has_open(served):
        raise CannotDo(
            f"Pizazz is running (process {readers[0]} has {served} open). "
            "Type: systemctl stop pizazz"
        )


def _who_has_open(path: Path) -> list[int]:
    """Return the processes of ours that have a file open, as Linux tells it; elsewhere none."""
    if not path.exists():
        return []
    paths = set(map(str, with_beside(path.resolve())))
    numbers = []
    for process in Path("/proc").glob("[0-9]*"):
        if int(process.name) == os.getpid():
            continue
        try:
            links = {str(link.readlink()) for link in (process / "fd").iterdir()}
        except OSError:  # gone, or somebody else's
            continue
        if links & paths:
            numbers.append(int(process.name))
    return sorted(numbers)
