"""Send a letter to oneself."""

import re
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser

from accounts.operations.mail import send_test_letter
from pages.commands import OneLineCommand


class Command(OneLineCommand):
    help = "Send a letter to ADDRESS, your own, to see that mail goes out."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("address", metavar="ADDRESS", help="your own")

    def handle(self, *_args: Any, address: str, **options: Any) -> None:
        if not re.fullmatch(r"[^\s@]+@[^\s@]+", address):
            raise CommandError(f"{address} is no address to write to.")
        send_test_letter(address)
        if options["verbosity"]:
            host = settings.EMAIL_HOST
            self.stdout.write(f"{host} took a letter for {address}. See that it arrives.")
