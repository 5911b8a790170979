"""Who is signed in: asked at every request, by two queries that are worked out once.

Put into SQL anew each time, the two took a third of what handing out a stored report takes.
"""

import uuid

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from accounts.models import User
from pages.database.prepared import Prepared


def _session(key: str) -> QuerySet[Session]:
    return Session.objects.filter(session_key=key)


def _user(key: uuid.UUID) -> QuerySet[User]:
    return User.objects.filter(pk=key)


_SESSION = Prepared(_session, str)
_USER = Prepared(_user, uuid.UUID)


class SessionStore(db.SessionStore):
    """Django's, in its table."""

    def _get_session_from_db(self) -> Session | None:
        found = _SESSION.first(str(self.session_key))
        if found and found.expire_date > timezone.now():
            return found
        self._session_key = None
        return None


class SignInBackend(AuthenticationBackend):  # type: ignore[misc]  # allauth has no types
    """allauth's, for everything else."""

    def get_user(self, user_id: uuid.UUID) -> User | None:
        """Return the person of a sign-in, if they may sign in still."""
        found = _USER.first(user_id)
        if found and self.user_can_authenticate(found):
            return found
        return None


def signed_in(request: HttpRequest) -> User:
    """Return the person who is signed in, typed as one. SignInMiddleware has seen to it."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user
