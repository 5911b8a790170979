"""Adding and changing people."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions.events import log
from accounts.actions.letters import write_letter
from accounts.models import User
from pages.database.at_once import change_as_seen
from pages.signatures import When


def add_person(
    *, email: str, display_name: str, by: User | None, password: str | None = None, at: When = None
) -> User:
    """Make an account whose address counts as verified: whoever adds a person knows it.

    Without a password nobody can sign in to it until one is chosen through *forgot password*.
    `by` is empty when a command (seed_demo) adds the person. Raises ValidationError for an
    address or name that is not one, or an address that already has an account.
    """
    person = User(email=email.strip().lower(), display_name=display_name.strip())
    person.set_password(password)
    person.full_clean()
    _refuse_taken(person.email)
    with _of_one_account():
        person.save(force_insert=True)
        verify_address(person)
        log("person_added", by=by, at=at, object_id=person.pk)
    return person


def _refuse_taken(email: str, *, person: User | None = None) -> None:
    """Raise ValidationError where somebody but `person` signs in by it, be it their second one."""
    others = EmailAddress.objects.filter(email__iexact=email, verified=True)
    if others.exclude(user=person).exists():
        raise _address_taken()


def _address_taken() -> ValidationError:
    words = _("This address belongs to another account already.")
    return ValidationError(words, code="email_taken")


@contextmanager
def _of_one_account() -> Iterator[None]:
    """Do it all or nothing; refuse an address that another account took in this very moment."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        raise _address_taken() from error


@transaction.atomic
def change_person(person: User, *, what: set[str], by: User | None) -> User:
    """Store what was changed about a person: names of fields of User, but their address.

    An account that is closed is refused on its next request.
    """
    if "is_active" in what:  # a sign-in of before does not come back with the account
        person.sign_ins_since = timezone.now()
        person.save(update_fields={*what, "sign_ins_since"})
    else:
        person.save(update_fields=what)
    for name in sorted(what):
        log(f"person_{name}_changed", by=by, object_id=person.pk)
    return person


@_of_one_account()
def describe_person(
    person: User, *, display_name: str, email: str, by: User, at: When = None
) -> User:
    """Say how somebody is called and reached; the address before is told of another one.

    Raises ValidationError for a name or address that is none or another's, Stale where somebody
    else has said something else than `person` holds.
    """
    renamed = User(pk=person.pk, display_name=display_name.strip(), email=email.strip().lower())
    renamed.clean_fields(exclude={"password"})
    _refuse_taken(renamed.email, person=person)
    if User.objects.filter(email=renamed.email).exclude(pk=person.pk).exists():
        raise _address_taken()
    old_address, had_mailbox = person.email, person.has_mailbox
    values = {"display_name": renamed.display_name, "email": renamed.email}
    names = [name for name, new_value in values.items() if getattr(person, name) != new_value]
    if not change_as_seen(person, values):
        return person
    if "email" in names:
        verify_address(person)
        if had_mailbox:
            details = {"now": person.signs_in_as}
            write_letter("new_address", address=old_address, details=details, at=at)
    for name in names:
        log(f"person_{name}_changed", by=by, at=at, object_id=person.pk)
    return person


def verify_address(person: User) -> None:
    """Make the person's e-mail their one verified address, so that they can sign in with it."""
    EmailAddress.objects.filter(user=person).exclude(email=person.email).delete()
    values = {"verified": True, "primary": True}
    EmailAddress.objects.update_or_create(user=person, email=person.email, defaults=values)


def note_welcome(person: User, *, as_whom: Iterable[str]) -> User:
    """Remember that a person has read what they can do here, as these. It is said once."""
    kinds = sorted({*person.welcomed_as, *as_whom})
    if kinds != person.welcomed_as:
        person.welcomed_as = kinds
        person.save(update_fields=["welcomed_as"])
    return person


def choose_letters(person: User, letters: str) -> User:
    """Let somebody say which letters they want; those of another kind that wait go nowhere."""
    person.letters_wanted = User.Letters(letters)
    person.save(update_fields=["letters_wanted"])
    return person
