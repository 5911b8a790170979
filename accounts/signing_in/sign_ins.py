"""Where somebody is signed in: noted when they sign in, shown to them alone, and ended by them."""

import datetime as dt
import time
from contextlib import suppress
from typing import Any, NamedTuple

from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY, logout, update_session_auth_hash
from django.contrib.sessions.models import Session
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from accounts.models import SignIn, User
from accounts.models.user import is_within
from accounts.signing_in.signed_in import BEGAN, SEEN, forget

# What a browser calls itself holds the names of several: the first that is found is the one.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("FxiOS/", "Firefox"),
    ("Firefox/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "Chromebook"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("Linux", "Linux"),
)


class SignInPlace(NamedTuple):
    """A place in which somebody is signed in: its browser and system as one phrase, since when."""

    browser: str
    began_at: dt.datetime
    is_this: bool
    key: Any = None  # of its row


def note_sign_in(request: HttpRequest, person: User) -> None:
    if not request.session.session_key:
        request.session.save()
    values = {"user": person, **_browser(request)}
    # Ended in this very second, as where its person is erased, there is no session to note.
    with suppress(IntegrityError):
        SignIn.objects.update_or_create(session_id=request.session.session_key, defaults=values)


def places_of(request: HttpRequest, person: User) -> list[SignInPlace]:
    """List where somebody is signed in, this place first, then the newest.

    A session whose time is over, or that a new password ended, is none any more.
    """
    this = request.session.session_key
    places: list[SignInPlace] = []
    for row in SignIn.objects.filter(user=person).select_related("session").order_by("-began_at"):
        is_this = row.session_id == this
        if is_this or _goes_on(row.session, person):
            places.append(SignInPlace(str(row), row.began_at, is_this, row.pk))
    places.sort(key=lambda place: not place.is_this)
    if not places or not places[0].is_this:  # signed in before this list was kept
        began = dt.datetime.fromtimestamp(request.session[BEGAN], dt.UTC)
        places.insert(0, SignInPlace(str(SignIn(**_browser(request))), began, is_this=True))
    return places


def end_place(request: HttpRequest, person: User, key: Any) -> bool:
    """Sign somebody out in one other place. Says whether it was still there."""
    mine = Session.objects.filter(sign_in__user=person, sign_in__pk=key)
    return bool(mine.exclude(pk=request.session.session_key).delete()[0])


def end_others(request: HttpRequest, person: User) -> None:
    """Sign somebody out everywhere but here, wherever a session of theirs may lie."""
    person.sign_ins_since = timezone.now()
    person.save(update_fields=["sign_ins_since"])
    sign_in = SignIn.objects.filter(session_id=request.session.session_key).first()
    update_session_auth_hash(request, person)  # the session gets another key
    Session.objects.filter(sign_in__user=person).exclude(pk=request.session.session_key).delete()
    note_sign_in(request, person)
    if sign_in:
        here = SignIn.objects.filter(session_id=request.session.session_key)
        here.update(began_at=sign_in.began_at)


def sign_out_for_good(request: HttpRequest, words: str) -> HttpResponse:
    """Sign out somebody whose account is no more; this browser knows them no longer."""
    logout(request)
    messages.success(request, words)
    answer = redirect("account_login")
    forget(answer)
    return answer


def listen() -> None:
    """Sign somebody out elsewhere whenever their second step is changed."""
    for signal in (authenticator_added, authenticator_removed, authenticator_reset):
        signal.connect(_step_changed, dispatch_uid="accounts.where")


def _step_changed(*, request: HttpRequest, user: User, **_more: Any) -> None:
    end_others(request, user)


def _browser(request: HttpRequest) -> dict[str, str]:
    agent = request.headers.get("User-Agent", "")
    return {"browser": _name_in(agent, BROWSERS), "system": _name_in(agent, SYSTEMS)}


def _name_in(agent: str, names: tuple[tuple[str, str], ...]) -> str:
    for part, name in names:
        if part in agent:
            return name
    return ""


def _goes_on(session: Session, person: User) -> bool:
    """Say whether the next request of a session would be answered as from somebody signed in."""
    now = time.time()
    content = session.get_decoded()
    if session.expire_date <= timezone.now() or content.get(SESSION_KEY) != str(person.pk):
        return False
    if not is_within(content.get(BEGAN, now), settings.SIGN_IN_SECONDS):
        return False
    if not is_within(content.get(SEEN, now), settings.SESSION_COOKIE_AGE):
        return False
    marks = [person.get_session_auth_hash(), *person.get_session_auth_fallback_hash()]
    mark = content.get(HASH_SESSION_KEY, "")
    return any(constant_time_compare(mark, valid) for valid in marks)
