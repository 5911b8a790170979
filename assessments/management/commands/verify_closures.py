"""Prove that every record is as it was sealed."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.utils import OperationalError, ProgrammingError

from assessments.models import Closure
from assessments.sealing.verify import problems


class Command(BaseCommand):
    help = (
        "Prove that every kept record is as it was sealed: its SHA-256, canonical form, readings, "
        "card, levels and numbers. Prints a line for each problem and ends with 1."
    )

    def handle(self, *_args: Any, **_options: Any) -> None:
        wrong = False
        try:
            for problem in problems():
                wrong = True
                self.stderr.write(problem)
            count = Closure.objects.count()
        except (OperationalError, ProgrammingError) as error:
            message = "The database is not ready: run “manage.py migrate” first, or try again."
            raise CommandError(message) from error
        if wrong:
            sys.exit(1)
        self.stdout.write("1 record agrees." if count == 1 else f"{count} records agree.")
