"""What makes a team say so. New words are new rows and never conflict."""

import datetime as dt
import uuid
from collections.abc import Iterable

from django.utils.translation import gettext as _

from accounts.actions import log
from accounts.models import User
from assessments.actions.guard import Refused, change, writing
from assessments.models import Assessment, Contribution, Example
from assessments.models.order import following
from frameworks.models import Line
from pages.words import tidy


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
    lines = list(lines)
    with writing(assessment, key=key, at=at) as now:
        team = assessment.team
        known = _known(team, words, lines)
        if known:
            details = {"kind": kind, "happened_on": happened_on, "link": link}
            given = {name: value for name, value in details.items() if value}
            if given:
                change(known, seen=None, **given)
            return known
        first = lines[0] if lines else None
        if first and team.examples.filter(team_line=first, removed_at=None).exists():
            first = None
        example = Example.objects.create(
            contribution=team,
            words=words,
            kind=kind,
            happened_on=happened_on,
            link=link,
            team_line=first,
            added_at=now,
            order=following(Example, contribution=team),
            added_by=by,
        )
        example.lines.set(lines)
        log("example_added", by=by, at=now, object_id=example.pk, service=assessment.service)
    return example


def _known(team: Contribution, words: str, lines: list[Line]) -> Example | None:
    """Return the example in these very words about these very lines, or None."""
    about = {line.pk for line in lines}
    for row in team.examples.filter(words=words, removed_at=None).prefetch_related("lines"):
        if {line.pk for line in row.lines.all()} == about:
            return row
    return None
