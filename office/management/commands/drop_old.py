"""Drop what has had its time, kind by kind."""

from typing import Any

from django.utils import timezone

from office.personal_data.retention import drop_all_that_is_over
from pages.commands import OneLineCommand
from pages.database.one_by_one import NotAllDone


class Command(OneLineCommand):
    help = (
        "Drop everything that has had its time, as docs/for-buyers/retention.md says: drafts, kept "
        "forms, letters, notices, invitations, events and so on. Run it every night."
    )

    def handle(self, *_args: Any, **_options: Any) -> None:
        try:
            self._say(drop_all_that_is_over(timezone.now()))
        except NotAllDone as error:
            self._say(error.counts)
            raise

    def _say(self, counts: dict[str, int]) -> None:
        self.stdout.write(" ".join(f"{name} dropped: {n}." for name, n in counts.items()))
