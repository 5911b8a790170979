"""Take away the second steps of somebody who has lost them all."""

from typing import Any

from django.core.management.base import CommandError, CommandParser

from accounts.models import User
from accounts.signing_in.second_step import forget_steps
from pages.commands import OneLineCommand


class Command(OneLineCommand):
    """For the last who runs the site; all others are helped on its pages."""

    help = "Take every second step of somebody away; they are told, and choose anew."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("address", metavar="ADDRESS", help="the e-mail they sign in with")

    def handle(self, *_args: Any, address: str, **_options: Any) -> None:
        person = User.objects.filter(email__iexact=address).first()
        if person is None:
            raise CommandError(f"Nobody signs in as {address!r}.")
        if not forget_steps(person, by=None):
            raise CommandError(f"{person.email} has no second step.")
        self.stdout.write(f"{person.email} signs in without a second step now, and is told so.")
