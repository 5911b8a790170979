"""The days: when what was shown may go, and *please wait*, said without a name (ADR 24).

That is shown the next morning at nine and answered by a manager; nothing here writes an event, a
time or a letter when somebody says it.
"""

import datetime as dt

from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions import has_manager, withdraw_notice
from accounts.models import Notice, Service, User
from accounts.models.service import has_one_person
from accounts.selectors import people_of
from agreeing.actions import why_not_to
from assessments.actions import Refused
from assessments.models.row import following
from pages.database.at_once import Stale
from pages.database.one_by_one import one_by_one
from pages.signatures import When
from pages.words import isolated, tidy
from record.words.days import day
from sharing.actions.guard import (
    MAY_GO,
    may_say_asked,
    may_send,
    note_act,
    tell_about_share,
    tell_team,
)
from sharing.actions.preparing import refuse_day
from sharing.models import Share, WaitAnswer, Waits
from sharing.models.waiting import in_letters_order, printable_wishes
from sharing.report import current_closures
from sharing.selectors import waits_of

# Where fewer could have said it, it can be guessed who did.
FEW = 4


def could_be_guessed(share: Share) -> bool:
    """Say whether so few are in the team, besides who manages it, that one may guess."""
    live = share.service.memberships.active().filter(role="contributor")
    return live.count() < FEW


def ask_to_wait(
    share: Share, *, by: User, seen: str, words: str = "", role: str = "", at: When = None
) -> bool:
    """Say that this copy should wait; return False where this person said so before.

    Args:
        seen: the digest of the copy this person looked at.
        role: signs it as somebody who would like to talk first; else it is unsigned.

    Raises Stale where that copy does not wait to be sent any more.
    """
    now = at or timezone.now()
    with transaction.atomic():
        waits = _locked_waits(share)
        if not Share.objects.filter(pk=share.pk, digest=seen).exists():
            raise Stale
        token = waits.token_of(by)
        if token in waits.tokens:
            return False
        today = timezone.localdate(now).isoformat()
        wish = {"day": today, "words": tidy(words), "role": tidy(role)}
        tokens, wishes = sorted([*waits.tokens, token]), in_letters_order([*waits.said, wish])
        Waits.objects.filter(pk=share.pk).update(tokens=tokens, said=wishes)
    return True


def answer_waits(share: Share, *, words: str, seen: str, by: User, at: When = None) -> WaitAnswer:
    """Answer those who would like it to wait; the team is told. Said twice, it is one answer.

    Raises Refused for an answer without words; Stale where something else can be seen than what
    was `seen` (Waits.mark_of), or the copy does not wait to be sent any more.
    """
    now = at or timezone.now()
    if not tidy(words):
        raise Refused(_("Write a line: the team reads it, and whoever would like it to wait."))
    with transaction.atomic():
        waits = _locked_waits(share)
        last = share.wait_answers.last()
        visible = waits.visible(now)
        if not visible and last and (last.by_id, last.words) == (by.pk, tidy(words)):
            return last
        if not visible or waits.mark_of(now) != seen:
            raise Stale
        rest = [wish for wish in waits.said if wish not in visible]
        Waits.objects.filter(pk=share.pk).update(said=rest)
        Share.objects.filter(pk=share.pk).update(asked_at=None, asked_by=None)
        answer = WaitAnswer.objects.create(
            share=share,
            words=tidy(words),
            said=printable_wishes(visible),
            at=now,
            by=by,
            order=following(WaitAnswer, share=share),
        )
        withdraw_notice("share_wait", share.pk, at=now)
        tell_team(share, "share_wait_answered", by=by, at=now)
        note_act(share, "share_wait_answered", by=by, at=now)
    return answer


def refuse_while_waiting(share: Share) -> None:
    """Refuse to send while something is unanswered, seen or not. Call it in a transaction.

    Whoever says so in the same moment comes before this, or finds the copy gone.
    """
    if _locked_waits(share).said:
        raise Refused(
            _(
                "It was not sent: somebody of the team would like it to wait. What they said can "
                "be read on its page from nine in the morning, and you can answer it there."
            )
        )


def drop_waits(share: Share) -> None:
    Waits.objects.filter(pk=share.pk).delete()
    WaitAnswer.objects.filter(share=share).delete()
    withdraw_notice("share_wait", share.pk)
    withdraw_notice("share_wait_answered", share.pk)


def tell_waits(*, at: dt.datetime) -> int:
    """Tell teams what can be seen since this morning; return of how many copies. Twice is once."""
    today = timezone.localdate(at)

    def tell_wait(waits: Waits) -> bool:
        as_seen = Waits.objects.filter(pk=waits.pk, told_on=waits.told_on)
        if not waits.has_new(at) or not as_seen.update(told_on=today):
            return False
        tell_team(waits.share, "share_wait", at=at)
        return True

    rows = Waits.objects.select_related("share__service__organisation", "share__body")
    return one_by_one(rows, tell_wait)


