"""Move everything to another database."""

from typing import Any

from django.core.management.base import CommandParser

from accounts.operations.backup import move
from pages.commands import OneLineCommand


class Command(OneLineCommand):
    help = (
        "Copy everything to a new database, SQLite or PostgreSQL, and prove that every row is the "
        "same there. Nothing changes here. Stop Pizazz first."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("url", metavar="DATABASE_URL", help="the new one")

    def handle(self, *_args: Any, url: str, **options: Any) -> None:
        sums = move(url)
        if options["verbosity"]:
            rows = sum(table.rows for table in sums.values())
            self.stdout.write(
                f"{rows} rows in {len(sums)} tables are the same there. People sign in again. "
                "Now write the new DATABASE_URL where the old one stands."
            )
