"""Pages about being signed in."""

import uuid
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from allauth.account import views as allauth_views
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.csrf import (  # type: ignore[attr-defined]  # private, and the lock holds them
    CSRF_TOKEN_LENGTH,
    InvalidTokenFormat,
    _check_token_format,
    _unmask_cipher_token,
)
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import actions, kept_posts, selectors
from accounts.models import User
from accounts.signing_in import sign_ins
from accounts.signing_in.again import asks_again
from accounts.signing_in.forms import LettersForm, OwnNameForm
from accounts.signing_in.signed_in import drawn_for, mark_of, signed_in, whose_browser
from accounts.signing_in.single.let_in import way_out
from pages.answers import ChangeAsSeen, SayOutcome, form_page, posted
from pages.forms import submission


def by_letter(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Let a view that sends a letter say what to do instead, where none goes out from here."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if settings.LETTERS_GO_OUT:
            return view(request, *args, **kwargs)
        status = HTTPStatus.CONFLICT if request.method == "POST" else HTTPStatus.OK
        return render(request, "account/no_letters.html", status=status)

    return answer


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_address(request: HttpRequest, key: str) -> HttpResponseBase:
    """Confirm an address; of two accounts in one moment the second is told that it is taken."""
    try:
        with transaction.atomic():
            first: HttpResponseBase = allauth_views.confirm_email(request, key=key)
            return first
    except IntegrityError:
        second: HttpResponseBase = allauth_views.confirm_email(request, key=key)
        return second


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def sign_out(request: HttpRequest) -> HttpResponseBase:
    """Sign out; who came in by their organisation's sign-in is told that it may go on there."""
    address = way_out(request, request.session) if request.user.is_authenticated else ""
    answer: HttpResponseBase = allauth_views.logout(request)
    if address and not request.user.is_authenticated:
        return render(request, "account/signed_out_here.html", {"address": address})
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
def own_addresses(request: HttpRequest) -> HttpResponseBase:
    """Show one's addresses. A new one is confirmed by a letter, so that it waits for post."""
    by_a_letter = {"action_add", "action_send"} & request.POST.keys()
    if by_a_letter and not settings.LETTERS_GO_OUT:
        words = _("No letter goes out from here. Whoever runs this site can change your address.")
        messages.warning(request, words)
        return redirect("account_email")
    answer: HttpResponseBase = allauth_views.email(request)
    return answer


def is_drawn_for(request: HttpRequest, person: User | None) -> bool:
    """Say whether the form that was sent was drawn for this person (None: nobody is known).

    A form that nobody remembers counts as theirs only where no other person is remembered.
    """
    pairs = drawn_for(request)
    people = dict(pairs)
    whose = people.get(mark_of(_secret(request)))
    mine = None
    if person:
        mine = mark_of(str(person.pk))
    elif pairs:  # whoever was the last to sign in here
        mine = pairs[-1][1]
    if whose is None:
        return set(people.values()) <= {mine}
    return whose == mine


def _secret(request: HttpRequest) -> str:
    token = request.POST.get("csrfmiddlewaretoken", "")
    try:
        _check_token_format(token)
    except InvalidTokenFormat:
        return ""
    if len(token) == CSRF_TOKEN_LENGTH:
        return str(_unmask_cipher_token(token))
    return token


def token_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose token is not the one of this sign-in any more.

    That is what happens in one tab when the person signed in again in another. If a page of ours
    sent it, it is kept, and they send it again with a button of their own; else it is refused.
    What was typed before somebody else signed in is neither kept for them nor shown to them.
    """
    if isinstance(request.user, User):
        person: User | None = request.user
    else:
        person = whose_browser(request)
    is_ours, is_own = kept_posts.came_from_here(request), is_drawn_for(request, person)
    if person and is_ours and is_own and kept_posts.can_be_kept(request):
        row = kept_posts.keep(request, by=person)
        address = reverse("kept-post", args=[row.pk])
        if request.user.is_authenticated:
            address += kept_posts.OLD
        return redirect(address)
    words = submission.words_to_return(request) if is_ours and is_own else []
    context = {"words": words, "of_another": is_ours and not is_own}
    return render(request, "403_csrf.html", context, status=HTTPStatus.FORBIDDEN)


@require_http_methods(["GET"])
def kept_post(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Show what the person sent and was not taken yet, with one button to send it again.

    Their sign-in had run out, or its page was of another, or they were asked whether it is them.
    """
    row = selectors.kept_post_of(signed_in(request), key)
    if row is None:
        return render(request, "accounts/kept_post_over.html", status=HTTPStatus.GONE)
    context = {
        "post": row,
        "fields": submission.fields(row.body),
        "words": submission.typed_words(row.body),
        "field": kept_posts.FIELD,
        "act": kept_posts.act_of(row),
        "was_asked": "asked" in request.GET,
        "was_old": "old" in request.GET,
    }
    return render(request, "accounts/kept_post.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def where_signed_in(request: HttpRequest) -> HttpResponse:
    """Show somebody where they are signed in, and sign them out there: in one place, or in all."""
    person = signed_in(request)
    if request.method == "POST":
        if "others" in request.POST:
            sign_ins.end_others(request, person)
            messages.success(request, _("You are signed out everywhere but here."))
        elif sign_ins.end_place(request, person, _key(request.POST.get("place", ""))):
            messages.success(request, _("You are signed out there."))
        else:
            messages.warning(request, _("You are not signed in there any more."))
        return redirect("account_where")
    places = sign_ins.places_of(request, person)
    return render(request, "accounts/where_signed_in.html", {"places": places})


def _key(typed: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(typed)
    except ValueError:
        return None


@require_http_methods(["GET", "HEAD", "POST"])
def own_name(request: HttpRequest) -> HttpResponse:
    """Ask what somebody is called. Who runs the site may have changed it meanwhile: 409, then."""
    person = signed_in(request)
    form = OwnNameForm(posted(request), row=person)
    if form.is_valid():
        values = {"display_name": form.cleaned_data["display_name"], "email": person.email}
        with ChangeAsSeen(form, "display_name"):
            actions.describe_person(form.as_seen, by=person, **values)
            messages.success(request, _("Kept."))
            return redirect("account_email")
    return form_page(request, "accounts/own_name.html", form, {"met": form.met})


@require_http_methods(["GET", "HEAD", "POST"])
def letters(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    form = LettersForm(posted(request), user=user)
    if form.is_valid():
        actions.choose_letters(user, form.cleaned_data["wanted"])
        messages.success(request, _("Kept."))
        return redirect("letters")
    return form_page(request, "accounts/letters.html", form)


@require_http_methods(["GET", "HEAD", "POST"])
@asks_again
def close_own_account(request: HttpRequest) -> HttpResponse:
    """Say what closing one's account means, then close it and sign out."""
    user = signed_in(request)
    if request.method == "POST":
        with SayOutcome(request):
            actions.close_account(user, by=user)
            words = _(
                "Your account is switched off. What you wrote stays with those you wrote it for."
            )
            return sign_ins.sign_out_for_good(request, words)
        return redirect("close-account")
    has_practice = selectors.practice_of(user) is not None
    context = {"alone": selectors.teams_managed_alone(user), "has_practice": has_practice}
    return render(request, "accounts/close_account.html", context)


@require_http_methods(["GET"])
def keepalive(request: HttpRequest) -> HttpResponse:
    """Answer nothing; asking it counts as being there, so the sign-in goes on."""
    return HttpResponse(status=204)
