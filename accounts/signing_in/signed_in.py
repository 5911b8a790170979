"""Who is signed in, and whose browser this is: all that every request asks of it.

Sign-in is the rule. Who it is is found by two queries that are worked out once: put into SQL anew
each time, the two took a third of what handing out a stored report takes.

Two signed cookies outlive a sign-in, so that a form of it can be kept (kept_posts.py). Scripts can
read neither, and neither opens anything. One knows the person after their sign-in ended: it is set
while they are signed in and removed when they sign out themselves. It only says for whom a form is
kept, and only that person sees it, after signing in.

The other knows for whom a form was drawn, where the person at a browser changes. A form's token is
made of a secret that changes with every sign-in; the cookie remembers of the last few secrets who
was signed in, and outlives a sign-out, so that what one person typed is not kept for, nor shown
to, whoever signs in next. It names nobody: of secret and person it holds a mark that only this
site can make.
"""

import time
import uuid
from collections.abc import Callable
from http import HTTPStatus

from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.contrib.sessions.backends import db
from django.contrib.sessions.exceptions import SessionInterrupted
from django.contrib.sessions.middleware import SessionMiddleware
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.deprecation import MiddlewareMixin
from django.utils.translation import gettext as _

from accounts import kept_posts
from accounts.models import Service, User
from accounts.models.service import team_service
from accounts.models.user import is_within
from accounts.policy import Act, require, team_roles
from accounts.selectors import person_at
from accounts.signing_in.codes import end_half_a_sign_in
from accounts.signing_in.second_step import BEFORE, DUE, can_take_one, choose_first
from pages.database.prepared import Prepared
from pages.forms import submission

# Browsers take a __Host- name only over HTTPS, from this host and for all of it.
_HOST = "__Host-" if settings.SESSION_COOKIE_SECURE else ""
COOKIE, SALT = f"{_HOST}pizazz_known", "accounts.kept"
DRAWN_COOKIE, DRAWN_SALT = f"{_HOST}pizazz_drawn", "accounts.drawn_for"
MOST_DRAWN = 6  # sign-ins that are remembered
MARK = 16  # letters
BEGAN = "signed_in_at"  # in the session, by the first request after signing in
SEEN = "seen_at"  # when it was last asked for something, to the minute
# A page may stand open over a night or a weekend before its form is sent. Each sign-in begins it
# anew.
KNOWN_SECONDS = 7 * 24 * 60 * 60
OPENED = {"GET", "HEAD"}
# Not at every request: the session would then be written for every page that is only read.
SEEN_EVERY_SECONDS = 60
# Where whoever is to choose a second step may still go: all about signing in, and these; what was
# typed and kept is shown once more, and nothing of what others wrote.
ABOUT_SIGNING_IN = ("mfa_", "account_")
BEFORE_SECOND_STEP = {
    *("begin-organisation", "begin-teams", "begin-people", "begin-done"),
    *("help", "who-sees-what", "privacy", "about", "kept-post", "keepalive"),
}


def signed_in(request: HttpRequest) -> User:
    """Return the person who is signed in, typed as one. SignInMiddleware has seen to it."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def own_team(request: HttpRequest, slug: str, act: Act) -> tuple[User, Service]:
    """Return who asks and a team that they are in. Raises Http404, PermissionDenied."""
    user = signed_in(request)
    service = team_service(user, slug)
    require(act, team_roles(service.team_role))
    return user, service


# --- The session and the person


_SESSION = Prepared(lambda key: Session.objects.filter(session_key=key), str)
_USER = Prepared(lambda key: User.objects.filter(pk=key), uuid.UUID)


class SessionStore(db.SessionStore):
    """Django's, with the query of every request worked out once."""

    def _validate_session_key(self, key: str | None) -> bool:
        """Take a key as we make them: in a cookie there may be a NUL, which no query can hold."""
        return bool(super()._validate_session_key(key)) and str(key).isalnum()  # type: ignore[misc]  # Django's own

    def _get_session_from_db(self) -> Session | None:
        session = _SESSION.first(str(self.session_key))
        if session and session.expire_date > timezone.now():
            return session
        self._session_key = None
        return None


class SignInBackend(AuthenticationBackend):  # type: ignore[misc]  # allauth has no types
    """allauth's, with the query of every request worked out once."""

    def _authenticate_by_email(self, email: str, password: str) -> User | None:
        person: User | None = self._check_password(person_at(email), password)
        return person

    def get_user(self, user_id: uuid.UUID) -> User | None:
        user = _USER.first(user_id)
        if user and self.user_can_authenticate(user):
            return user
        return None


# --- At every request


class SessionEndedMiddleware(SessionMiddleware):
    """Django's, but for a sign-in that is ended elsewhere while a form of it is on its way.

    Its person was erased, or signed out everywhere, in this very second. What was sent is done by
    then, so the answer is its own; whatever is opened next asks for a sign-in. Django would call
    the form a bad one.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Keep what was noted in the session, if it is still there."""
        try:
            return super().process_response(request, response)
        except SessionInterrupted:
            return response


