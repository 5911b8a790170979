"""The outbox: a letter is written in the transaction of an act, and goes out after it.

A post office that is away, hangs or refuses holds up nobody: a letter is tried again with growing
gaps. Whoever takes one up holds it for some minutes, so that two workers do not send it twice.
"""

import datetime as dt
import logging
import re
import threading
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from smtplib import SMTPRecipientsRefused
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import connection, transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from accounts.getting_in.roles import told_to
from accounts.models import Invitation, Letter, Organisation, Service, User
from accounts.models.invitation import VALID_DAYS
from accounts.models.user import NO_MAILBOX
from accounts.signing_in.links import MADE_NOW, link_made_now
from pages.words import isolated_inside

logger = logging.getLogger(__name__)

# After the first try, the second and so on; after the last it is given up, and said so.
GAPS = [dt.timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720, 1440, 1440)]
# Longer than a post office may take for one letter (EMAIL_TIMEOUT).
HELD = dt.timedelta(minutes=5)
MORNING, NIGHT = 8, 21
CODE_LASTS = dt.timedelta(seconds=settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT)
# Letters about signing in are of use for so long, and tried no longer; nor is what stands in them
# kept then, or once they have gone out.
OF_USE = {
    "login_code": CODE_LASTS,
    "password_link": dt.timedelta(days=1),
    "confirm_address": dt.timedelta(days=1),
    "account_changed": dt.timedelta(days=7),
}
# Somebody waits for these, or has to know at once: they go out at night, too.
WAITED_FOR = frozenset(OF_USE) | {"new_address"}


@dataclass(frozen=True)
class Delivery:
    """How the letters about one thing fare: how many went out, wait, or were given up."""

    sent: int
    waiting: int
    given_up: int


def write_letter(
    kind: str,
    *,
    user: User | None = None,
    address: str = "",
    service: Service | None = None,
    organisation: Organisation | None = None,
    object_id: uuid.UUID | None = None,
    invitation: Invitation | None = None,
    path: str = "",
    details: Mapping[str, Any] | None = None,
    at: dt.datetime | None = None,
    can_wait: bool = True,
) -> Letter:
    """Write a letter to a person, or to an address; it goes out once the transaction is through.

    Args:
        kind: names its templates, `letters/KIND_subject.txt`, `KIND.txt` and `KIND.html`.
        address: where it goes, if that is not the address the person signs in with.
        invitation: whose link it carries, made when it goes out.
        path: where it leads, from the root of this site.
        details: days and names for the templates, as JSON; nobody's free text.
        can_wait: false for what somebody is waiting for; else none goes out at night.
    """
    now = at or timezone.now()
    to = address or (user.email if user else "")
    letter = Letter.objects.create(
        kind=kind,
        user=user,
        address=to,
        service=service,
        organisation=organisation,
        object_id=object_id,
        invitation=invitation,
        path=path,
        details=dict(details or {}),
        written_at=now,
        next_try_at=_by_day(now) if can_wait else now,
        withdrawn_at=now if to.endswith(NO_MAILBOX) else None,
    )
    if settings.LETTERS_GO_OUT_AT_ONCE:
        transaction.on_commit(post_soon)
    return letter


def write_letters(letters: Iterable[Letter]) -> None:
    """Write many letters as write_letter does one, each with its `written_at`."""
    rows = list(letters)
    for each in rows:
        each.next_try_at = _by_day(each.written_at)
    Letter.objects.bulk_create(rows, batch_size=500)
    if rows and settings.LETTERS_GO_OUT_AT_ONCE:
        transaction.on_commit(post_soon)


def withdraw_letters(
    kind: str,
    object_id: uuid.UUID,
    *,
    people: Iterable[User] | None = None,
    at: dt.datetime | None = None,
) -> int:
    """Let no letter of a kind about a thing go out any more, to these people or to anybody.

    Returns how many still waited.
    """
    rows = Letter.objects.waiting().filter(kind=kind, object_id=object_id)
    if people is not None:
        rows = rows.filter(user__in=list(people))
    return rows.update(withdrawn_at=at or timezone.now())


def delivery(kind: str, object_ids: Iterable[uuid.UUID]) -> Delivery:
    """Say how the letters of a kind about these things fare."""
    rows = Letter.objects.filter(kind=kind, object_id__in=list(object_ids), withdrawn_at=None)
    sent = waiting = given_up = 0
    for sent_at, next_try_at in rows.values_list("sent_at", "next_try_at"):
        if sent_at:
            sent += 1
        elif next_try_at:
            waiting += 1
        else:
            given_up += 1
    return Delivery(sent, waiting, given_up)


def send_due_letters(*, at: dt.datetime | None = None, most: int = 500) -> int:
    """Send the letters whose turn it is; return how many went out.

    At night only those that somebody waits for: neither one that is late nor one that is tried
    again goes then.
    """
    count, begun = 0, at or timezone.now()
    due = Letter.objects.due(begun)
    if _by_day(begun) != begun:
        due = due.filter(kind__in=WAITED_FOR)
    for letter in due[:most]:
        now = at or timezone.now()
        if _take_up(letter, now):
            count += _send(letter, now)
    return count


