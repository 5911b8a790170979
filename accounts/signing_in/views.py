"""Pages about being signed in."""

import uuid
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import actions, kept, selectors
from accounts.forms import LettersForm
from accounts.models import User
from accounts.signing_in import drawn_for
from pages.forms import sent


def saying_422(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Let a view of allauth answer 422 to a form with errors, as all of ours do."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        form = (getattr(response, "context_data", None) or {}).get("form")
        if request.method == "POST" and form is not None and form.errors:
            response.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
        return response

    return answer


def token_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose token is not the one of this sign-in any more.

    That is what happens in one tab when the person signed in again in another. If a page of ours
    sent it, it is kept, and they send it again with a button of their own; else it is refused.
    What was typed before somebody else signed in is neither kept for them nor shown to them.

    Args:
        request: the form.
        reason: Django's, for its log.
    """
    if isinstance(request.user, User):
        person: User | None = request.user
    else:
        person = kept.person(request)
    ours, own = kept.came_from_here(request), drawn_for.is_own(request, person)
    if person and ours and own and kept.can_be_kept(request):
        row = actions.keep_post(
            path=request.get_full_path(), body=sent.typed(request, without=kept.FIELD), by=person
        )
        return redirect("kept-post", row.pk)
    words = sent.typed_words(sent.given_back(request)) if ours and own else []
    context = {"words": words, "of_another": ours and not own}
    return render(request, "403_csrf.html", context, status=HTTPStatus.FORBIDDEN)


@require_http_methods(["GET"])
def kept_post(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Show what the person sent after their sign-in ran out, with one button to send it again."""
    row = selectors.kept_post_of(selectors.signed_in(request), key)
    context = {
        "kept": row,
        "fields": sent.fields(row.body),
        "words": sent.typed_words(row.body),
        "field": kept.FIELD,
    }
    return render(request, "accounts/kept_post.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def letters(request: HttpRequest) -> HttpResponse:
    """Ask which letters somebody would like: one question, not a table."""
    user = selectors.signed_in(request)
    form = LettersForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        actions.choose_letters(user, form.cleaned_data["wanted"])
        messages.success(request, _("Kept."))
        return redirect("letters")
    status = HTTPStatus.UNPROCESSABLE_ENTITY if request.method == "POST" else HTTPStatus.OK
    return render(request, "accounts/letters.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def close_own_account(request: HttpRequest) -> HttpResponse:
    """Say what closing one's account means, then close it and sign out."""
    user = selectors.signed_in(request)
    if request.method == "POST":
        try:
            actions.close_account(user, by=user)
        except ValidationError as error:
            messages.warning(request, " ".join(error.messages))
            return redirect("close-account")
        logout(request)
        messages.success(
            request, _("Your account is switched off. What you wrote stays your teams’.")
        )
        return redirect("account_login")
    context = {"alone": selectors.alone_with(user), "has_practice": selectors.has_practice(user)}
    return render(request, "accounts/close_account.html", context)


@require_http_methods(["GET"])
def keepalive(request: HttpRequest) -> HttpResponse:
    """Answer nothing; asking it counts as being there, so the sign-in goes on."""
    return HttpResponse(status=204)
