"""Make the PDFs that wait: for a timer, should the service itself have been killed."""

from typing import Any

from pages.commands import OneLineCommand
from reports.printing.queue import make_waiting


class Command(OneLineCommand):
    help = "Make the PDFs that people wait for, and say how many there were."

    def handle(self, *_args: Any, **options: Any) -> None:
        count = make_waiting()
        if options["verbosity"] > 0 and count:
            self.stdout.write(f"PDFs made: {count}.")
