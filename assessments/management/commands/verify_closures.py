"""Prove that every record is as it was sealed."""

import sys
from typing import Any

from assessments.models import Closure
from assessments.sealing.verify import no_longer_provable, problems
from pages.commands import OneLineCommand


class Command(OneLineCommand):
    help = (
        "Prove that every kept record is as it was sealed: its SHA-256, canonical form, readings, "
        "card, levels and numbers. Prints a line for each problem and ends with 1."
    )

    def handle(self, *_args: Any, **_options: Any) -> None:
        wrong = False
        for problem in problems():
            wrong = True
            self.stderr.write(problem)
        for sentence in no_longer_provable():
            self.stdout.write(sentence)
        count = Closure.objects.filter(assessment__service__practice_of=None).count()
        if wrong:
            sys.exit(1)
        self.stdout.write("1 record agrees." if count == 1 else f"{count} records agree.")
