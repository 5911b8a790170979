"""Fill an empty database with the demo.

`seed_demo --json FILE` also plants teams whose every free text is one unmistakable word, and
writes what there is, for checks from outside:

    {"password": of every account,
     "accounts": [{"id", "email", "active", "roles": ["manager:SERVICE", "lead:ORGANISATION",
                   "reader:BODY", "staff", "person:EMAIL"]}],
     "objects": [{"model": "assessments.Closure", "id", "service": its slug or null,
                  "url": its own page or null, "urls": every address that names it, with what
                  it belongs to; some are refused in the state it is in}],
     "canaries": [{"word", "field": "assessments.Example.words", "service", "conversation": what
                   became of it, "who_may_see": [the roles of accounts that may ever see it]}]}

A role in `roles` and `who_may_see` is the same text. A page may print a word with a capital
letter or cut its end off, never its beginning: "zqx" and four digits. Names of teams and
organisations end in a word of their own, and more people see those: every manager sees the name of
every commissioning body, which a report could go to, and its own letters tell it.
"""

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from demo import large, people, world
from demo.canaries import plant
from demo.manifest import manifest
from frameworks.models import Framework
from frameworks.selectors import current_framework
from pages.commands import OneLineCommand, count
from reports.printing.pdf import RenderError
from sharing.models import Share


class Command(OneLineCommand):
    """Play the demo's stories through the real actions."""

    help = "Fill the database with the demo: two organisations, their teams and their stories."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take what is to be done when the demo is there, and whether to print its accounts."""
        parser.add_argument(
            "--if-empty",
            action="store_true",
            help="do nothing, quietly, when the database holds accounts or organisations",
        )
        parser.add_argument(
            "--print-accounts",
            action="store_true",
            help="print the accounts of the demo that is there already",
        )
        parser.add_argument(
            "--json",
            type=Path,
            metavar="FILE",
            help="plant unmistakable words too, and write accounts, objects and words to FILE",
        )
        large = parser.add_argument_group("instead of the demo, a large set made quickly")
        large.add_argument("--services", type=count(5000), metavar="N", help="how many services")
        large.add_argument(
            "--assessments",
            type=count(60),
            metavar="M",
            help="how many finished conversations each has (4)",
        )
        large.add_argument("--seed", type=int, metavar="S", help="what chance begins with (1)")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Refuse early, then seed."""
        if not settings.DEBUG:
            raise CommandError(
                "The demo is for trying out only: it needs PIZAZZ_DEBUG=True.", returncode=2
            )
        if problem := _contradiction(options):
            raise CommandError(problem, returncode=2)
        if options["services"]:
            self._fill(options)
        else:
            self._do(options)

    def _do(self, options: dict[str, Any]) -> None:
        there = people.demo_there()
        if there and options["print_accounts"]:
            self._print(people.account_lines())
            return
        if options["if_empty"] and people.anything_there():
            return
        if there:
            raise CommandError(
                "The demo is there already. Use an empty database to have it afresh."
            )
        self._seed(options["json"])
        if options["verbosity"]:
            self._print(people.account_lines())

    def _seed(self, file: Path | None) -> None:
        """Play the demo; for checks from outside also plant words and write what there is."""
        if file is not None and (file.is_dir() or not file.parent.is_dir()):
            raise CommandError(f"Cannot write {file}: name a file in a folder that exists.")
        framework, today = _framework(), timezone.localdate()
        with transaction.atomic():
            self._tell(world.seed(framework, today))
            if file is None:
                return
            try:
                words = plant(framework, today)
            except RenderError as error:
                raise CommandError(str(error)) from error
            try:
                file.write_text(json.dumps(manifest(words), indent=1) + "\n", encoding="utf-8")
            except OSError as error:
                raise CommandError(f"Cannot write {file}: {error.strerror or error}.") from error

    def _fill(self, options: dict[str, Any]) -> None:
        """Make a large set, and prove that its records agree."""
        if large.is_there():
            raise CommandError(
                "A large set is there already. Use an empty database to have another."
            )
        large.fill(
            _framework(),
            services=options["services"],
            talks=options["assessments"] or 4,
            seed=1 if options["seed"] is None else options["seed"],
            today=timezone.localdate(),
        )
        call_command("verify_closures", verbosity=options["verbosity"], stdout=self.stdout)
        if options["verbosity"]:
            self._print(large.account_lines())

    def _tell(self, shares: list[Share]) -> None:
        if any(share.state == Share.State.RENDER_FAILED for share in shares):
            self.stderr.write(
                "The demo's PDFs could not be made here (is Pango there?). "
                "Send the reports again from Alder House's page when it is."
            )

    def _print(self, lines: list[str]) -> None:
        for line in lines:
            self.stdout.write(line)


def _contradiction(options: dict[str, Any]) -> str:
    """Say in one line which arguments do not go together."""
    if not options["services"]:
        if options["if_empty"] and options["json"]:
            return "--if-empty and --json do not go together."
        lonely = [name for name in ("assessments", "seed") if options[name] is not None]
        return f"--{lonely[0]} goes with --services." if lonely else ""
    with_demo = [name for name in ("if_empty", "print_accounts", "json") if options[name]]
    if with_demo:
        return f"--{with_demo[0].replace('_', '-')} goes with the demo, not with --services."
    return ""


def _framework() -> Framework:
    try:
        return current_framework()
    except Framework.DoesNotExist as error:
        raise CommandError(str(error)) from error
