"""Load and publish framework files."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management.base import CommandError
from django.db import transaction
from django.db.utils import IntegrityError

from frameworks.actions import publish
from frameworks.documents import BadDocumentError, read
from pages.commands import OneLineCommand


class Command(OneLineCommand):
    """Publish the frameworks in the given files, or those that come with Pizazz."""

    help = (
        "Check framework files and publish what is new in them. An unchanged framework is left "
        "alone; a published one that is in use is never changed."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take any number of files."""
        parser.add_argument(
            "files",
            nargs="*",
            type=Path,
            metavar="FILE",
            help="a framework in YAML; without one, all that come with Pizazz",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Publish all of the files, or none where one of them cannot be used."""
        told: list[str] = []
        try:
            with transaction.atomic():
                for path in options["files"] or shipped():
                    written = publish(entries=read(path))
                    told += [f"Published {each.slug} {each.version}." for each in written] or [
                        f"{path.name}: nothing new."
                    ]
        except BadDocumentError as error:
            message = f"{path.name}: {error}"
            raise CommandError(message) from error
        except IntegrityError as error:
            message = f"{path.name} was loaded or taken into use just now: try again."
            raise CommandError(message) from error
        if options["verbosity"]:
            self.stdout.write("\n".join(told))


def shipped() -> list[Path]:
    """Return the files that come with Pizazz, in name order."""
    return sorted((Path(apps.get_app_config("frameworks").path) / "fixtures").glob("*.yaml"))
