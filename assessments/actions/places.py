"""Where a line is placed, its first thought kept; which themes are opened into elements."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.actions import log
from accounts.models import User
from assessments.actions.factors import name_factor_inside
from assessments.actions.guard import Refused, refuse_while_put_right, stay_open, writing
from assessments.models import Assessment, Difference, Example, FactorNote, Judgement, StepReview
from assessments.models.row import following
from frameworks.models import Level, Line
from pages.database.at_once import Stale
from pages.signatures import When
from pages.words import tidy
from record.choices import Length, Status, WhyDiffers

# One of several views: a level or none, a finer place in it or none, words.
View = tuple[Level | None, int | None, str]


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen for a line: a status, with level (and a finer place 1-5) when placed."""

    status: str = ""
    level: Level | None = None
    finer: int | None = None

    @property
    def values(self) -> dict[str, Any]:
        return {"status": self.status, "level": self.level, "finer": self.finer}


def place(
    assessment: Assessment,
    line: Line,
    choice: Choice,
    *,
    by: User,
    seen: int | None = None,
    change: str = "",
    status_words: str = "",
    views: tuple[View, ...] = (),
    moved_because: str = "",
    why_differs: str = "",
    recast: Choice | None = None,
    at: When = None,
) -> Judgement:
    """Place a line for the team.

    `seen` is the version the person read (0 for none yet); `change` says of a saved place that
    is now another: "slip" corrects the first thought, "moved" keeps it. `views` are kept as
    several when the status is *differs*. `status_words` answers the question that the status
    asks; for *not ours* it becomes an obstacle that needs someone else.
    Raises Refused (another framework's level or line; changed without saying which; a reason
    there is not), Stale when somebody else placed it differently, NotOpen, AlreadySaved.
    """
    _refuse_impossible(assessment, line, choice, views, recast)
    if why_differs and why_differs not in WhyDiffers.values:
        raise Refused(_("Choose one of the reasons, or none."))
    with writing(assessment, at=at) as now:
        stay_open(assessment, [line])
        judgement, created = Judgement.objects.get_or_create(
            contribution_id=assessment.team_id, line=line, defaults={"changed_by": by}
        )
        newer = not created and seen is not None and judgement.version != seen
        if newer and not _stands_there(judgement, choice):
            raise Stale(judgement)
        if change == "slip" and not _stands_there(judgement, choice):
            judgement.moved_because = ""  # what moved it told of a move that was none
        _set_place(judgement, choice, change)
        _set_words(judgement, tidy(status_words), tidy(moved_because), joined=newer)
        if why_differs or not newer:
            judgement.why_differs = why_differs
            then = recast if recast and why_differs == WhyDiffers.SEEN_CLEARLY else Choice()
            judgement.recast_level, judgement.recast_finer = then.level, then.finer
        judgement.version += 1
        judgement.changed_by = by
        judgement.save()
        _keep_views(judgement, choice, views, now, joined=newer)
        if choice.status == Status.NOT_OURS and tidy(status_words):
            name_factor_inside(
                assessment,
                kind="obstacle",
                words=status_words,
                reach="someone_else",
                lines=[line],
                at=now,
            )
        log("placed", by=by, at=now, object_id=judgement.pk, service=assessment.service)
    return judgement


def keep_both(
    assessment: Assessment,
    line: Line,
    choice: Choice,
    *,
    by: User,
    words: str = "",
    views: tuple[View, ...] = (),
) -> Judgement:
    """Keep a place that met somebody else's as a second view: both are safe.

    `words` are those that go with `choice` where it is another answer than a card; `views` those
    of somebody who saw several.
    """
    _refuse_impossible(assessment, line, choice, views, None)
    with writing(assessment) as now:
        judgement = Judgement.objects.get(contribution_id=assessment.team_id, line=line)
        added = list(views) or [_as_view(choice.status, choice.level, choice.finer, words)]
        if judgement.status != Status.DIFFERS:
            theirs = (judgement.status, judgement.level, judgement.finer, judgement.status_words)
            added.insert(0, _as_view(*theirs))
        _add_views(judgement, added, now)
        judgement.status, judgement.level, judgement.finer = Status.DIFFERS.value, None, None
        judgement.status_words = ""
        judgement.why_differs, judgement.recast_level, judgement.recast_finer = "", None, None
        judgement.version += 1
        judgement.changed_by = by
        judgement.save()
        log("kept_both", by=by, at=now, object_id=judgement.pk, service=assessment.service)
    return judgement


def enough_for_today(assessment: Assessment, line: Line, *, enough: bool, by: User) -> Judgement:
    """Mark a line as enough for today, or as to come back to. People say it, nothing counts it."""
    with writing(assessment):
        judgement, _created = Judgement.objects.update_or_create(
            contribution_id=assessment.team_id,
            line=line,
            defaults={"enough_for_today": enough, "changed_by": by},
        )
    return judgement


