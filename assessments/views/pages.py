"""How a page of a conversation is shown and saved: the same for all of them."""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any, TypeVar

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from assessments import selectors
from assessments.actions import (
    AlreadySaved,
    NotOpen,
    Refused,
    Stale,
    drop_draft,
    ending_draft,
    keep_draft,
)
from assessments.forms.page import PageForm
from assessments.models import Draft
from assessments.views.reach import Talk

F = TypeVar("F", bound=PageForm)


def talk_page(
    request: HttpRequest,
    talk: Talk,
    *,
    page: str,
    make: Callable[[Any, Mapping[str, Any] | None], F],
    template: str,
    onward: str | Callable[[F], str],
    context: Mapping[str, Any] | Callable[[F], Mapping[str, Any]] = {},  # noqa: B006 -- read only
) -> HttpResponse:
    """Show a form, or save it and go on.

    Args:
        page: the name under which a draft of it is kept.
        make: makes the form from what was sent (or None) and a draft's fields (or None).
        onward: the address that comes next, or a function that gives it for the saved form.
        context: what the template wants besides, or a function that gives it for the form.

    Answers 302 when saved (also when it had been saved before), 422 with what was typed when
    something has to be changed, 409 when somebody else got there first; what was typed is a draft
    then, so that it outlives the page.
    """
    if request.method == "POST":
        form = make(request.POST, None)
        if form.is_valid():
            answer = _save(request, talk, form, page)
            if answer is not None:
                return answer
            if not form.errors:
                if from_reading(request) and not form.stays:
                    return redirect("read-back", talk.assessment.pk)
                return redirect(onward if isinstance(onward, str) else onward(form))
        elif not talk.takes_words:
            return finished_meanwhile(request, talk, form.typed)
        draft = _keep(request, talk, form, page)
    else:
        draft = selectors.draft_of(talk.user, talk.assessment, page)
        form = make(None, draft.fields if draft else None)
    more = context if isinstance(context, Mapping) else context(form)
    shown = {**frame(talk, page, draft), **more, "form": form, "reading": from_reading(request)}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, template, shown, status=status)


def from_reading(request: HttpRequest) -> bool:
    """Say whether this page was opened from *Read it back*, to which it then returns."""
    return request.GET.get("from") == "read-back"


def frame(talk: Talk, page: str = "", draft: Draft | None = None) -> dict[str, Any]:
    """Return what every page of a conversation shows."""
    return {
        "assessment": talk.assessment,
        "service": talk.service,
        "tree": talk.tree,
        "page": page,
        "kept_at": draft.saved_at if draft else None,
        "to_take_out": (),
    }


def _save(request: HttpRequest, talk: Talk, form: PageForm, page: str) -> HttpResponse | None:
    """Save; return a page where it could not be, None where it was or the form says what to do."""
    of_page: dict[str, Any] = {"user": talk.user, "assessment": talk.assessment, "page": page}
    try:
        with ending_draft(**of_page, key=form.page_key):
            form.save(talk.assessment, by=talk.user)
    except AlreadySaved:
        drop_draft(**of_page, key=form.page_key)
    except Refused as refused:
        form.add_error(None, str(refused))
    except Stale as stale:
        return _both(request, talk, form, page, stale)
    except NotOpen:
        if not form.has_nothing_new and not selectors.sent_before(form.cleaned_data["key"]):
            return finished_meanwhile(request, talk, form.typed)
        drop_draft(**of_page, key=form.page_key)
    return None


def _both(
    request: HttpRequest, talk: Talk, form: PageForm, page: str, stale: Stale
) -> HttpResponse:
    """Show both texts and ask. What was typed is kept as a draft until that is answered."""
    sent = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in {"csrfmiddlewaretoken", "conflict"}
        for value in values
    ]
    _keep(request, talk, form, page)
    clash = form.clash(stale.current)
    shown = {
        "theirs": clash.theirs,
        "mine": clash.mine,
        "action": request.get_full_path(),
        "fields": sent,
        "back": request.get_full_path(),
        "form": None,
    }
    return render(request, "409.html", {**frame(talk, page), **shown}, status=HTTPStatus.CONFLICT)


def _keep(request: HttpRequest, talk: Talk, form: PageForm, page: str) -> Draft | None:
    """Keep what was sent as a draft; None where the words do not fit, as the form says itself."""
    try:
        fields = form.to_keep(request.POST)
        return keep_draft(user=talk.user, assessment=talk.assessment, page=page, fields=fields)
    except (ValidationError, NotOpen):
        return None


def carry_out(request: HttpRequest, talk: Talk, act: Callable[[], object]) -> HttpResponse | None:
    """Do a small act without a form; return the page that says why not, None where it is done."""
    try:
        act()
    except NotOpen:
        return finished_meanwhile(request, talk, [])
    except Refused as refused:
        messages.info(request, str(refused))
        return redirect(talk.assessment)
    return None


def finished_meanwhile(
    request: HttpRequest, talk: Talk, typed: list[tuple[str, str]]
) -> HttpResponse:
    """Show what was typed: the conversation was finished or set aside, so it was not written."""
    talk.assessment.refresh_from_db()
    title = _("This conversation was finished while you were typing")
    if talk.assessment.set_aside_at:
        title = _("This conversation was set aside while you were typing")
    elif talk.service.archived_on:
        title = _("This service has ended, and its conversations with it")
    return _meanwhile(request, talk, typed, title)


def taken_out_meanwhile(
    request: HttpRequest, talk: Talk, typed: list[tuple[str, str]]
) -> HttpResponse:
    """Show what was typed: somebody took out what it was to change, so it was not written."""
    return _meanwhile(request, talk, typed, _("This was taken out while you were typing"))


def _meanwhile(
    request: HttpRequest, talk: Talk, typed: list[tuple[str, str]], title: str
) -> HttpResponse:
    shown = {
        **frame(talk),
        "typed": typed,
        "closure": selectors.current_closure(talk.assessment),
        "title": title,
        "form": None,
    }
    return render(request, "assessments/finished.html", shown, status=HTTPStatus.CONFLICT)
