"""Write a service's own copy as a PDF."""

import tempfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from accounts.models import Service
from pages.commands import OneLineCommand, refuse_to_replace
from reports.content import Report
from reports.printing.pdf import RenderError
from reports.printing.render import report_pdf
from reports.selectors import kept_conversations, own_report


class Command(OneLineCommand):
    help = "Write a service's journey, its own copy that is not shared, as a PDF."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", metavar="SERVICE_SLUG", help="the service, as in its address")
        parser.add_argument(
            "--output", required=True, type=Path, metavar="FILE", help="where to write the PDF"
        )

    def handle(self, *_args: Any, slug: str, output: Path | str, **options: Any) -> None:
        output = Path(output)  # call_command hands over what it was given
        if output.is_dir() or not output.parent.is_dir():
            raise CommandError(f"Cannot write {output}: name a file in a folder that exists.")
        report = _report(slug)
        try:
            content = report_pdf(report)
        except RenderError as error:
            raise CommandError(str(error)) from error
        try:
            _write(output, content)
        except OSError as error:
            raise CommandError(f"Cannot write {output}: {error.strerror or error}.") from error
        if options["verbosity"]:
            self.stdout.write(f"Wrote {output}.")


def _report(slug: str) -> Report:
    """Return the service's own copy as of today, or say in a line why there is none."""
    service = Service.objects.filter(slug=slug).first()
    report = own_report(service, kept_conversations(service)) if service else None
    if service is None:
        raise CommandError(f"There is no service with the slug {slug!r}.")
    if report is None:
        raise CommandError(f"{slug} has no finished conversation yet.")
    return report


def _write(output: Path, content: bytes) -> None:
    """Write the whole file or nothing, for nobody else on this machine to read."""
    refuse_to_replace(output)
    with tempfile.NamedTemporaryFile(dir=output.parent, prefix=".journey-", delete=False) as part:
        path = Path(part.name)
        try:
            part.write(content)
            part.close()
            path.replace(output)
        except OSError:
            path.unlink(missing_ok=True)
            raise
