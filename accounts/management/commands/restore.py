"""Put a copy back."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from accounts.operations.restore import restore
from pages.commands import OneLineCommand


class Command(OneLineCommand):
    help = (
        "Put a copy that “backup” made in the place of the database. What is cut, damaged, of "
        "another application or of a newer release is refused, and nothing is changed then."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", metavar="PATH", type=Path, help="the copy")
        parser.add_argument(
            "--moving",
            action="store_true",
            help="the copy is of this minute: letters that wait go on waiting (move_to says so)",
        )

        parser.add_argument(
            "--erased",
            type=Path,
            metavar="LIST",
            help="one more list of what was erased since, besides those that are found",
        )

    def handle(self, *_args: Any, path: Path | str, **options: Any) -> None:
        stamp = f"{timezone.now():%Y-%m-%dT%H%M%S}"
        moving, list_path = options["moving"], options["erased"]
        sentences = restore(Path(path), stamp=stamp, moving=moving, list_path=list_path)
        if options["verbosity"]:
            self.stdout.write("\n".join(["Restored.", *sentences]))
