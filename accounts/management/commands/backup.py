"""Make a copy of everything."""

import datetime as dt
import re
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from accounts.actions import log
from accounts.operations.backup import PROVED, back_up
from accounts.operations.erasures import NAME, write_list
from pages.commands import CannotDo, OneLineCommand, count

OF_A_DAY = re.compile(r"pizazz-(\d{4}-\d\d-\d\d)T\d{6}\.sqlite3")
MOST_DAYS = 3650


class Command(OneLineCommand):
    help = (
        "Write a copy of everything to PATH, while Pizazz is running. In a folder the copy is "
        "named by its time, and copies older than --keep days are dropped when it is there."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", metavar="PATH", type=Path, help="a new file, or a folder")
        parser.add_argument(
            "--keep",
            type=count(MOST_DAYS),
            metavar="DAYS",
            help="in a folder: drop older copies (never)",
        )

    def handle(self, *_args: Any, path: Path | str, **options: Any) -> None:
        now = timezone.now()
        path = folder = Path(path)
        if path.is_dir():
            path = path / f"pizazz-{now:%Y-%m-%dT%H%M%S}.sqlite3"
        elif options["keep"] is not None:
            raise CommandError("--keep goes with a folder.", returncode=2)
        broken = back_up(path, at=now)
        if options["keep"] is not None:
            day = now.date() - dt.timedelta(days=options["keep"])
            drop_older(folder, day.isoformat())
        try:
            keep_lists(path.parent)
        finally:
            if not broken:
                log(PROVED, by=None, at=now)
        if broken:
            raise CommandError(f"{path} is whole, but not as it was sealed: {', '.join(broken)}.")
        if options["verbosity"]:
            self.stdout.write(f"Wrote {path}, and read it again: it is whole.")


def keep_lists(folder: Path) -> None:
    """Bring the list of what was erased up to now, on this machine and beside the copies.

    Raises CannotDo where one cannot be written; the other is.
    """
    sentences = []
    for place in (Path(settings.ERASED_LIST), folder / NAME):
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            write_list(place)
        except CannotDo as error:
            sentences.append(str(error))
        except OSError as error:
            sentences.append(f"{place} cannot be written: {error.strerror or error}.")
    if sentences:
        raise CannotDo(f"The copy is there and whole. {' '.join(sentences)}")


def drop_older(folder: Path, day: str) -> None:
    """Delete copies that were made before a day, by the name that this command gave them."""
    for path in folder.iterdir():
        match = OF_A_DAY.fullmatch(path.name)
        if match and match[1] < day:
            path.unlink(missing_ok=True)
