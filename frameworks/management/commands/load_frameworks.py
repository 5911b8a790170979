"""Load and publish framework files."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management.base import CommandError
from django.db import transaction
from django.db.utils import IntegrityError

from frameworks.actions import add_companion, publish
from frameworks.files.documents import BadDocumentError, as_entries, read_yaml
from pages.commands import OneLineCommand


class Command(OneLineCommand):
    """Publish the frameworks in the given files, or those that come with Pizazz."""

    help = (
        "Check framework files and publish what is new in them. An unchanged framework is left "
        "alone; a published one that is in use is never changed."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "files",
            nargs="*",
            type=Path,
            metavar="FILE",
            help="a framework in YAML; without one, all that come with Pizazz",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Publish all of the files, or none where one of them cannot be used."""
        lines: list[str] = []
        try:
            with transaction.atomic():
                for path in options["files"] or [*shipped(), *shipped_beside()]:
                    lines += _load(path)
        except BadDocumentError as error:
            raise CommandError(f"{path.name}: {error}") from error
        except IntegrityError as error:
            raise CommandError(
                f"{path.name} was loaded or taken into use just now: try again."
            ) from error
        if options["verbosity"]:
            self.stdout.write("\n".join(lines))


def _load(path: Path) -> list[str]:
    """Publish a framework file, or add what comes beside one; say what was done."""
    document, lines = read_yaml(path), []
    if not isinstance(document, dict):
        for framework in publish(entries=as_entries(document)):
            lines.append(f"Published {framework.slug} {framework.version}.")
    elif added := add_companion(document=document):
        lines.append(f"Added {added.kind} of {added.subject}.")
    return lines or [f"{path.name}: nothing new."]


def shipped() -> list[Path]:
    """Return the frameworks that come with Pizazz, in name order."""
    return sorted(_fixtures().glob("*.yaml"))


def shipped_beside() -> list[Path]:
    """Return the links and glosses that come beside them, in name order."""
    return sorted((_fixtures() / "beside").glob("*.yaml"))


def _fixtures() -> Path:
    return Path(apps.get_app_config("frameworks").path) / "fixtures"
