"""Tell teams at nine in the morning that somebody would like a report to wait: for a timer."""

from typing import Any

from django.utils import timezone

from pages.commands import OneLineCommand
from sharing.actions import tell_waits


class Command(OneLineCommand):
    """Who would like a report to wait, without who."""

    help = (
        "From nine in the morning on, tell teams where somebody would like a report to wait. "
        "Run it every few minutes: it tells nothing twice."
    )

    def handle(self, *_args: Any, **options: Any) -> None:
        count = tell_waits(at=timezone.now())
        if options["verbosity"] > 0 and count:
            self.stdout.write(f"Teams told: {count}.")
