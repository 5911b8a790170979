"""Preparing a share: a short list of pages, each saved by itself."""

import uuid
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.policy import Act, require, roles_in_service
from accounts.selectors import signed_in, team_service
from assessments.actions import Refused
from sharing import actions
from sharing.chosen import asks_offered, missing, preview
from sharing.forms import AsksForm, BodyForm, StepForm, WhatForm, WhyForm
from sharing.models import Share
from sharing.selectors import asks_anything, bodies_to_share_with, finished_of, team_share
from sharing.views.reach import manages, not_done, of_team

Make = Callable[[Mapping[str, Any] | None, Share], StepForm]


@require_http_methods(["GET", "POST"])
def start(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask to whom, then begin."""
    user = signed_in(request)
    service = team_service(user, slug)
    require(Act.PREPARE_SHARE, roles_in_service(user, service))
    bodies = list(bodies_to_share_with(service))
    form = BodyForm(request.POST if request.method == "POST" else None, bodies=bodies)
    kept = finished_of(service)
    if kept and form.is_valid():
        try:
            share = actions.prepare_share(service=service, by=user, **form.cleaned_data)
        except Refused as refused:
            form.add_error("body", str(refused))
        else:
            return redirect("share-what", share.pk)
    context = {"service": service, "form": form, "kept": kept, "bodies": bodies}
    return render(request, "sharing/start.html", context, status=_status(form))


@require_http_methods(["GET", "POST"])
def what(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask which conversations and how much of the report."""
    user, share = of_team(request, pk, Act.PREPARE_SHARE)
    kept = finished_of(share.service)

    def make(data: Mapping[str, Any] | None, share: Share) -> StepForm:
        return WhatForm(data, share=share, closures=kept)

    def onward(share: Share) -> str:
        return "share-asks" if asks_offered(share) else "share-why"

    return _page(
        request,
        user,
        share,
        make=make,
        template="sharing/what.html",
        onward=onward,
        asks_follow=asks_anything(share.service),
    )


@require_http_methods(["GET", "POST"])
def asks(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask of each thing that needs someone else whether it goes with this."""
    user, share = of_team(request, pk, Act.PREPARE_SHARE)
    if request.method == "GET" and not asks_offered(share):
        left = missing(share)
        return redirect("share-what" if left and left[0] == "what" else "share-why", share.pk)

    def make(data: Mapping[str, Any] | None, share: Share) -> StepForm:
        return AsksForm(data, share=share)

    return _page(request, user, share, make=make, template="sharing/asks.html", onward="share-why")


@require_http_methods(["GET", "POST"])
def why(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask why now, and until when."""
    user, share = of_team(request, pk, Act.PREPARE_SHARE)

    def make(data: Mapping[str, Any] | None, share: Share) -> StepForm:
        return WhyForm(data, share=share)

    return _page(
        request,
        user,
        share,
        make=make,
        template="sharing/why.html",
        onward="share-preview",
    )


@require_http_methods(["GET"])
def preview_page(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show a share that is being prepared exactly as its reader would see it."""
    user, share = of_team(request, pk, Act.SEE_SHARES)
    if share.document:
        return redirect("share-copy", share.pk)
    if share.state != Share.State.DRAFT:
        return redirect(share)
    left = missing(share)
    if left is not None:
        return redirect(f"share-{left[0]}", share.pk) if manages(user, share) else redirect(share)
    context = {
        "share": share,
        "service": share.service,
        "report": preview(share),
        "manages": manages(user, share),
        "has_asks": bool(asks_offered(share)),
    }
    return render(request, "sharing/preview.html", context)


def _page(
    request: HttpRequest,
    user: User,
    share: Share,
    *,
    make: Make,
    template: str,
    onward: str | Callable[[Share], str],
    **more: Any,
) -> HttpResponse:
    """Show one page of preparing, or save it and go on.

    Answers 302 when saved, 422 with what was typed when something has to be changed, 409 with what
    was typed when somebody else changed the share since.
    """
    if share.state != Share.State.DRAFT and request.method == "GET":
        return redirect(share)
    form = make(request.POST if request.method == "POST" else None, share)
    if form.is_valid():
        try:
            actions.choose(share, by=user, seen=form.cleaned_data["seen"], **form.choices)
        except Refused as refused:
            form.add_error(None, str(refused))
        except actions.Moved:
            share = team_share(user, share.pk)
            if share.state != Share.State.DRAFT:
                return _too_late(request, share, form)
            if not form.is_saved_in(share):
                again = _again(request, make, share)
                context = {"share": share, "form": again, "now": again.told(share), **more}
                return _shown(request, template, context, status=HTTPStatus.CONFLICT)
        if not form.errors:
            return redirect(onward if isinstance(onward, str) else onward(share), share.pk)
    return _shown(request, template, {"share": share, "form": form, **more}, status=_status(form))


def _shown(
    request: HttpRequest, template: str, context: dict[str, Any], *, status: HTTPStatus
) -> HttpResponse:
    """Show a page of preparing; with 409 it says that somebody chose meanwhile, and what."""
    meanwhile = {"service": context["share"].service, "meanwhile": status == HTTPStatus.CONFLICT}
    return render(request, template, {"now": [], **meanwhile, **context}, status=status)


def _again(request: HttpRequest, make: Make, share: Share) -> StepForm:
    """Return the form with what was typed and the version as it is now, to be looked at again."""
    sent = request.POST.copy()
    sent["seen"] = str(share.version)
    form = make(sent, share)
    form.is_valid()
    return form


def _too_late(request: HttpRequest, share: Share, form: StepForm) -> HttpResponse:
    """Say that it is no longer being prepared, with the words that were typed."""
    return not_done(
        request,
        share,
        _("It is no longer being prepared: somebody showed it, sent it or put it away meanwhile."),
        status=HTTPStatus.CONFLICT,
        typed=form.cleaned_data.get("purpose", ""),
    )


def _status(form: Any) -> HTTPStatus:
    return HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
