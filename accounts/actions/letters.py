"""The outbox: a letter is written in the transaction of an act, and goes out after it.

A post office that is away, hangs or refuses holds up nobody: a letter is tried again with growing
gaps. Whoever takes one up holds it for some minutes, so that two workers do not send it twice.
What tells one person the same of several things, such as of their teams, goes as one: such a letter
waits some minutes for others of its kind.
"""

import datetime as dt
import logging
import threading
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from smtplib import SMTPRecipientsRefused
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.actions.letter_words import message_of
from accounts.models import Invitation, Letter, Organisation, Service, User
from accounts.models.user import NO_MAILBOX
from accounts.signing_in.codes import FRESH_LINKS, fresh_link
from pages.database.background import in_background
from pages.database.faults import fault_of
from pages.signatures import When

logger = logging.getLogger(__name__)

# After the first try, the second and so on; after the last it is given up, and said so.
GAPS = [dt.timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720, 1440, 1440)]
# Longer than a post office may take for one letter (EMAIL_TIMEOUT).
HOLD_FOR = dt.timedelta(minutes=5)
AT_A_TIME = 500
MORNING, NIGHT = 8, 21
FOR_GOOD = 500  # what a post office says, from this number on
CODE_LASTS = dt.timedelta(seconds=settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT)
# Letters about signing in are of use for so long, and tried no longer; nor is what stands in them
# kept then, or once they have gone out.
OF_USE = {
    "login_code": CODE_LASTS,
    "again_code": CODE_LASTS,
    "password_link": dt.timedelta(days=1),
    "confirm_address": dt.timedelta(days=1),
    "account_changed": dt.timedelta(days=7),
    "person_erased": dt.timedelta(days=2),
}
# The last to an address that is kept nowhere else: it goes with the letter.
LAST = {"person_erased"}
# Somebody waits for these, or has to know at once: they go out at night, too.
WAITED_FOR = frozenset(OF_USE) | {"new_address"}


@dataclass(frozen=True)
class Delivery:
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
    at: When = None,
) -> Letter:
    """Write a letter to a person, or to an address; it goes out once the transaction is through.

    Args:
        kind: names its templates, `letters/KIND_subject.txt` and `KIND.html`.
        address: where it goes, if that is not the address the person signs in with.
        invitation: whose link it carries, made when it goes out.
        path: where it leads, from the root of this site.
        details: days and names for the templates, as JSON; nobody's free text.
    """
    if user and not address:
        address = user.email
    letter = Letter(
        kind=kind,
        user=user,
        address=address,
        service=service,
        organisation=organisation,
        object_id=object_id,
        invitation=invitation,
        path=path,
        details=dict(details or {}),
        written_at=at or timezone.now(),
    )
    write_letters([letter])
    return letter


def write_letters(letters: Sequence[Letter]) -> None:
    # Where no post is, none waits for it to come one day; a try-out prints letters.
    post = settings.LETTERS_GO_OUT or settings.DEBUG
    for letter in letters:
        letter.next_try_at = _first_try(letter)
        if letter.address.endswith(NO_MAILBOX) or not post:
            letter.withdrawn_at = letter.written_at
    Letter.objects.bulk_create(letters, batch_size=AT_A_TIME)
    if letters and settings.LETTERS_GO_OUT_AT_ONCE:
        transaction.on_commit(post_soon)


def withdraw_letters(
    kind: str, object_id: uuid.UUID, *, people: Iterable[User] | None = None, at: When = None
) -> int:
    """Let no letter of a kind about a thing go out any more; return how many still waited."""
    rows = Letter.objects.waiting().filter(kind=kind, object_id=object_id)
    if people is not None:
        rows = rows.filter(user__in=list(people))
    return rows.update(withdrawn_at=at or timezone.now())


def delivery(kind: str, object_ids: Iterable[uuid.UUID]) -> Delivery:
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


def send_due_letters(*, at: When = None) -> int:
    """Send the letters whose turn it is; return how many went out.

    At night only those that somebody waits for: neither one that is late nor one that is tried
    again goes then.
    """
    count, started = 0, at or timezone.now()
    due = Letter.objects.due(started)
    if letters_rest(started):
        due = due.filter(kind__in=WAITED_FOR)
    for letters in _in_groups(due[:AT_A_TIME], started):
        now = at or timezone.now()
        ours = [letter for letter in letters if _take_up(letter, now)]
        if ours:
            count += _send(ours, now)
    return count


def _in_groups(due: Iterable[Letter], at: dt.datetime) -> list[list[Letter]]:
    """Put together what tells one person the same of several things.

    Where one is due, those that were only waiting for others of their kind go with it.
    """
    groups: dict[object, list[Letter]] = {}
    people, kinds = set(), set()
    for letter in due:
        groups.setdefault(_group_of(letter), []).append(letter)
        if _is_of_a_thing(letter):
            people.add(letter.user_id)
            kinds.add(letter.kind)
    rows = Letter.objects.waiting().filter(user__in=people, kind__in=kinds, tries=0)
    soon = rows.filter(next_try_at__gt=at, next_try_at__lte=at + settings.LETTERS_WAIT_FOR_OTHERS)
    for letter in soon.order_by("next_try_at", "pk"):
        if _group_of(letter) in groups:
            groups[_group_of(letter)].append(letter)
    return list(groups.values())


