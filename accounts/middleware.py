"""Sign-in is the rule, and what was typed outlives it; what every answer says to the browser."""

import time
from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.contrib.sessions.exceptions import SessionInterrupted
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.deprecation import MiddlewareMixin
from django.utils.translation import gettext as _

from accounts import kept
from accounts.kept import BEGAN, SEEN
from accounts.signing_in.again import OPENED
from accounts.signing_in.second_step import DUE, can_take_one
from accounts.signing_in.signed_in import signed_in
from pages.forms import sent

# Not at every request: the session would then be written for every page that is only read.
SEEN_EVERY_SECONDS = 60
SIGN_OUT = {"account_logout", "admin:logout"}
# Where whoever is to choose a second step may still go: all about signing in, and these; what was
# typed and kept is shown once more, and nothing of what others wrote.
ABOUT_SIGNING_IN = ("mfa_", "account_")
BEFORE_SECOND_STEP = {
    *("begin-organisation", "begin-teams", "begin-people", "begin-done"),
    *("help", "who-sees-what", "privacy", "about", "kept-post", "keepalive"),
}


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
    A form that is sent after that is kept for its person and offered again (kept.py).
    """

    def process_request(self, request: HttpRequest) -> None:
        """End a sign-in whose time is over, before anybody asks who is signed in."""
        session = request.session
        if SESSION_KEY not in session:
            return
        now = int(time.time())
        began, seen = session.setdefault(BEGAN, now), session.setdefault(SEEN, now)
        if now - began >= settings.SIGN_IN_SECONDS or now - seen >= settings.SESSION_COOKIE_AGE:
            session.flush()
            return
        # What is left of the twelve hours, for the frame of every page.
        request.seconds_left = settings.SIGN_IN_SECONDS - (now - began)  # type: ignore[attr-defined]
        if now - seen >= SEEN_EVERY_SECONDS:
            session[SEEN] = now

    def handle_no_permission(  # type: ignore[override]  # a script gets no redirect
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponseBase:
        """Send to the sign-in page; keep a form first, and tell a script in its own language."""
        if sent.wants_json(request):
            words = {"error": _("You have been signed out."), "sign_in": reverse("account_login")}
            return JsonResponse(words, status=HTTPStatus.UNAUTHORIZED)
        if request.method in {"GET", "HEAD"}:
            return super().handle_no_permission(request, view_func)
        person = kept.person(request)
        # Its token has been checked by now, where the view asks for one.
        checked = not getattr(view_func, "csrf_exempt", False)
        never = getattr(view_func, "is_never_kept", False)
        if person and checked and not never and kept.can_be_kept(request):
            row = kept.keep(request, by=person)
            return redirect_to_login(reverse("kept-post", args=[row.pk]))
        typed = sent.typed_words(sent.given_back(request)) if checked else []
        if typed and kept.can_be_kept(request):
            # Signed out in another tab: nobody knows for whom to keep it, so it is given back.
            context = {"words": typed, "never": never}
            return render(request, "accounts/signed_out.html", context, status=HTTPStatus.FORBIDDEN)
        # The address of a form cannot always be opened, so there is no way back to it.
        return redirect_to_login(str(settings.LOGIN_REDIRECT_URL))

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Remember whose browser this is, and forget it when they sign out themselves."""
        match = request.resolver_match
        if request.method == "POST" and match and match.view_name in SIGN_OUT:
            kept.forget(response)
        elif hasattr(request, "session"):
            kept.remember(request, response)
            kept.remember_for_whom(request, response)
            kept.put_away_when_done(request, response)
        return response


class SecondStepMiddleware(MiddlewareMixin):
    """Leads whoever must have a second step to choose one, before they open anything else.

    What was typed into a form goes where it was sent: what is opened waits, whoever asks for it,
    and so does a form that reaches far (accounts/signing_in/again.py).
    """

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponseBase], *_given: object
    ) -> HttpResponseBase | None:
        """Send to the page of second steps, where one is due."""
        if not request.session.get(DUE):
            return None
        if request.method not in OPENED and not getattr(view, "asks_again", False):
            return None
        match = request.resolver_match
        name = (match.url_name or "") if match else ""
        if name in BEFORE_SECOND_STEP or name.startswith(ABOUT_SIGNING_IN):
            return None
        if can_take_one(signed_in(request)):
            del request.session[DUE]
            return None
        if sent.wants_json(request):
            words = {"error": _("Choose a second step first."), "sign_in": reverse("mfa_index")}
            return JsonResponse(words, status=HTTPStatus.UNAUTHORIZED)
        return redirect("mfa_index")
