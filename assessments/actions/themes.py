"""Opening themes of a longer conversation into their elements, and leaving one shut."""

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.actions import log
from accounts.models import User
from assessments.actions.guard import Refused, writing
from assessments.models import Assessment, Example, FactorNote, Judgement, StepReview
from frameworks.models import Line
from pages.signatures import When
from record.choices import Length


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


def shut_theme(assessment: Assessment, theme: Line, *, by: User, at: When = None) -> Assessment:
    """Leave a theme's elements out this time. Raises NotOpen; Refused once one holds anything."""
    with writing(assessment, at=at) as now:
        refuse_while_put_right(assessment)
        if _holds_anything(assessment, theme):
            raise Refused(_("Something is written there already, so it stays open."))
        assessment.opened_themes.remove(theme)
        log("theme_shut", by=by, at=now, object_id=assessment.pk, service=assessment.service)
    return assessment


def refuse_while_put_right(assessment: Assessment) -> None:
    """Raise Refused where a finished conversation is only being put right."""
    if assessment.is_being_put_right:
        raise Refused(
            _(
                "This one is finished and only being put right. "
                "Start the next conversation for that."
            )
        )


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
