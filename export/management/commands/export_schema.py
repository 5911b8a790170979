"""Print the JSON Schema of a file of everything."""

import json
from typing import Any

from export.file.shapes import schema
from pages.commands import OneLineCommand


class Command(OneLineCommand):
    """`docs/export.schema.json` is what this prints, and a test holds it to that."""

    help = "Print the JSON Schema of the files that “export_service” and the others write."

    def handle(self, *_args: Any, **_options: Any) -> None:
        self.stdout.write(json.dumps(schema(), indent=1, sort_keys=True, ensure_ascii=False))
