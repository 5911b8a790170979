"""*Please wait*: said without a name, shown the next morning at nine, answered by a manager.

Nothing here writes an event, a time or a letter when somebody says it (ADR 24).
"""

import datetime as dt

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions import Stale, untell
from accounts.models import User
from assessments.actions import Refused
from assessments.models.order import following
from pages.words import tidy
from sharing.actions.guard import note_act, tell_team
from sharing.models import Share, WaitAnswer, Waits
from sharing.models.waiting import in_letters_order, worth_printing

# Where fewer could have said it, it can be guessed who did.
FEW = 4


def could_be_guessed(share: Share) -> bool:
    """Say whether so few are in the team, besides who manages it, that one may guess."""
    live = share.service.memberships.filter(role="contributor", ended_on=None, user__is_active=True)
    return live.count() < FEW


def ask_to_wait(
    share: Share,
    *,
    by: User,
    seen: str,
    words: str = "",
    role: str = "",
    at: dt.datetime | None = None,
) -> bool:
    """Say that this copy should wait; return False where this person said so before.

    Args:
        seen: the digest of the copy this person looked at.
        role: signs it as somebody who would like to talk first; else it is unsigned.

    Raises Stale where that copy does not wait to be sent any more.
    """
    now = at or timezone.now()
    with transaction.atomic():
        waits = _held(share)
        if not Share.objects.filter(pk=share.pk, digest=seen).exists():
            raise Stale
        token = waits.token_of(by)
        if token in waits.tokens:
            return False
        said = {
            "day": timezone.localdate(now).isoformat(),
            "words": tidy(words),
            "role": tidy(role),
        }
        Waits.objects.filter(pk=share.pk).update(
            tokens=sorted([*waits.tokens, token]), said=in_letters_order([*waits.said, said])
        )
    return True


def answer_waits(
    share: Share, *, words: str, seen: str, by: User, at: dt.datetime | None = None
) -> WaitAnswer:
    """Answer those who would like it to wait; the team is told. Said twice, it is one answer.

    Raises Refused for an answer without words; Stale where something else can be seen than what
    was `seen` (Waits.mark_of), or the copy does not wait to be sent any more.
    """
    now = at or timezone.now()
    if not tidy(words):
        raise Refused(_("Write a line: the team reads it, and whoever would like it to wait."))
    with transaction.atomic():
        waits = _held(share)
        last = share.wait_answers.last()
        visible = waits.can_be_seen(now)
        if not visible and last and (last.by_id, last.words) == (by.pk, tidy(words)):
            return last
        if not visible or waits.mark_of(now) != seen:
            raise Stale
        Waits.objects.filter(pk=share.pk).update(
            said=[each for each in waits.said if each not in visible]
        )
        Share.objects.filter(pk=share.pk).update(asked_at=None, asked_by=None)
        answer = WaitAnswer.objects.create(
            share=share,
            words=tidy(words),
            said=worth_printing(visible),
            at=now,
            by=by,
            order=following(WaitAnswer, share=share),
        )
        untell("share_wait", share.pk, at=now)
        tell_team(share, "share_wait_answered", by=by, at=now)
        note_act(share, "share_wait_answered", by=by, at=now)
    return answer


def refuse_while_waiting(share: Share) -> None:
    """Refuse to send while something is unanswered, seen or not. Call it in a transaction.

    Whoever says so in the same moment comes before this, or finds the copy gone.
    """
    if _held(share).said:
        raise Refused(
            _(
                "It was not sent: somebody of the team would like it to wait. What they said can "
                "be read on its page from nine in the morning, and you can answer it there."
            )
        )


def drop_waits(share: Share) -> None:
    """Let go of everything that was said to a copy, when it is sent, changed or put away."""
    Waits.objects.filter(pk=share.pk).delete()
    WaitAnswer.objects.filter(share=share).delete()
    untell("share_wait", share.pk)
    untell("share_wait_answered", share.pk)


def tell_waits(*, at: dt.datetime) -> int:
    """Tell teams what can be seen since this morning; return of how many copies. Twice is once."""
    today = timezone.localdate(at)
    count = 0
    for waits in Waits.objects.select_related("share__service__organisation", "share__body"):
        if not waits.are_new(at):
            continue
        with transaction.atomic():
            as_seen = Waits.objects.filter(pk=waits.pk, told_on=waits.told_on)
            if as_seen.update(told_on=today):
                tell_team(waits.share, "share_wait", at=at)
                count += 1
    return count


def _held(share: Share) -> Waits:
    """Return what was said to a copy, held until the transaction is over. Raises Stale: gone."""
    rows = Waits.objects.filter(pk=share.pk)
    if not rows.update(key=F("key")):
        raise Stale
    return rows.get()
