"""Freezes the demo's first story for the public example."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from demo.freezing import freeze, printed
from example import frozen
from pages.commands import OneLineCommand


class Command(OneLineCommand):
    """Write the files of the example anew."""

    help = "Play the demo without keeping it, and freeze Alder House for the public example."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--day", type=dt.date.fromisoformat, metavar="YYYY-MM-DD")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Play, freeze, undo; then write."""
        if not settings.DEBUG:
            raise CommandError(
                "The example is frozen where Pizazz is developed: it needs PIZAZZ_DEBUG=True.",
                returncode=2,
            )
        example = freeze(options["day"] or timezone.localdate())
        frozen.WORDS.write_bytes(frozen.as_bytes(example))
        frozen.PDF.write_bytes(printed(example))
        if options["verbosity"]:
            self.stdout.write(
                f"{example.service} stands in {frozen.FOLDER.name}/ as of {example.day}."
            )
