"""Erase again what a list says was erased."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from accounts.operations.erasures import read_list
from office.actions.erasing import erase_all_again
from pages.commands import OneLineCommand


class Command(OneLineCommand):
    """What a restore of an older copy does by itself."""

    help = (
        "Erase again every person, team, organisation and note on a list (erased.txt), and take "
        "out again the words that were taken out. “restore” does so by itself with the lists it "
        "finds; this is for a list that turns up later."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", metavar="LIST", type=Path, help="erased.txt")

    def handle(self, *_args: Any, path: Path | str, **_options: Any) -> None:
        counts = erase_all_again(read_list(Path(path)))
        parts = [f"{kind} {n}" for kind, n in sorted(counts.items()) if n]
        self.stdout.write(f"Erased again: {', '.join(parts) or 'nothing that was here'}.")
