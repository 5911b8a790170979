"""A report of a place where one person works does not speak of a team."""

from typing import Any, TypeVar

import msgspec
from django.utils.translation import gettext as _

from record.words.phrases import Part
from reports.content.pieces import Own

Said = TypeVar("Said")


def said_by_one(said: Said) -> Said:
    """Return the same, whatever its kind, with what speaks of a team said otherwise.

    People's own words stay as they wrote them.
    """
    otherwise: Said = _otherwise(
        said,
        (
            (_("Kept within the team"), _("Kept here")),
            (_("kept within the team"), _("kept here")),
            (_("The team can take it back"), _("It can be taken back")),
            (_("the team’s own account"), _("the account of the one person who works here")),
        ),
    )
    return otherwise


def _otherwise(said: Any, phrases: tuple[tuple[str, str], ...]) -> Any:
    if isinstance(said, str):
        for team, one in phrases:
            said = said.replace(team, one)
        return said
    if isinstance(said, tuple):
        return tuple([_otherwise(each, phrases) for each in said])
    if isinstance(said, Own) or not isinstance(said, msgspec.Struct):
        return said
    if isinstance(said, Part) and said.words:
        return said
    changed = {}
    for name in said.__struct_fields__:
        changed[name] = _otherwise(getattr(said, name), phrases)
    return msgspec.structs.replace(said, **changed)
