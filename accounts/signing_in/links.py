"""Links that let somebody in, made when their letter goes out: none of use is ever stored."""

from collections.abc import Callable

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from django.urls import reverse

from accounts.models import Letter, User


def link_made_now(letter: Letter) -> str:
    """Return where a letter leads whose link is made now; empty where it has none any more."""
    make = MADE_NOW.get(letter.kind)
    if make:
        return make(letter)
    return ""


def to_new_password(person: User) -> str:
    """Return where somebody chooses a new password, once."""
    parts = [user_pk_to_url_str(person), default_token_generator.make_token(person)]
    return reverse("account_reset_password_from_key", args=parts)


def _to_new_password(letter: Letter) -> str:
    person = letter.user
    if person and person.is_active:
        return to_new_password(person)
    return ""


def _to_confirm(letter: Letter) -> str:
    """Return where somebody says that an address is theirs."""
    rows = EmailAddress.objects.filter(user=letter.user, email=letter.address, verified=False)
    row = rows.first()
    if row:
        return reverse("account_confirm_email", args=[EmailConfirmationHMAC(row).key])
    return ""


MADE_NOW: dict[str, Callable[[Letter], str]] = {
    "password_link": _to_new_password,
    "confirm_address": _to_confirm,
}