class SignInMiddleware(LoginRequiredMiddleware):
    """Asks for a sign-in everywhere but on views marked @login_not_required.

    A sign-in ends after an hour without a request and after twelve hours in any case.
    A form that is sent after that is kept for its person and offered again (kept_posts.py).
    """

    def process_request(self, request: HttpRequest) -> None:
        """End a sign-in whose time is over, before anybody asks who is signed in."""
        session = request.session
        if SESSION_KEY not in session:
            end_half_a_sign_in(session)
            return
        now = int(time.time())
        began, last = session.setdefault(BEGAN, now), session.setdefault(SEEN, now)
        goes_on = is_within(began, settings.SIGN_IN_SECONDS)
        if not goes_on or not is_within(last, settings.SESSION_COOKIE_AGE):
            session.flush()
            return
        # What is left of the twelve hours, for the frame of every page.
        request.seconds_left = settings.SIGN_IN_SECONDS - (now - began)  # type: ignore[attr-defined]
        if now - last >= SEEN_EVERY_SECONDS:
            session[SEEN] = now

    def handle_no_permission(  # type: ignore[override]  # a script gets no redirect
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponseBase:
        """Send to the sign-in page; keep a form first, and tell a script in its own language."""
        if submission.wants_json(request):
            words = _("You have been signed out.")
            return submission.tell_script(words, sign_in=reverse("account_login"))
        if request.method in {"GET", "HEAD"}:
            return super().handle_no_permission(request, view_func)
        whose = whose_browser(request)
        # Its token has been checked by now, where the view asks for one.
        checked = not getattr(view_func, "csrf_exempt", False)
        is_never_kept = getattr(view_func, "is_never_kept", False)
        if whose and checked and not is_never_kept and kept_posts.can_be_kept(request):
            row = kept_posts.keep(request, by=whose)
            return redirect_to_login(reverse("kept-post", args=[row.pk]))
        words_typed = submission.words_to_return(request) if checked else []
        if words_typed and kept_posts.can_be_kept(request):
            # Nobody knows for whom to keep it, so it is given back.
            context = {"words": words_typed, "never": is_never_kept}
            return render(request, "accounts/signed_out.html", context, status=HTTPStatus.FORBIDDEN)
        # The address of a form cannot always be opened, so there is no way back to it.
        return redirect_to_login(str(settings.LOGIN_REDIRECT_URL))

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Remember whose browser this is, and forget it when they sign out themselves."""
        match = request.resolver_match
        if request.method == "POST" and match and match.view_name == "account_logout":
            forget(response)
        elif hasattr(request, "session"):
            remember(request, response)
            remember_for_whom(request, response)
            if request.method == "POST":
                kept_posts.put_away_when_done(request, response)
        return response


class SecondStepMiddleware(MiddlewareMixin):
    """Leads whoever must have a second step to choose one, before they open anything else.

    What was typed into a form goes where it was sent: what is opened waits, whoever asks for it,
    and so does a form that reaches far (accounts/signing_in/again.py).
    """

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponseBase], *_args: object
    ) -> HttpResponseBase | None:
        """Send to the page of second steps, where one is due."""
        if not request.session.get(DUE):
            return None
        if request.method not in OPENED and not getattr(view, "asks_again", False):
            return None
        name = getattr(request.resolver_match, "url_name", None) or ""
        if name in BEFORE_SECOND_STEP or name.startswith(ABOUT_SIGNING_IN):
            return None
        if can_take_one(signed_in(request)):
            del request.session[DUE]
            request.session.pop(BEFORE, None)
            return None
        return choose_first(request, signed_in(request))


# --- Whose browser this is


def remember(request: HttpRequest, response: HttpResponseBase) -> None:
    """Set the cookie for the person who is signed in, where it is not yet of this sign-in."""
    signed_in = request.session.get(SESSION_KEY)
    if not signed_in:
        return
    now = int(time.time())
    age = now - request.session.get(BEGAN, now)
    # The cookie holds whole seconds: one more, or it would be set at every request of its first.
    if id_in_cookie(request, most_seconds=age + 1) != signed_in:
        _set_cookie(response, COOKIE, signed_in, SALT)


def _set_cookie(response: HttpResponseBase, name: str, value: str, salt: str) -> None:
    secure = settings.SESSION_COOKIE_SECURE
    response.set_signed_cookie(name, value, salt=salt, httponly=True, secure=secure, samesite="Lax")


def forget(response: HttpResponseBase) -> None:
    """Let the browser keep nothing of ours, which others may use: cookies go one by one."""
    response.delete_cookie(COOKIE, samesite="Lax")
    response.headers["Clear-Site-Data"] = '"cache", "storage"'


def id_in_cookie(request: HttpRequest, *, most_seconds: int = KNOWN_SECONDS) -> str | None:
    """Return the id in the cookie, if we signed it and it is not too old."""
    return request.get_signed_cookie(COOKIE, default=None, salt=SALT, max_age=most_seconds)


def whose_browser(request: HttpRequest) -> User | None:
    """Return the person last signed in with this browser, if they may still sign in."""
    value = id_in_cookie(request)
    if value:
        return User.objects.filter(pk=value, is_active=True).first()
    return None


def remember_for_whom(request: HttpRequest, response: HttpResponseBase) -> None:
    """Note who is signed in while forms with this secret are drawn."""
    secret, person = request.META.get("CSRF_COOKIE"), request.session.get(SESSION_KEY)
    if not secret or not person:
        return
    pairs = drawn_for(request)
    this = (mark_of(secret), mark_of(person))
    if this in pairs:
        return
    newest = [*pairs, this][-MOST_DRAWN:]
    value = ".".join(mark + whose for mark, whose in newest)
    _set_cookie(response, DRAWN_COOKIE, value, DRAWN_SALT)


def drawn_for(request: HttpRequest) -> list[tuple[str, str]]:
    """Return the marks of secrets, each with its person's, the newest last."""
    value = request.get_signed_cookie(DRAWN_COOKIE, default="", salt=DRAWN_SALT) or ""
    marks = filter(None, value.split("."))
    return [(pair[:MARK], pair[MARK:]) for pair in marks]


def mark_of(value: str) -> str:
    """Return a mark of this that only this site can make."""
    return salted_hmac(DRAWN_SALT, value).hexdigest()[:MARK]
