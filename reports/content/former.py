"""Lines that the latest conversation's framework does not have: told with the one they are of."""

from collections.abc import Sequence

import msgspec
from django.utils.translation import gettext as _

from record.document import Record
from record.words.apart import one_by_one
from record.words.phrases import Sentence, own_words
from reports.content.conversations import framework_name
from reports.content.pieces import names
from reports.content.rows import RowText

FORMER = "former-"  # what the code of such a group begins with


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


def said_of_all(rows: Sequence[RowText]) -> tuple[tuple[Sentence, ...], list[RowText]]:
    """Say once, after the rows, what several of them would say in the same words.

    Returns:
        What is said of which rows, and the rows with the team's words alone; nothing and the same
        rows where no two say the same.
    """
    said: dict[Sentence, list[str]] = {}
    worded = []
    for row in rows:
        worded.append(msgspec.structs.replace(row, worded=True))
        words = own_words(row.words.words if row.words else "").plain
        for told in row.sentences:
            for each in one_by_one(told.without(words)):
                said.setdefault(each, []).append(row.name)
    if all(len(lines) == 1 for lines in said.values()):
        return (), list(rows)
    shared = []
    for each, lines in said.items():
        of_all = len(lines) == len(rows)
        shared.append(each if of_all else names("{names}: ", lines, starts=True).then(each))
    return tuple(shared), worded
