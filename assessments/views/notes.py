"""Something worth remembering: kept on any shift, waiting for the next conversation."""

import uuid
from collections.abc import Iterable

from django.contrib import messages
from django.contrib.sessions.backends.base import SessionBase
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import Service
from accounts.models.service import team_service
from accounts.policy import Act, Role, may, require, roles_in_service
from accounts.signing_in.signed_in import signed_in
from assessments import actions, selectors
from assessments.actions import Refused
from assessments.forms.one_question import NoteForm
from assessments.models import Note
from assessments.views.reach import Talk
from frameworks.selectors import tree_for
from pages.answers import form_page, posted

SENT = "notes_kept"  # the keys of the last few forms, so that one sent twice is kept once
# Marks of the notes that were kept in this sitting. Who wrote an unsigned note is in no table: a
# session holds a mark that only this site's secret can make of a note's key.
MINE = "notes_of_this_sitting"
REMEMBERED = 20


@require_http_methods(["GET", "POST"])
def note_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Keep one line; then back to where one came from."""
    user = signed_in(request)
    service = team_service(user, slug)
    require(Act.KEEP_NOTE, roles_in_service(user, service))
    if service.archived_on and request.method != "POST":
        return redirect(service)  # which says so
    framework = selectors.sheet(service).framework
    data = posted(request)
    form = NoteForm(data, tree=tree_for(service, framework.pk))
    if form.is_valid():
        key = str(form.cleaned_data["key"] or "")
        keys = request.session.get(SENT, [])
        note = None
        try:
            if not key or key not in keys:
                note = form.save(service, framework, by=user)
        except Refused as refused:
            form.add_error("words", str(refused))
        else:
            request.session[SENT] = [*keys, key][-REMEMBERED:]
            _say_kept(request, note)
            return redirect(_after(service))
    return form_page(request, "assessments/note.html", form, {"service": service})


@require_http_methods(["GET", "POST"])
def take_note_out(request: HttpRequest, slug: str, row: uuid.UUID) -> HttpResponse:
    """Ask, then take a note out: its writer in the same sitting, a manager always."""
    user = signed_in(request)
    service = team_service(user, slug)
    roles = roles_in_service(user, service)
    if selectors.is_taken_out(service, row):
        return _out(request, service)
    note = selectors.note(service, row)
    if note.pk not in to_take_out(request.session, [note], roles):
        raise PermissionDenied
    if request.method != "POST":
        return render(request, "assessments/take_note_out.html", {"service": service, "note": note})
    try:
        actions.take_out_note(note, by=user if may(Act.TAKE_OUT, roles) else None)
    except Refused as refused:
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


def to_take_out(session: SessionBase, notes: Iterable[Note], roles: set[Role]) -> set[uuid.UUID]:
    """Return the keys of those notes that this person may take out in this sitting."""
    marks = session.get(MINE, [])
    always = may(Act.TAKE_OUT, roles)
    return {note.pk for note in notes if always or _mark(note) in marks}


def notes_to_take_out(request: HttpRequest, talk: Talk, notes: Iterable[Note]) -> set[uuid.UUID]:
    """Return those of a conversation's notes that this person may take out; once finished, none."""
    if talk.assessment.is_being_put_right:
        return set()
    return to_take_out(request.session, notes, talk.roles)


def _say_kept(request: HttpRequest, note: Note | None) -> None:
    """Say that it is kept; beside it stands the way to take it out again."""
    if note is None:
        messages.success(request, _("Kept. The team sees it next time you talk."))
        return
    request.session[MINE] = [*request.session.get(MINE, []), _mark(note)][-REMEMBERED:]
    messages.success(request, render_to_string("assessments/_note_kept.html", {"note": note}))


def _mark(note: Note) -> str:
    return salted_hmac("assessments.views.notes", str(note.pk)).hexdigest()
