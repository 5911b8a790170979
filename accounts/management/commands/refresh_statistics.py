"""Let the database count its rows anew."""

from typing import Any

from accounts.operations.preparing import refresh_statistics
from pages.commands import OneLineCommand


class Command(OneLineCommand):
    help = "Let the database count its rows, so that it finds the short way. Run it every night."

    def handle(self, *_args: Any, **_options: Any) -> None:
        refresh_statistics()
