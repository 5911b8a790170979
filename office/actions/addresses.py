"""The addresses that are one person's, also those they had before."""

import uuid

from allauth.account.models import EmailAddress
from django.db.models import Q

from accounts.models import Invitation, Letter, User
from accounts.models.user import NO_MAILBOX

NEW = "new_address"


def addresses_of(key: uuid.UUID) -> set[str]:
    """Return every address by which this person was written to or signed in.

    None that is somebody else's today: two people may have shared a mailbox.
    """
    found = set(User.objects.filter(pk=key).values_list("email", flat=True))
    found |= set(EmailAddress.objects.filter(user=key).values_list("email", flat=True))
    found |= set(Letter.objects.filter(user=key).values_list("address", flat=True))
    came_by = Invitation.objects.filter(Q(person=key) | Q(accepted_by=key))
    for address, name in came_by.values_list("address", "sign_in_name"):
        found.add(address or f"{name}{NO_MAILBOX}")
    found = {each.lower() for each in found}
    _follow_back(found)
    found.discard("")
    found.discard(NO_MAILBOX)
    others = User.objects.exclude(pk=key).filter(email__in=found)
    found -= set(others.values_list("email", flat=True))
    second = EmailAddress.objects.exclude(user=key).filter(email__in=found)
    return found - set(second.values_list("email", flat=True))


def drop_words_of_new_addresses(addresses: set[str]) -> None:
    """Drop the letters that say one of these is somebody's new address, wherever they went."""
    told = Letter.objects.filter(kind=NEW).values_list("pk", "details")
    gone = []
    for key, details in told:
        now = details.get("now", "").lower()
        if now in addresses or f"{now}{NO_MAILBOX}" in addresses:
            gone.append(key)
    Letter.objects.filter(pk__in=gone).delete()


def _follow_back(found: set[str]) -> None:
    """Add the addresses of before, to which it was written that there is a new one."""
    told = list(Letter.objects.filter(kind=NEW).values_list("address", "details"))
    more = True
    while more:
        more = False
        for was, details in told:
            now = details.get("now", "").lower()
            leads_here = now in found or f"{now}{NO_MAILBOX}" in found
            if leads_here and was.lower() not in found:
                found.add(was.lower())
                more = True
