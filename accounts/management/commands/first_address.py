"""Print the address at which the first person comes in."""

from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils.formats import date_format

from accounts.actions import first_address, link_of
from pages.commands import OneLineCommand


class Command(OneLineCommand):
    """Make the address anew; the one before stops working."""

    help = (
        "Print an address at which the first person makes their account and organisation. It works "
        "once, for seven days. Nobody needs it once somebody is in."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--if-empty",
            action="store_true",
            help="say nothing where somebody is in already, and the same again while it is valid",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        invitation = first_address(anew=not options["if_empty"])
        if invitation is None:
            if options["if_empty"]:
                return
            raise CommandError("Somebody is in already: from now on people ask each other in.")
        day = date_format(invitation.valid_until, "j F Y")
        self.stdout.write(f"Nobody is in yet. Until {day} the first person comes in here, once:")
        self.stdout.write(link_of(invitation))
