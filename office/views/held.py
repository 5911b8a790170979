"""What is held about oneself, and who did what, as pages and a file; erasing oneself or others."""

import json
import uuid
from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import PermissionDenied
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.actions import accounts_merged_into
from accounts.models.user import person_on_site
from accounts.selectors import alone_with
from accounts.signing_in.again import asks_again, asks_again_to_open
from accounts.signing_in.signed_in import forget, signed_in
from office import done
from office.actions import erase_person
from office.forms.accounts import EraseForm
from office.holding.about import as_file, held_about, where_they_wrote
from office.views.reach import body_of_lead, of_lead, searched, who_runs
from pages.answers import RefusedBeside, file_answer, form_page, posted

MOST_ON_THE_PAGE = 8


@require_http_methods(["GET", "HEAD"])
def about_me(request: HttpRequest) -> HttpResponse:
    """Show what is held about whoever asks, kind by kind."""
    user = signed_in(request)
    context = {"kinds": held_about(user, most=MOST_ON_THE_PAGE), "wrote": where_they_wrote(user)}
    return render(request, "office/about_me.html", context)


@asks_again_to_open
@require_http_methods(["GET", "HEAD"])
def about_me_file(request: HttpRequest) -> HttpResponse:
    told = as_file(signed_in(request))
    text = json.dumps(told, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
    return file_answer(text, "application/json; charset=utf-8", "about-me.json")


@require_http_methods(["GET", "POST"])
@asks_again
def erase_me(request: HttpRequest) -> HttpResponse:
    """Erase oneself, once one's name is typed; then nobody is signed in any more."""
    user = signed_in(request)
    form = EraseForm(posted(request), name=user.display_name)
    if form.is_valid():
        with RefusedBeside(form, "name"):
            erase_person(user, by=user)
            logout(request)
            said = _("Your account is erased. What you wrote stays with those you wrote it for.")
            messages.success(request, said)
            answer = redirect("account_login")
            forget(answer)
            return answer
    context = {
        "others": accounts_merged_into(user),
        "alone": alone_with(user),
        "wrote": where_they_wrote(user),
    }
    return form_page(request, "office/erase_me.html", form, context)


@require_http_methods(["GET", "POST"])
@asks_again
def erase_somebody(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Erase somebody who asked for it, once their name is typed."""
    user, person = who_runs(request), person_on_site(pk)
    if person.is_superuser and not user.is_superuser:
        raise PermissionDenied
    if user == person:
        return redirect("erase-me")
    form = EraseForm(posted(request), name=person.display_name)
    if form.is_valid():
        with RefusedBeside(form, "name"):
            erase_person(person, by=user)
            messages.success(request, _("Erased. What they wrote stays, without their name."))
            return redirect("site-people")
    context = {"person": person, "others": accounts_merged_into(person)}
    return form_page(request, "office/erase_person.html", form, context)


LONGEST = 18  # figures of a key


@require_http_methods(["GET", "HEAD"])
def site_done(request: HttpRequest) -> HttpResponse:
    """Show who runs the site what was done: accounts, roles, reports sent and taken back."""
    who_runs(request)
    return _done(request, done.done_on_site, on_site=True)


@require_http_methods(["GET", "HEAD"])
def our_done(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a lead what was arranged in the organisation and its teams."""
    _user, organisation = of_lead(request, slug)
    return _done(request, partial(done.done_at, organisation), organisation=organisation)


@require_http_methods(["GET", "HEAD"])
def body_done(request: HttpRequest, slug: str) -> HttpResponse:
    """Show whoever leads on this in a body what was arranged there."""
    _user, body = body_of_lead(request, slug)
    return _done(request, partial(done.done_at, body), body=body)


def _done(request: HttpRequest, read: Callable[..., done.DonePage], **of: Any) -> HttpResponse:
    typed = request.GET.get("before", "")
    # What is no key begins with the newest.
    is_key = typed.isascii() and typed.isdigit() and len(typed) <= LONGEST
    words = searched(request)
    page = read(before=int(typed) if is_key else None, words=words)
    places = {"on_site": False, "organisation": None, "body": None}
    newest = "before" not in request.GET
    context = places | of | {"page": page, "words": words, "newest": newest}
    return render(request, "office/done.html", context)
