"""Load and publish framework files."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management.base import CommandError
from django.db.utils import IntegrityError, OperationalError, ProgrammingError

from accounts.commands import OneLineCommand
from frameworks.actions import publish
from frameworks.documents import BadDocumentError, read


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
        """Publish file by file; stop at the first that cannot be used."""
        for path in options["files"] or shipped():
            try:
                written = publish(entries=read(path))
            except BadDocumentError as error:
                message = f"{path.name}: {error}"
                raise CommandError(message) from error
            except (OperationalError, ProgrammingError) as error:
                message = "The database is not ready: run “manage.py migrate” first, or try again."
                raise CommandError(message) from error
            except IntegrityError as error:
                message = f"{path.name} was loaded or taken into use just now: try again."
                raise CommandError(message) from error
            if options["verbosity"]:
                for framework in written:
                    self.stdout.write(f"Published {framework.slug} {framework.version}.")
                if not written:
                    self.stdout.write(f"{path.name}: nothing new.")


def shipped() -> list[Path]:
    """Return the files that come with Pizazz, in name order."""
    return sorted((Path(apps.get_app_config("frameworks").path) / "fixtures").glob("*.yaml"))
