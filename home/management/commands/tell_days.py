"""Tell what comes up by itself: for a timer, once a day."""

from typing import Any

from django.utils import timezone

from home.actions import tell_days
from pages.commands import OneLineCommand


class Command(OneLineCommand):
    """Days to talk again, reports that end, letters of a week."""

    help = (
        "Tell teams of the day to talk again that they chose, managers of reports that end in two "
        "weeks, and on Mondays who wants one letter a week what is new. Run it every night."
    )

    def handle(self, *_args: Any, **options: Any) -> None:
        count = tell_days(at=timezone.now())
        if options["verbosity"] > 0 and count:
            self.stdout.write(f"Things told: {count}.")
