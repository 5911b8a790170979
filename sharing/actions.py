"""Consent and sending: prepare, show to the team, send, take back.

Showing freezes the report; sending renders it once and stores the bytes. Rendering and mail
happen outside transactions; every change of state is one conditional UPDATE, so that two
managers, or one who presses twice, do it once. Source: design.md 3.8-3.10.
"""

import datetime as dt
import hashlib
import secrets
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions import record, tell
from accounts.models import Organisation, Service, User
from accounts.selectors import people_of, readers_of
from assessments.actions.guard import Refused, tidy
from assessments.models import Ask, Closure
from reports.content import SECTIONS, Options, Report, build_report
from reports.pdf import RenderError
from reports.render import report_pdf
from sharing.models import Share, ShareAsk, ShareFile, ShareOpen

# No letters or figures that are read as one another.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LONGEST = dt.timedelta(days=2 * 366)
State = Share.State


class Moved(Exception):
    """The share is in another state than the person saw; nothing was done."""


def prepare_share(
    *, service: Service, body: Organisation, by: User, at: dt.datetime | None = None
) -> Share:
    """Begin a share of a service with a commissioning body.

    Raises Refused when the body is none, or somebody of the team reads for it.
    """
    if body.kind != Organisation.Kind.COMMISSIONER:
        raise Refused(_("Choose a commissioning body from the list."))
    if people_of(service).filter(pk__in=readers_of(body).values("pk")).exists():
        raise Refused(_("Somebody of your team reads for this body, so it cannot be sent there."))
    now = at or timezone.now()
    for _attempt in range(20):
        try:
            with transaction.atomic():
                share = Share.objects.create(
                    reference=_reference(),
                    service=service,
                    body=body,
                    created_at=now,
                    created_by=by,
                )
                record(
                    "share_prepared",
                    by=by,
                    at=now,
                    object_id=share.pk,
                    service=service,
                    organisation=body,
                )
        except IntegrityError:
            continue
        return share
    message = "no free reference after twenty attempts"
    raise RuntimeError(message)


def choose(
    share: Share,
    *,
    by: User,
    seen: int | None = None,
    purpose: str | None = None,
    ends_on: dt.date | None = None,
    closures: Iterable[Closure] | None = None,
    sections: Iterable[str] | None = None,
    include_ours: bool | None = None,
    asks: Mapping[Ask, bool] | None = None,
    at: dt.datetime | None = None,
) -> Share:
    """Keep choices for a share being prepared; what is left out stays as it is.

    Raises Moved when it is no longer being prepared or changed since version `seen`; Refused for
    a day that is over or too far off, a section that is none, another team's conversations.
    """
    now = at or timezone.now()
    values: dict[str, Any] = {}
    if purpose is not None:
        values["purpose"] = tidy(purpose)
    if ends_on is not None:
        values["ends_on"] = _end(ends_on, now)
    if include_ours is not None:
        values["include_ours"] = include_ours
    if sections is not None:
        chosen = set(sections)
        if chosen - set(SECTIONS):
            raise Refused(_("Choose sections from the list."))
        values["sections"] = [section for section in SECTIONS if section in chosen]
    picked = None if closures is None else _own(share, closures)
    with transaction.atomic():
        _step(share, from_state=[State.DRAFT], seen=seen, **values)
        if picked is not None:
            share.closures.set(picked)
        for ask, included in (asks or {}).items():
            ShareAsk.objects.update_or_create(share=share, ask=ask, defaults={"included": included})
        record("share_chosen", by=by, at=now, object_id=share.pk, service=share.service)
    return share


def preview(share: Share, *, at: dt.datetime | None = None) -> Report:
    """Build the report exactly as its reader will see it. Raises Refused when choices miss."""
    _refuse_unready(share)
    return build_report(
        [closure.record for closure in share.closures.all()],
        options=Options(
            date=timezone.localdate(at),
            reference=share.reference,
            to=share.body.name,
            purpose=share.purpose,
            until=share.ends_on,
            sections=tuple(share.sections),
            asks=tuple(str(row.ask_id) for row in share.asks.filter(included=True)),
            include_ours=share.include_ours,
        ),
    )


def show_to_team(
    share: Share, *, by: User, seen: int | None = None, at: dt.datetime | None = None
) -> Share:
    """Freeze the exact copy and tell everybody in the team. Raises Refused and Moved."""
    now = at or timezone.now()
    document = preview(share, at=now).to_json()
    with transaction.atomic():
        _step(
            share,
            from_state=[State.DRAFT],
            seen=seen,
            state=State.SHOWN,
            document=document,
            digest=hashlib.sha256(document.encode()).hexdigest(),
            shown_at=now,
            shown_by=by,
        )
        _tell_team(share, "share_shown", at=now)
        record("share_shown", by=by, at=now, object_id=share.pk, service=share.service)
    return share


def change_first(share: Share, *, by: User, at: dt.datetime | None = None) -> Share:
    """Go back to preparing: the frozen copy is dropped, the team is told. Raises Moved."""
    now = at or timezone.now()
    with transaction.atomic():
        _step(
            share,
            from_state=[State.SHOWN, State.RENDER_FAILED],
            state=State.DRAFT,
            document="",
            digest="",
            shown_at=None,
            shown_by=None,
        )
        _tell_team(share, "share_changing", at=now)
        record("share_changing", by=by, at=now, object_id=share.pk, service=share.service)
    return share


