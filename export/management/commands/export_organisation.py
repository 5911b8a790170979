"""Write the whole of an organisation into a file, to move house."""

from functools import partial
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from export import handing_over
from export.actions import take_organisation_file
from export.selectors import organisation_called
from pages.commands import OneLineCommand


class Command(OneLineCommand):
    """By whoever runs the site only: there is no page for it."""

    help = (
        "Write an organisation and everything its teams may read to PATH, a new file that nobody "
        "else on this machine can read, for “import_service” on another site. Every team is told."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("organisation", metavar="ORGANISATION", help="what its addresses have")
        parser.add_argument("path", metavar="PATH", type=Path, help="a new file")

    def handle(self, *_args: Any, organisation: str, path: Path | str, **options: Any) -> None:
        provider = organisation_called(organisation)
        tell_teams = partial(take_organisation_file, provider)
        write = partial(handing_over.write_organisation, provider)
        handing_over.put_at(Path(path), write, before=tell_teams)
        if options["verbosity"]:
            self.stdout.write(f"Wrote {path}. Every team of {provider.name} is told.")