def open_theme(assessment: Assessment, *themes: Line, by: User, at: When = None) -> Assessment:
    """Open themes into their elements; each keeps its own place. Raises NotOpen, Refused."""
    for theme in themes:
        if theme.framework_id != assessment.framework_id or theme.kind != Line.Kind.THEME:
            raise Refused(_("That theme is not part of this conversation. Choose one on the list."))
    with writing(assessment, at=at) as now:
        refuse_while_put_right(assessment)
        Assessment.objects.filter(pk=assessment.pk).update(length=Length.MORE)
        assessment.opened_themes.add(*themes)
        log("theme_opened", by=by, at=now, object_id=assessment.pk, service=assessment.service)
    assessment.refresh_from_db()
    return assessment


def shut_theme(assessment: Assessment, theme: Line, *, by: User) -> Assessment:
    """Leave a theme's elements out this time. Raises NotOpen; Refused once one holds anything."""
    with writing(assessment) as now:
        refuse_while_put_right(assessment)
        if _holds_anything(assessment, theme):
            raise Refused(_("Something is written there already, so it stays open."))
        assessment.opened_themes.remove(theme)
        log("theme_shut", by=by, at=now, object_id=assessment.pk, service=assessment.service)
    return assessment


def _stands_there(judgement: Judgement, choice: Choice) -> bool:
    there = (judgement.status, judgement.level_id, judgement.finer)
    return there == (choice.status, getattr(choice.level, "pk", None), choice.finer)


def _set_place(judgement: Judgement, choice: Choice, change: str) -> None:
    """Set the place; keep or correct the first thought."""
    had_one = bool(judgement.status)
    if had_one and not _stands_there(judgement, choice) and change not in {"slip", "moved"}:
        raise Refused(_("You had placed this before. Was that a slip, or has it moved?"))
    for name, value in choice.values.items():
        setattr(judgement, name, value)
        if not judgement.first_status or not had_one or change == "slip":
            setattr(judgement, f"first_{name}", value)


def _as_view(status: str, level: Level | None, finer: int | None, words: str) -> View:
    """Return an answer as one of several views: the other answers are said in words."""
    if level is None and status and status != Status.DIFFERS:
        words = ": ".join(filter(None, [str(Status(status).label), tidy(words)]))
    return level, finer, words


def _set_words(judgement: Judgement, words: str, moved_because: str, *, joined: bool) -> None:
    """Set what goes with a place; `joined`: somebody else gave the same answer meanwhile."""
    there = judgement.status_words if joined else ""
    judgement.status_words = _together(there, words, joined=joined)
    judgement.moved_because = _together(judgement.moved_because, moved_because, joined=joined)


def _together(theirs: str, mine: str, *, joined: bool) -> str:
    """Return both where somebody else has just said theirs; else mine, if there is any."""
    if joined and theirs and mine and theirs != mine:
        return f"{theirs}\n{mine}"
    return mine or theirs


def _keep_views(
    judgement: Judgement, choice: Choice, views: Iterable[View], now: dt.datetime, *, joined: bool
) -> None:
    """Keep several views as several; a line that is placed again has none.

    `joined`: somebody else gave views meanwhile; theirs stay and new ones come to them.
    """
    several = choice.status == Status.DIFFERS
    there = set()
    if joined and several:
        there = {(view.level, view.words) for view in judgement.differences.select_related("level")}
    new_views = []
    for level, finer, words in views:
        if (level or words.strip()) and (level, tidy(words)) not in there:
            new_views.append((level, finer, words))
    if not several or (new_views and not joined):
        judgement.differences.all().delete()
    _add_views(judgement, new_views, now)


def _add_views(judgement: Judgement, views: Iterable[View], now: dt.datetime) -> None:
    rows = []
    for number, (level, finer, words) in enumerate(views, start=1):
        order = following(Difference, places=number, judgement=judgement)
        about = {"level": level, "finer": finer, "words": tidy(words)}
        rows.append(Difference(judgement=judgement, at=now, order=order, **about))
    Difference.objects.bulk_create(rows)


def _refuse_impossible(
    assessment: Assessment,
    line: Line,
    choice: Choice,
    views: tuple[View, ...],
    recast: Choice | None,
) -> None:
    """Refuse what a hand-made form could send: other frameworks, half a place."""
    parts: list[Line | Level | None] = [line, choice.level, recast.level if recast else None]
    finer_places = [choice.finer]
    for level, finer, _words in views:
        parts.append(level)
        finer_places.append(finer)
    if {part.framework_id for part in parts if part} != {assessment.framework_id}:
        raise Refused(_("That is not part of this conversation’s framework. Choose from the page."))
    if (choice.status == Status.PLACED) != (choice.level is not None):
        raise Refused(_("Choose one of the cards, or one of the other answers."))
    if not set(finer_places) <= {None, 1, 2, 3, 4, 5}:
        raise Refused(_("Choose one of the five finer places, or none."))


def _holds_anything(assessment: Assessment, theme: Line) -> bool:
    """Say whether anything is placed on, or said of, an element of a theme."""
    here = {"lines__theme": theme, "removed_at": None}
    rows = Judgement.objects.filter(contribution=assessment.team_id, line__theme=theme)
    return (
        rows.filter(~Q(status="") | Q(enough_for_today=True)).exists()
        or Example.objects.filter(contribution=assessment.team_id, **here).exists()
        or FactorNote.objects.filter(assessment=assessment, **here).exists()
        or StepReview.objects.filter(assessment=assessment, **here).exists()
    )
