"""Prepare a release: once, before it is served."""

from functools import partial
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError, CommandParser

from accounts.operations.preparing import prepare, refuse_unprepared
from pages.commands import OneLineCommand


class Command(OneLineCommand):
    help = (
        "Make the tables of this release, the cache's, the frameworks, the static files and the "
        "database's statistics. Once for each release, on each machine; several at once are safe."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="only say whether it was done; changes nothing"
        )
        parser.add_argument(
            "--anew", action="store_true", help="an empty database is right, though there was one"
        )
        parser.add_argument(
            "--demo", action="store_true", help="for trying out: with the demo, where it is empty"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["demo"] and not settings.DEBUG:
            raise CommandError(
                "The demo is for trying out only: it needs PIZAZZ_DEBUG=True.", returncode=2
            )
        demo = partial(call_command, "seed_demo", if_empty=True, print_accounts=True)
        first = partial(call_command, "first_address", if_empty=True)
        if options["check"]:
            refuse_unprepared()
        else:
            prepare(anew=options["anew"], then=demo if options["demo"] else first)
