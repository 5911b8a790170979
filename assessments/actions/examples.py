"""What makes a team say so. New words are new rows and never conflict."""

import datetime as dt
import uuid
from collections.abc import Iterable

from django.db.models import Q, QuerySet, prefetch_related_objects
from django.utils.translation import gettext as _

from accounts.actions import log
from accounts.models import User
from assessments.actions.guard import Refused, change, writing
from assessments.models import Assessment, Example
from frameworks.models import Line
from pages.database.prepared import Prepared
from pages.database.prepared_writes import PreparedInsert
from pages.words import tidy

NO_LINE = uuid.UUID(int=0)

_Pointing = Example.lines.through
_ADD = PreparedInsert(Example, among="contribution")
_POINT = PreparedInsert(_Pointing)


def add_example(
    assessment: Assessment,
    *,
    words: str,
    by: User,
    lines: Iterable[Line] = (),
    kind: str = "",
    happened_on: dt.date | None = None,
    link: str = "",
    key: uuid.UUID | None = None,
    at: dt.datetime | None = None,
) -> Example:
    """Add an example for none, one or several lines.

    The first on a line becomes the team's line for it. The same words of the same lines again are
    the example that is there: a browser's Back fills them into a form drawn anew. Raises Refused
    without words, NotOpen, AlreadySaved.
    """
    words = tidy(words)
    if not words:
        raise Refused(_("Write an example first. One line is plenty."))
    lines = list(dict.fromkeys(lines))
    with writing(assessment, key=key, at=at) as now:
        first = lines[0] if lines else None
        met = list(_MET.rows(assessment.team_id, words, first.pk if first else NO_LINE))
        known = _known(met, words, lines)
        if known:
            details = {"kind": kind, "happened_on": happened_on, "link": link}
            given = {name: value for name, value in details.items() if value}
            if given:
                change(known, seen=None, **given)
            return known
        if first and any(row.team_line_id == first.pk for row in met):
            first = None
        example = Example(
            contribution_id=assessment.team_id,
            words=words,
            kind=kind,
            happened_on=happened_on,
            link=link,
            team_line=first,
            added_at=now,
            added_by_id=by.pk,
        )
        _ADD(example)
        for line in lines:
            _POINT(_Pointing(example_id=example.pk, line_id=line.pk))
        log("example_added", by=by, at=now, object_id=example.pk, service=assessment.service)
    return example


def _met(team: uuid.UUID, words: str, first: uuid.UUID) -> QuerySet[Example]:
    """Return the examples in these very words, and the one that is the team's line for `first`."""
    same = Q(words=words) | Q(team_line=first)
    return Example.objects.filter(same, contribution=team, removed_at=None).only(
        "words", "team_line"
    )


_MET = Prepared(_met, uuid.UUID, str, uuid.UUID)


def _known(met: list[Example], words: str, lines: list[Line]) -> Example | None:
    """Return the example in these very words about these very lines, or None."""
    about = {line.pk for line in lines}
    same = [row for row in met if row.words == words]
    prefetch_related_objects(same, "lines")
    for row in same:
        if {line.pk for line in row.lines.all()} == about:
            return row
    return None
