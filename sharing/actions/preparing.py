"""Preparing a share: to whom, of which conversations, which parts, which asks, why, until when.

And preparing one like another: again, or along to a second body.
"""

import datetime as dt
import secrets
import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from dateutil.relativedelta import relativedelta
from django.db import IntegrityError, transaction
from django.db.models import F
from django.forms.models import model_to_dict
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Organisation, Service, User
from agreeing.actions import refuse_body
from assessments.actions import Refused
from assessments.models import Ask, Closure
from pages.database.at_once import one_at_a_time
from pages.signatures import When
from pages.words import tidy
from reports.content import SECTIONS
from reports.content.options import EXAMPLES, THEMES
from sharing.actions.guard import change_share, note_act
from sharing.models import Share, ShareAsk
from sharing.models.words import QUOTE_TEXTS
from sharing.report import asks_to_answer

# No letters or figures that are read as one another.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
YEARS = 2
DRAWS = 20


def prepare_share(
    *, service: Service, body: Organisation, by: User, key: uuid.UUID | None = None, at: When = None
) -> Share:
    """Begin a share of a service with a commissioning body.

    `key` is the submission key of the form, and becomes the share's: sent twice, it begins one.
    Raises Refused when the body is none, runs the service, or somebody of the team reads for it.
    """
    refuse_body(service, body)
    now = at or timezone.now()
    # One that nobody has chosen anything for yet is gone on with: Back brings the same page anew.
    drafts = Share.objects.filter(service=service, body=body, state=Share.State.DRAFT)
    if untouched := drafts.filter(version=0).first():
        return untouched
    for _draw in range(DRAWS):
        draft = Share.objects.filter(pk=key).first() if key else None
        if draft is not None:
            is_same = (draft.service_id, draft.body_id) == (service.pk, body.pk)
            if is_same and draft.is_being_prepared:
                return draft
            key = None  # the same form for another body or once more, or somebody else's key
        reference = draw_reference()
        if Share.objects.filter(reference=reference).exists():
            continue
        try:
            with transaction.atomic():
                share = Share.objects.create(
                    pk=key or uuid.uuid4(),
                    reference=reference,
                    service=service,
                    body=body,
                    created_at=now,
                    created_by=by,
                )
                note_act(share, "share_prepared", by=by, at=now)
        except IntegrityError:
            continue
        return share
    raise RuntimeError(f"no free reference after {DRAWS} draws")


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
    at: When = None,
    **share_words: Any,
) -> Share:
    """Keep choices for a share being prepared; what is left out stays as it is.

    `share_words`: fields of ShareWords.

    Raises Stale when it is no longer being prepared or changed since version `seen`; Refused for
    a day that is over or too far off, a section that is none, what is not this team's.
    """
    now = at or timezone.now()
    if ends_on is not None:
        refuse_day(ends_on, now)
    values: dict[str, Any] = {
        "purpose": None if purpose is None else tidy(purpose),
        "ends_on": ends_on,
        "include_ours": include_ours,
        "sections": None if sections is None else in_order(sections),
    }
    for name, value in share_words.items():
        values[name] = tidy(value) if isinstance(value, str) else value
    if "held" in values:
        values["held"] = sorted(values["held"])
    values = {name: value for name, value in values.items() if value is not None}
    values["follows"] = None  # from its first choice of its own it is by itself
    if closures is not None:
        closures = _of_this_team(share, closures)
    as_seen = {} if seen is None else {"version": seen}
    with transaction.atomic():
        change_share(share, states=[Share.State.DRAFT], values=values, **as_seen)
        if closures is not None:
            share.closures.set(closures)
        _answer(share, asks or {})
        for follower in share.followers.filter(state=Share.State.DRAFT):
            copy_choices(share, follower)
        note_act(share, "share_chosen", by=by, at=now)
    return share


def refuse_day(ends_on: dt.date, now: dt.datetime) -> None:
    today = timezone.localdate(now)
    if ends_on <= today:
        raise Refused(_("Choose a last day after today."))
    if ends_on > today + relativedelta(years=YEARS):
        raise Refused(_("Choose a last day within two years."))


def in_order(sections: Iterable[str]) -> list[str]:
    """Return the chosen sections in the order of the report. Raises Refused."""
    ticked = set(sections)
    if ticked - set(SECTIONS):
        raise Refused(_("Choose sections from the list."))
    if EXAMPLES in ticked and THEMES not in ticked:
        raise Refused(_("Our examples are in “theme by theme”: tick that too, or leave them."))
    return [section for section in SECTIONS if section in ticked]


def draw_reference() -> str:
    """Draw a reference such as PZ-7F3K-2M. What one may read never depends on knowing it."""
    letters = "".join(secrets.choice(ALPHABET) for _place in range(6))
    return f"PZ-{letters[:4]}-{letters[4:]}"


def _of_this_team(share: Share, closures: Iterable[Closure]) -> list[Closure]:
    """Return these closures. Raises Refused for one that is not its talk's current record."""
    candidates = list(closures)
    current_keys = set(Closure.objects.current().of(share.service).values_list("pk", flat=True))
    for closure in candidates:
        if closure.pk not in current_keys:
            raise Refused(_("Choose from your team’s finished conversations."))
    return candidates


def _answer(share: Share, asks: Mapping[Ask, bool]) -> None:
    if not asks:
        return
    offered = {ask.pk for ask in asks_to_answer(share)}
    for ask, included in asks.items():
        if ask.pk not in offered:
            raise Refused(_("Answer for what your team asks in these conversations."))
        ShareAsk.objects.update_or_create(share=share, ask=ask, defaults={"included": included})


# Not what is hard to say: that is said to one body, once.
ALIKE = (
    "purpose",
    "ends_on",
    "sections",
    "include_ours",
    "held",
    "held_marked",
    "say_who_else",
    "meet",
    "quotable",
    *QUOTE_TEXTS,
)


def copy_choices(source: Share, target: Share, *, without: frozenset[str] = frozenset()) -> None:
    """Give a share that is being prepared the choices of another of the same team."""
    values = model_to_dict(source, ALIKE, without)
    Share.objects.filter(pk=target.pk).update(version=F("version") + 1, **values)
    target.closures.set(source.closures.all())
    for row in source.asks.all():
        defaults = {"included": row.included}
        ShareAsk.objects.update_or_create(share=target, ask=row.ask, defaults=defaults)


# Why now, until when, and when to meet, are said anew each time.
ANEW = frozenset({"purpose", "ends_on", "meet"})


@transaction.atomic
def prepare_again(share: Share, *, by: User) -> Share:
    """Begin a share with the choices of one that was sent. Twice is as once. Raises Refused."""
    one_at_a_time(share.service)
    share.refresh_from_db()  # all of the team may have gone meanwhile
    draft = share.issued_anew.filter(state=Share.State.DRAFT).first()
    if draft is not None:
        return draft
    new_share = prepare_share(service=share.service, body=share.body, by=by)
    Share.objects.filter(pk=new_share.pk).update(again_of=share)
    copy_choices(share, new_share, without=ANEW)
    new_share.refresh_from_db()
    return new_share


def prepare_along(share: Share, body: Organisation, *, by: User) -> Share:
    """Begin a share with another body, which follows this one. Raises Refused."""
    draft = share.followers.filter(body=body).first()
    if draft is not None:
        return draft
    new_share = prepare_share(service=share.service, body=body, by=by)
    Share.objects.filter(pk=new_share.pk, version=0).exclude(pk=share.pk).update(follows=share)
    new_share.refresh_from_db()
    return new_share
