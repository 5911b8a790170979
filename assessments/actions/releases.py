"""Showing a finished conversation to the team's own organisation."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from accounts.actions import log, one_at_a_time, withdraw_notice
from accounts.models import User
from accounts.selectors import leads_of, people_of
from assessments.actions.asks import tell_asked
from assessments.models import AgencyRelease, Closure
from pages.signatures import When
from record.choices import AskedOf


def decide_release(closure: Closure, *, is_shown: bool, by: User, at: When = None) -> AgencyRelease:
    """Answer whether the organisation sees this one. A later answer replaces an earlier one.

    The answer is about the conversation: what was shown of it under an earlier number (before
    something was put right) is replaced too. The same answer once more changes nothing.
    """
    now = at or timezone.now()
    service = closure.assessment.service
    with transaction.atomic():
        one_at_a_time(closure.assessment)
        live = AgencyRelease.objects.filter(
            closure__assessment=closure.assessment_id,
            organisation=service.organisation,
            taken_back_at=None,
        )
        same = live.filter(closure=closure, shown=is_shown).first()
        if same:
            return same
        live.update(taken_back_at=now, taken_back_by=by)
        _withdraw_from_leads(closure, at=now)
        release = AgencyRelease.objects.create(
            closure=closure,
            organisation=service.organisation,
            shown=is_shown,
            decided_at=now,
            decided_by=by,
        )
        if is_shown:
            leads = leads_of(service.organisation)
            tell_asked(leads, closure.assessment, [AskedOf.ORGANISATION], at=now)
        act = "shown_to_organisation" if is_shown else "kept_from_organisation"
        log(act, by=by, at=now, object_id=closure.pk, service=service)
    return release


def take_back_release(release: AgencyRelease, *, by: User, at: When = None) -> AgencyRelease:
    """Stop showing it to the organisation, at once."""
    now = at or timezone.now()
    with transaction.atomic():
        rows = AgencyRelease.objects.filter(pk=release.pk, taken_back_at=None)
        if rows.update(taken_back_at=now, taken_back_by=by):
            _withdraw_from_leads(release.closure, at=now)
            log(
                "taken_back_from_organisation",
                by=by,
                at=now,
                object_id=release.closure_id,
                service=release.closure.assessment.service,
            )
    release.refresh_from_db()
    return release


def _withdraw_from_leads(closure: Closure, *, at: dt.datetime) -> None:
    """Take back what leads were told, where a conversation is shown to them no longer."""
    assessment = closure.assessment
    team = set(people_of(assessment.service))
    leads = [lead for lead in leads_of(assessment.service.organisation) if lead not in team]
    withdraw_notice("asked", assessment.pk, people=leads, at=at)
