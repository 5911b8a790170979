"""Bring in what another installation wrote."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils.formats import date_format

from assessments.models import Closure
from export.file.importing import bring_in
from pages.commands import OneLineCommand


class Command(OneLineCommand):
    """All of it, each record proved, or nothing."""

    help = (
        "Read a file that “export_service”, “export_organisation” or a team's page wrote (JSON) "
        "into this site, and prove each record by its SHA-256. What is here already is refused."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", metavar="PATH", type=Path, help="the file")

    def handle(self, *_args: Any, path: Path | str, **options: Any) -> None:
        teams = bring_in(Path(path))
        if not options["verbosity"]:
            return
        for team in teams:
            count = 0
            rows = Closure.objects.of(team).in_order().only("number", "held_on", "digest")
            for closure in rows.iterator():
                day = date_format(closure.held_on, "j F Y")
                self.stdout.write(f"{team.name}, {day}, no. {closure.number}: {closure.digest}")
                count += 1
            place = f"{team.name} is here, at /s/{team.slug}/."
            self.stdout.write(f"{place} Records, each as it was sealed: {count}.")
        self.stdout.write(
            "Nobody is in a team yet. Whoever leads the organisation asks its managers in; where "
            "nobody leads it here, ask the first lead in on “This site”."
        )
