"""Write the words of what teams showed their organisation into a file."""

from functools import partial
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from export import handing_over
from export.actions import take_shown_file
from export.selectors import organisation_called
from pages.commands import OneLineCommand


class Command(OneLineCommand):
    """A lead's file, for whoever runs the site to hand to a lead."""

    help = (
        "Write the words of what teams show their organisation now to PATH, a new file that nobody "
        "else on this machine can read. There is no level in it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("organisation", metavar="ORGANISATION", help="what its addresses have")
        parser.add_argument("path", metavar="PATH", type=Path, help="a new file")
        forms = sorted(handing_over.TYPES)
        parser.add_argument("--as", dest="form", choices=forms, help="as PATH ends, else xlsx")

    def handle(self, *_args: Any, organisation: str, path: Path | str, **options: Any) -> None:
        provider = organisation_called(organisation)
        path = Path(path)
        form = handing_over.file_form(path, chosen=options["form"], otherwise="xlsx")
        write = partial(handing_over.write_shown, provider, form)
        handing_over.put_at(path, write, before=partial(take_shown_file, provider, by=None))
        if options["verbosity"]:
            self.stdout.write(f"Wrote {path}: what teams show {provider.name} today.")
