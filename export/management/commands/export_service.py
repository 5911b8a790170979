"""Write everything that a team may read into a file."""

from functools import partial
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from export import handing_over
from export.actions import take_team_file
from export.selectors import team_called
from pages.commands import OneLineCommand


class Command(OneLineCommand):
    """For whoever runs the site, where a team's manager cannot."""

    help = (
        "Write everything that a team may read to PATH, a new file that nobody else on this "
        "machine can read. Everybody in the team is told."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "team", metavar="TEAM", help="what stands in its addresses: alder-house"
        )
        parser.add_argument("path", metavar="PATH", type=Path, help="a new file")
        forms = sorted(handing_over.TYPES)
        parser.add_argument("--as", dest="form", choices=forms, help="as PATH ends, else json")

    def handle(self, *_args: Any, team: str, path: Path | str, **options: Any) -> None:
        service = team_called(team)
        path = Path(path)
        form = handing_over.file_form(path, chosen=options["form"], otherwise="json")
        write = partial(handing_over.write_team, service, form)
        tell_team = partial(take_team_file, service, whole=form == "json", by=None)
        handing_over.put_at(path, write, before=tell_team)
        if options["verbosity"]:
            self.stdout.write(f"Wrote {path}. Everybody in the team of {service.name} is told.")