def _is_of_a_thing(letter: Letter) -> bool:
    """Say whether there may be others that tell its reader the same of another thing."""
    return bool(letter.user_id and letter.object_id and letter.kind not in WAITED_FOR)


def _group_of(letter: Letter) -> object:
    if _is_of_a_thing(letter):
        return (letter.kind, letter.user_id, letter.address)
    return letter.pk


def _first_try(letter: Letter) -> dt.datetime:
    """Return when a letter is due: where it can wait by day, and after others could be written."""
    if letter.kind in WAITED_FOR:
        return letter.written_at
    if _is_of_a_thing(letter):
        return _by_day(letter.written_at + settings.LETTERS_WAIT_FOR_OTHERS)
    return _by_day(letter.written_at)


def _by_day(at: dt.datetime) -> dt.datetime:
    """Return `at`, or eight in the morning where that is at night."""
    local = timezone.localtime(at)
    if MORNING <= local.hour < NIGHT or not settings.LETTERS_REST_AT_NIGHT:
        return at
    day = local.date()
    if local.hour >= NIGHT:
        day += dt.timedelta(days=1)
    return timezone.make_aware(dt.datetime.combine(day, dt.time(MORNING)))


def letters_rest(at: When = None) -> bool:
    """Say whether it is night, when a letter that can wait goes at eight in the morning."""
    now = at or timezone.now()
    return _by_day(now) != now


def _take_up(letter: Letter, now: dt.datetime) -> bool:
    """Hold a letter against other workers; say whether it is ours."""
    rows = Letter.objects.waiting().filter(pk=letter.pk, next_try_at=letter.next_try_at)
    return bool(rows.update(next_try_at=now + HOLD_FOR, tries=F("tries") + 1))


def _send(letters: list[Letter], now: dt.datetime) -> int:
    """Hand one letter, or several as one, to the post office; else note when it is tried again.

    Several of which one cannot be written go each by itself. Returns how many went out.
    """
    letter = letters[0]
    rows = Letter.objects.filter(pk__in=[row.pk for row in letters])
    last = letter.written_at + OF_USE[letter.kind] if letter.kind in OF_USE else None
    try:
        letter.path = letter.path or fresh_link(letter)
        if (last and now > last) or (letter.kind in FRESH_LINKS and not letter.path):
            rows.update(next_try_at=None, withdrawn_at=now, **_blanks(letter))
            return 0
        message_of(letters).send()
    except Exception as error:
        if fault_of(error):
            raise
        if not isinstance(error, OSError):  # which those of smtplib are, too
            logger.exception("A letter could not be written (%s).", letter.kind)
            if len(letters) > 1:
                return sum(_send([row], now) for row in letters)
        tries = max(row.tries for row in letters) + 1
        gap = GAPS[tries - 1] if tries <= len(GAPS) else None
        if isinstance(error, SMTPRecipientsRefused) and _is_for_good(error):
            gap = None  # no such mailbox: asking again changes nothing
        if gap is None or (last and now + gap > last):
            rows.update(next_try_at=None, **_blanks(letter))
        else:
            later = now + gap
            rows.update(next_try_at=later if letter.kind in WAITED_FOR else _by_day(later))
        logger.warning("A letter could not go out (%s): %s", letter.kind, type(error).__name__)
        return 0
    rows.update(sent_at=now, **_blanks(letter))
    return 1


def _is_for_good(error: SMTPRecipientsRefused) -> bool:
    """Say whether a mailbox is refused for good: what is refused with a 4 is asked to come again.

    Such as a stranger's first letter (greylisting), or one to a mailbox that is full.
    """
    return all(code >= FOR_GOOD for code, _words in error.recipients.values())


def _blanks(letter: Letter) -> dict[str, Any]:
    """Return what is not kept of a letter that is over, sent or not."""
    blanks: dict[str, Any] = {}
    if letter.kind in OF_USE:
        blanks["details"] = {}
    if letter.kind in LAST:
        blanks["address"] = ""
    return blanks


# --- After an answer, in the web process; a command does the same by the clock.

_posting = threading.Lock()
_begins_soon = threading.Event()


def post_soon() -> None:
    """Send what is due in a thread of its own, so that nobody's page waits for a post office."""
    if _begins_soon.is_set():
        return  # one that is still to begin finds these, too
    _begins_soon.set()
    in_background("letters", _post)


def _post() -> None:
    # One at a time: who comes second finds its letters sent by the first, or by the command.
    with _posting:
        _begins_soon.clear()
        send_due_letters()
