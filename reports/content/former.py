"""Lines that the latest conversation's framework does not have: told with the one they are of."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from record.document import Record
from reports.content.conversations import framework_name
from reports.content.rows import RowText


def former_rows(records: Sequence[Record], rows: Sequence[RowText]) -> dict[str, list[RowText]]:
    """Return former rows by the name of the framework they were last told in."""
    names = {record.occasion.id: framework_name(record) for record in records}
    found: dict[str, list[RowText]] = {}
    for row in rows:
        if row.former:
            found.setdefault(names[row.marks[-1].occasion], []).append(row)
    return found


def former_title(framework: str) -> str:
    """Head them: true whether the team has left that framework or will take it up again."""
    return _("What we looked at with {framework}").format(framework=framework)
