"""People of whom a file tells: by name, and without a way in."""

import uuid
from collections.abc import Sequence

from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext as _

from accounts.models import Erasure, User
from accounts.models.user import NO_MAILBOX
from export.file.shapes import NamedPerson
from office.actions.erasing import NOBODY as ERASED

# Whoever did what no page tells of: one account for them all.
NOBODY = f"from-before-the-move{NO_MAILBOX}"


def nobody() -> User:
    """Return the account that stands for everybody whom a file does not name."""
    found = User.objects.filter(email=NOBODY).first()
    if found is None:
        found = _closed(uuid.uuid4(), NOBODY, _("Somebody from before the move"))
        User.objects.bulk_create([found])
    return found


def stand_ins(rows: Sequence[NamedPerson]) -> None:
    """Make an account that nobody can sign in to for each who has none here.

    Whoever is here under the same key stays as they are, and whoever was erased here has none:
    their name does not come back with an older file.
    """
    keys = [row.id for row in rows]
    here = set(User.objects.filter(pk__in=keys).values_list("pk", flat=True))
    gone = Erasure.objects.filter(kind=Erasure.Kind.PERSON, key__in=keys)
    erased = set(gone.values_list("key", flat=True))
    made = []
    for row in rows:
        name = ERASED if row.id in erased else row.name
        if row.id not in here:
            made.append(_closed(row.id, f"{row.id.hex}{NO_MAILBOX}", name))
    User.objects.bulk_create(made)


def _closed(key: uuid.UUID, email: str, name: str) -> User:
    return User(
        pk=key, email=email, display_name=name, is_active=False, password=make_password(None)
    )
