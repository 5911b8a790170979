"""Something worth remembering: kept until the team talks, and taken out again."""

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import Service
from accounts.policy import Act, may, team_roles
from accounts.signing_in.signed_in import own_team
from assessments import actions, selectors
from assessments.forms.one_question import NoteForm
from assessments.models import Note
from assessments.views.reach import MINE, to_take_out, writer_mark
from frameworks.selectors import tree_for
from pages.answers import RefusalOnField, form_page, posted

SENT = "notes_kept"  # the keys of the last few forms, so that one sent twice is kept once
REMEMBERED = 20


@require_http_methods(["GET", "POST"])
def note_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Keep one line; then back to where one came from."""
    user, service = own_team(request, slug, Act.KEEP_NOTE)
    if service.archived_on and request.method != "POST":
        return redirect(service)  # which says so
    framework = selectors.sheet(service).framework
    data = posted(request)
    form = NoteForm(data, tree=tree_for(service, framework.pk))
    if form.is_valid():
        key = str(form.cleaned_data["key"] or "")
        keys = request.session.get(SENT, [])
        is_new = not key or key not in keys
        with RefusalOnField(form, "words"):
            note = form.save(service, framework, by=user) if is_new else None
            request.session[SENT] = [*keys, key][-REMEMBERED:]
            _say_kept(request, note)
            return redirect(_after(service))
    return form_page(request, "assessments/note.html", form, {"service": service})


@require_http_methods(["GET", "POST"])
def take_note_out(request: HttpRequest, slug: str, row: uuid.UUID) -> HttpResponse:
    """Ask, then take a note out: its writer in the same sitting, a manager always."""
    user, service = own_team(request, slug, Act.KEEP_NOTE)
    roles = team_roles(service.team_role)
    if selectors.is_taken_out(service, row):
        return _out(request, service)
    note = selectors.note(service, row)
    if note.pk not in to_take_out(request, [note], roles):
        raise PermissionDenied
    if request.method != "POST":
        return render(request, "assessments/take_note_out.html", {"service": service, "note": note})
    try:
        actions.take_out_note(note, by=user if may(Act.TAKE_OUT, roles) else None)
    except actions.Refused as refused:
        messages.info(request, str(refused))
        return redirect(_after(service))
    return _out(request, service)


def _out(request: HttpRequest, service: Service) -> HttpResponse:
    messages.success(request, _("It is taken out. Nobody can read it any more."))
    return redirect(_after(service))


def _after(service: Service) -> str:
    if service.practice_of_id:
        return service.get_absolute_url()
    return reverse("home")


def _say_kept(request: HttpRequest, note: Note | None) -> None:
    """Say that it is kept; beside it stands the way to take it out again."""
    if note is None:
        messages.success(request, _("Kept. The team sees it next time you talk."))
        return
    request.session[MINE] = [*request.session.get(MINE, []), writer_mark(note)][-REMEMBERED:]
    messages.success(request, render_to_string("assessments/_note_kept.html", {"note": note}))
