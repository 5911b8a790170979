"""Make anew what is derived from records, where an older release made it."""

from typing import Any

from assessments.sealing.seal import refresh_cards
from pages.commands import OneLineCommand


class Command(OneLineCommand):
    help = (
        "Make the short cards of kept records anew where an older release made them. The records "
        "themselves are not touched. `prepare` calls it."
    )

    def handle(self, *_args: Any, **options: Any) -> None:
        count = refresh_cards()
        if options["verbosity"] > 0:
            self.stdout.write(f"Cards made anew: {count}.")