def _by_day(at: dt.datetime) -> dt.datetime:
    """Return `at`, or eight in the morning where that is at night."""
    local = timezone.localtime(at)
    if MORNING <= local.hour < NIGHT:
        return at
    day = local.date() + dt.timedelta(days=1 if local.hour >= NIGHT else 0)
    return timezone.make_aware(dt.datetime.combine(day, dt.time(MORNING)))


def _take_up(letter: Letter, now: dt.datetime) -> bool:
    """Hold a letter against other workers; say whether it is ours."""
    rows = Letter.objects.waiting().filter(pk=letter.pk, next_try_at=letter.next_try_at)
    return bool(rows.update(next_try_at=now + HELD, tries=F("tries") + 1))


def _send(letter: Letter, now: dt.datetime) -> bool:
    """Hand a letter over to the post office; where that fails, say when it is tried again."""
    rows = Letter.objects.filter(pk=letter.pk)
    last = letter.written_at + OF_USE[letter.kind] if letter.kind in OF_USE else None
    letter.path = letter.path or link_made_now(letter)
    if (last and now > last) or (letter.kind in MADE_NOW and not letter.path):
        rows.update(next_try_at=None, withdrawn_at=now, details={})
        return False
    try:
        _message(letter).send()
    except OSError as error:  # those of smtplib are such, too
        tries = letter.tries + 1
        gap = GAPS[tries - 1] if tries <= len(GAPS) else None
        if isinstance(error, SMTPRecipientsRefused):
            gap = None  # no such mailbox: asking again changes nothing
        if gap is None or (last and now + gap > last):
            rows.update(next_try_at=None, **({"details": {}} if last else {}))
        else:
            later = now + gap
            rows.update(next_try_at=later if letter.kind in WAITED_FOR else _by_day(later))
        logger.warning("A letter could not go out (%s): %s", letter.kind, type(error).__name__)
        return False
    rows.update(sent_at=now, **({"details": {}} if last else {}))
    return True


def _message(letter: Letter) -> EmailMultiAlternatives:
    """Print a letter, as plain text and as HTML."""
    path = letter.invitation.get_absolute_url() if letter.invitation else letter.path
    context = {
        "letter": letter,
        "invitation": letter.invitation,
        "name": letter.user.display_name if letter.user else "",
        "service": letter.service,
        "organisation": letter.organisation,
        "details": letter.details,
        "link": f"{settings.SITE_ADDRESS}{path}",
        "letters_link": f"{settings.SITE_ADDRESS}{reverse('letters')}",
        "site_name": settings.SITE_NAME,
    }
    if letter.invitation:
        context |= _about(letter.invitation)
    subject = " ".join(render_to_string(f"letters/{letter.kind}_subject.txt", context).split())
    text = render_to_string(f"letters/{letter.kind}.txt", context).strip() + "\n"
    text = re.sub("\n{3,}", "\n\n", text)
    subject, text = isolated_inside(subject), isolated_inside(text)
    context["subject"] = subject
    message = EmailMultiAlternatives(subject, text, to=[letter.address])
    page = isolated_inside(render_to_string(f"letters/{letter.kind}.html", context))
    message.attach_alternative(page, "text/html")
    return message


def preview(service: Service, role: str, *, by: User) -> str:
    """Return the letter with which somebody would be asked into a team, with no link in it."""
    invitation = Invitation(role=role, service=service, by=by)
    invitation.valid_until = timezone.localdate() + dt.timedelta(days=VALID_DAYS)
    letter = Letter(kind="invitation", service=service, invitation=invitation)
    link = f"{settings.SITE_ADDRESS}{invitation.get_absolute_url()}"
    return str(_message(letter).body).replace(link, "…")


def _outside(place: Organisation | Service) -> str:
    """What a place is called where strangers may read it."""
    return place.name_outside if isinstance(place, Service) else place.name


def _about(invitation: Invitation) -> dict[str, Any]:
    """What a letter of invitation says besides: the role, and whether who asks reads along."""
    place, by = invitation.place, invitation.by
    outside = (
        bool(by and invitation.service)
        and not invitation.service.memberships.filter(  # type: ignore[union-attr]  # asked just before
            user=by, ended_on=None
        ).exists()
    )
    called = _outside(place) if place else ""
    told = told_to(invitation.role, place, called=called) if place else ""
    return {"told": told, "outside": outside, "place": called}


# --- After an answer, in the web process; a command does the same by the clock.

_posting = threading.Lock()
_wanted = threading.Event()


def post_soon() -> None:
    """Send what is due in a thread of its own, so that nobody's page waits for a post office."""
    if _wanted.is_set():
        return  # one that is still to begin finds these, too
    _wanted.set()
    threading.Thread(target=_post, name="letters", daemon=True).start()


def _post() -> None:
    # One at a time: who comes second finds its letters sent by the first, or by the command.
    with _posting:
        _wanted.clear()
        try:
            send_due_letters()
        finally:
            connection.close()