def send(share: Share, *, by: User, at: dt.datetime | None = None) -> Share:
    """Send what was shown: make the PDF once, store it, let the body read it.

    Raises Moved when it is not waiting to be sent, Refused when its last day is over, RenderError
    when the PDF could not be made; then the share says so and can be sent again.
    """
    now = at or timezone.now()
    if share.state not in {State.SHOWN, State.RENDER_FAILED}:
        raise Moved
    if share.has_ended(timezone.localdate(now)):
        raise Refused(_("Its last day is over. Change the end date first."))
    try:
        content = report_pdf(Report.from_json(share.document))
    except RenderError:
        with transaction.atomic():
            _step(
                share,
                from_state=[State.SHOWN, State.RENDER_FAILED],
                seen=share.version,
                state=State.RENDER_FAILED,
            )
            record("share_not_made", by=by, at=now, object_id=share.pk, service=share.service)
        raise
    with transaction.atomic():
        _step(
            share,
            from_state=[State.SHOWN, State.RENDER_FAILED],
            seen=share.version,
            state=State.SENT,
            sent_at=now,
            sent_by=by,
        )
        ShareFile.objects.create(
            share=share,
            content=content,
            digest=hashlib.sha256(content).hexdigest(),
            size=len(content),
            made_at=now,
        )
        _tell_team(share, "share_sent", at=now)
        tell(
            readers_of(share.body),
            "share_received",
            service=share.service,
            organisation=share.body,
            object_id=share.pk,
            at=now,
        )
        record(
            "share_sent",
            by=by,
            at=now,
            object_id=share.pk,
            service=share.service,
            organisation=share.body,
        )
    return share


def take_back(share: Share, *, by: User, at: dt.datetime | None = None) -> Share:
    """End reading at once, at any time after it was shown or sent. Raises Moved."""
    now = at or timezone.now()
    with transaction.atomic():
        _step(
            share,
            from_state=[State.DRAFT, State.SHOWN, State.RENDER_FAILED, State.SENT],
            state=State.TAKEN_BACK,
            taken_back_at=now,
            taken_back_by=by,
        )
        _tell_team(share, "share_taken_back", at=now)
        record(
            "share_taken_back",
            by=by,
            at=now,
            object_id=share.pk,
            service=share.service,
            organisation=share.body,
        )
    return share


def record_open(share: Share, *, what: str, by: User, at: dt.datetime | None = None) -> ShareOpen:
    """Record that it was read or downloaded. Call before a byte goes out."""
    return ShareOpen.objects.create(share=share, user=by, what=what, at=at or timezone.now())


def _step(share: Share, *, from_state: list[str], seen: int | None = None, **values: Any) -> None:
    """Change the share in one conditional UPDATE. Raises Moved when it was elsewhere."""
    rows = Share.objects.filter(pk=share.pk, state__in=from_state)
    if seen is not None:
        rows = rows.filter(version=seen)
    if not rows.update(version=F("version") + 1, **values):
        raise Moved
    share.refresh_from_db()


def _own(share: Share, closures: Iterable[Closure]) -> list[Closure]:
    """Return them when each is the current record of a conversation of this team."""
    wanted = list(closures)
    current = set(Closure.objects.current().of(share.service).values_list("pk", flat=True))
    if any(closure.pk not in current for closure in wanted):
        raise Refused(_("Choose from your team's finished conversations."))
    return wanted


def _end(ends_on: dt.date, now: dt.datetime) -> dt.date:
    today = timezone.localdate(now)
    if ends_on <= today:
        raise Refused(_("Choose a last day after today."))
    if ends_on > today + LONGEST:
        raise Refused(_("Choose a last day within two years."))
    return ends_on


def asks_to_answer(share: Share) -> list[Ask]:
    """Return the asks of the chosen conversations, oldest first: each is asked about by itself."""
    ids = [
        factor.ask.id
        for closure in share.closures.all()
        for factor in closure.record.factors
        if factor.ask and factor.state != "gone"
    ]
    return list(Ask.objects.filter(pk__in=ids).order_by("asked_in__held_on", "pk"))


def _refuse_unready(share: Share) -> None:
    """Say which choice is missing, one at a time, in the order of the page."""
    if not share.closures.exists():
        raise Refused(_("Choose at least one finished conversation."))
    if not share.purpose:
        raise Refused(_("Say in a line why you send this now."))
    if share.ends_on is None:
        raise Refused(_("Choose the last day it can be read."))
    answered = set(share.asks.values_list("ask_id", flat=True))
    if any(ask.pk not in answered for ask in asks_to_answer(share)):
        raise Refused(_("Answer for each thing you ask of others: does it go with this or not?"))


def _tell_team(share: Share, kind: str, *, at: dt.datetime) -> None:
    tell(
        people_of(share.service),
        kind,
        service=share.service,
        organisation=share.body,
        object_id=share.pk,
        at=at,
    )


def _reference() -> str:
    drawn = "".join(secrets.choice(ALPHABET) for _place in range(6))
    return f"PZ-{drawn[:4]}-{drawn[4:]}"
