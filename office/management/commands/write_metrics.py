"""Write figures of the machine for a monitor."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from office.site import write
from pages.commands import OneLineCommand


class Command(OneLineCommand):
    """Whether it is ready, what waits, the last copy, free space; nothing of anybody."""

    help = "Write figures of this machine into a file that Prometheus's node exporter collects."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path, help="such as /var/lib/pizazz-metrics/pizazz.prom")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            write(options["path"])
        except OSError as error:
            raise CommandError(f"{options['path']} cannot be written: {error.strerror}.") from error
