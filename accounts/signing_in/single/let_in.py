"""Who is let in from an organisation's sign-in: whom we know or asked in; and signed out there.

Nothing that the provider said of somebody is kept, so that to sign out it is asked without its own
token (RP-initiated logout, by the client's name): it asks them there whether it is them.
"""

import hashlib
from collections.abc import Mapping
from enum import Enum, auto
from typing import Any
from urllib.parse import urlencode, urlsplit

from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from accounts.actions import accept_anew, log, write_letter
from accounts.actions.accepting import NotLetIn
from accounts.models import Invitation, User
from accounts.selectors import live_organisations, live_teams
from pages.words import check_words

PROVIDER = "work"
MOST_LETTERS = 100  # of a name


class RefusalReason(Enum):
    # Nothing came that we could trust: signature, time, issuer, for whom, or which request.
    UNTRUE = auto()
    # The provider does not answer.
    AWAY = auto()
    # They went back there without signing in.
    CANCELLED = auto()
    # It does not say that the address is theirs.
    UNVERIFIED = auto()
    # The address is in no team, organisation or body, and nobody asked it in.
    STRANGER = auto()
    # Another sign-in there has come in with this address before.
    ANOTHERS = auto()
    CLOSED = auto()
    # Asked to say again that it is them: it let them through without asking anything of them.
    NOT_ANEW = auto()
    # The same, and it does not say when it asked.
    UNTOLD = auto()


class SignOnRefused(Exception):
    """Somebody is not let in, and nothing was changed."""

    def __init__(self, why: RefusalReason) -> None:
        super().__init__(why.name)
        self.why = why


def uid_of(claims: Mapping[str, Any]) -> str:
    """Return what we keep of who somebody is there: nobody can read it back."""
    return hashlib.sha256(f"{claims['iss']}\n{claims['sub']}".encode()).hexdigest()


def text_of(claims: Mapping[str, Any], name: str) -> str:
    """Return a claim that is a text and can be kept; empty where it is none."""
    claim = claims.get(name)
    try:
        return check_words(claim) if isinstance(claim, str) else ""
    except ValidationError:
        return ""


def is_linked(person: User) -> bool:
    """Say whether somebody has come in this way before."""
    return bool(SocialAccount.objects.filter(provider=PROVIDER, user=person).exists())


@transaction.atomic
def person_let_in(claims: Mapping[str, Any]) -> User:
    """Return whom these claims let in, linked from the first time on. Raises SignOnRefused.

    Whoever came before is known by what the provider calls them, never by their address again: an
    address may be given to somebody else there.
    """
    linked = SocialAccount.objects.filter(provider=PROVIDER, uid=uid_of(claims))
    row = linked.select_related("user").first()
    if row:
        return _open(row.user)
    verified = claims.get("email_verified")
    # In small letters, as ours are kept; only those of ASCII: the sign of Kelvin would become a
    # "k", and an address another that is somebody else's.
    address = text_of(claims, "email").encode().lower().decode()
    if not (verified is True or verified == "true") or not address:
        raise SignOnRefused(RefusalReason.UNVERIFIED)
    rows = EmailAddress.objects.filter(email=address, verified=True)
    known_address = rows.select_related("user").first()
    person = (
        _expected(known_address.user, address) if known_address else _come_in_anew(address, claims)
    )
    _link(person, claims)
    return person


def _open(person: User) -> User:
    if not person.is_active:
        raise SignOnRefused(RefusalReason.CLOSED)
    return person


def _expected(person: User, address: str) -> User:
    """Return somebody who has an account, if they belong to something here or are asked in."""
    _open(person)
    if is_linked(person):
        raise SignOnRefused(RefusalReason.ANOTHERS)
    belongs = live_teams(person).exists() or live_organisations(person).exists()
    if not (belongs or person.is_staff or _asked_in(address)):
        raise SignOnRefused(RefusalReason.STRANGER)
    return person


def _asked_in(address: str) -> Invitation | None:
    rows = Invitation.objects.open().to_join().filter(address=address)
    return rows.exclude(role=Invitation.Role.FIRST).latest_first().first()


def _come_in_anew(address: str, claims: Mapping[str, Any]) -> User:
    """Make an account for somebody who was asked in by this address, and let them in there."""
    invitation = _asked_in(address)
    if invitation is None:
        raise SignOnRefused(RefusalReason.STRANGER)
    own_name = text_of(claims, "name")[:MOST_LETTERS]
    for name in (own_name, invitation.name, address.partition("@")[0]):
        try:
            with transaction.atomic():
                return accept_anew(invitation, display_name=name, password=None)
        except NotLetIn as refused:
            raise SignOnRefused(RefusalReason.STRANGER) from refused
        except ValidationError:
            continue  # a name that is none
    raise SignOnRefused(RefusalReason.STRANGER)


def _link(person: User, claims: Mapping[str, Any]) -> None:
    SocialAccount.objects.create(user=person, provider=PROVIDER, uid=uid_of(claims), extra_data={})
    log("person_single_sign_on", by=person, object_id=person.pk)
    details = {"what": "single_sign_on", "at": timezone.now().isoformat()}
    write_letter("account_changed", user=person, details=details)


# In the session of whoever came in there: where the provider ends its own sign-ins.
ENDS_AT = "signs_out_there"


def address_in(config: Mapping[str, Any], name: str) -> str:
    """Return an address that a provider says of itself; empty where it says none.

    One that is not as well protected as what it says, which is by HTTPS on a server, is none.
    """
    address = str(config.get(name) or "")
    parts = urlsplit(address)
    same = parts.scheme == urlsplit(settings.SINGLE_SIGN_ON_ISSUER).scheme
    if same and parts.netloc:
        return address
    return ""


def way_out(request: HttpRequest, session: SessionBase) -> str:
    """Return the address at which whoever has this session signs out there and comes back."""
    address = session.get(ENDS_AT, "")
    if not address or not settings.SINGLE_SIGN_ON:
        return ""
    query = {
        "client_id": settings.SINGLE_SIGN_ON_CLIENT["client_id"],
        "post_logout_redirect_uri": request.build_absolute_uri(reverse("account_login")),
    }
    return f"{address}{'&' if urlsplit(address).query else '?'}{urlencode(query)}"
