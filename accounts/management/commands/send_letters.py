"""Send the letters whose turn it is: for a timer, every few minutes."""

from typing import Any

from accounts.actions import send_due_letters
from pages.commands import OneLineCommand


class Command(OneLineCommand):
    help = "Send the letters that wait to go out, and say how many went."

    def handle(self, *_args: Any, **options: Any) -> None:
        count = send_due_letters()
        if options["verbosity"] > 0 and count:
            self.stdout.write(f"Letters sent: {count}.")