def tell_may_go(at: dt.datetime) -> int:
    """Tell who may send a copy, or say that the team was asked, that its day has come: once.

    Where something is in the way, nothing is told, nor where nobody had to wait.
    """
    due = Share.objects.filter(state=Share.State.SHOWN, may_go_on__lte=timezone.localdate(at))
    notices = Notice.objects.filter(kind=MAY_GO, object_id=OuterRef("pk"))
    due = due.filter(~Exists(notices.filter(created_at__gte=OuterRef("shown_at"))))
    rows = due.select_related("service__organisation", "body")
    return one_by_one(rows, lambda share: _tell_may_go(share, at))


def _tell_may_go(share: Share, at: dt.datetime) -> bool:
    rows = Notice.objects.filter(kind=MAY_GO, object_id=share.pk)
    was_told = rows.filter(created_at__gte=share.shown_at).exists()
    if was_told or share.was_of_one or in_the_way(share, at):
        return False
    senders = []
    for person in people_of(share.service):
        if may_send(person, share) or may_say_asked(person, share):
            senders.append(person)
    tell_about_share(share, senders, MAY_GO, path=share.get_absolute_url(), at=at)
    return True


def _locked_waits(share: Share) -> Waits:
    """Return what was said to a copy, held until the transaction is over. Raises Stale: gone."""
    rows = Waits.objects.filter(pk=share.pk)
    if not rows.update(key=F("key")):
        raise Stale
    return rows.get()


def first_day(service: Service, at: dt.datetime) -> dt.date:
    """Return the first day on which a copy may go that is shown now: whole days lie before it."""
    today = timezone.localdate(at)
    if has_one_person(service):
        return today
    return today + dt.timedelta(days=service.organisation.days_to_read + 1)


def named_day(share: Share, may_go_on: dt.date | None, at: dt.datetime) -> dt.date:
    """Return the day from which it may go. Raises Refused for one too early or too late."""
    first = first_day(share.service, at)
    if may_go_on is None or has_one_person(share.service):
        may_go_on = first
    if may_go_on < first:
        too_early = _("The team needs whole days to read it: name {day} or a later day.")
        raise Refused(too_early.format(day=day(first)))
    if share.ends_on is not None:
        refuse_day(share.ends_on, at)
        if may_go_on > share.ends_on:
            too_late = _(
                "It can be read until {last}, so it cannot go on {day} or later. Name an earlier "
                "day, or change until when it can be read."
            )
            raise Refused(too_late.format(last=day(share.ends_on), day=day(may_go_on)))
    return may_go_on


def in_the_way(share: Share, at: dt.datetime) -> str:
    """Say why a copy that the team was shown cannot be sent now, or nothing: as a page may say it.

    What was said since nine this morning is not in it: only who sends learns of that.
    """
    why = why_not_to(share.service, share.body)
    if why:
        return why
    if share.has_ended(timezone.localdate(at)):
        return _("Its last day is over. Change the end date first.")
    if not has_manager(share.service):
        words = _("Nobody looks after {team} just now, so nothing can be sent.")
        return words.format(team=isolated(share.service.name))
    return why_stale(share) or not_yet(share, at) or _waits(share, at)


def why_stale(share: Share) -> str:
    current_keys = set(current_closures(share).values_list("pk", flat=True))
    if current_keys != set(share.closures.values_list("pk", flat=True)):
        return _(
            "A conversation in it was put right since this copy was made. So it cannot be sent as "
            "it is: change it first, and look at it anew."
        )
    if share.was_of_one and not has_one_person(share.service):
        return _(
            "It says that one person works here, and there are more now. So it cannot be sent as "
            "it is: change it first, then show it to the team."
        )
    return ""


def not_yet(share: Share, at: dt.datetime) -> str:
    """Say on which day it can be sent at the earliest, while that is still to come."""
    if share.may_go_on is None or share.may_go_on <= timezone.localdate(at):
        return ""
    words = _("It can be sent on {day} at the earliest. Until then the team reads it.")
    return words.format(day=day(share.may_go_on))


def _waits(share: Share, at: dt.datetime) -> str:
    waits = waits_of(share)
    if waits and waits.visible(at):
        return _(
            "Somebody of the team would like it to wait. It cannot be sent until a manager has "
            "answered on its page and the team has had a day to read the answer."
        )
    answer = share.wait_answers.last()
    if answer is None or answer.readable_until <= at:
        return ""
    until = timezone.localtime(answer.readable_until)
    moment = _("{time} on {day}").format(day=day(until.date()), time=f"{until:%H:%M}")
    words = _("The team can read the manager’s answer until {moment}. It can be sent then.")
    return words.format(moment=moment)
