"""How every page of a conversation begins: who asks, for what they may reach, in which state."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from accounts.models import Service, User
from accounts.policy import Act, Role, may, require, team_roles
from accounts.signing_in.signed_in import signed_in
from assessments import selectors
from assessments.models import Assessment, Draft, Note
from frameworks.tree import FrameworkTree
from pages.answers import or_404

# Marks of the notes that were kept in this sitting. Who wrote an unsigned note is in no table: a
# session holds a mark that only this site's secret can make of a note's key.
MINE = "notes_of_this_sitting"
ENDED = gettext_lazy("This service has ended, and its conversations with it")


@dataclass
class Talk:
    """A conversation as its pages need it."""

    user: User
    assessment: Assessment
    roles: set[Role]

    def may(self, act: Act) -> bool:
        return may(act, self.roles)

    def to_take_out(self, request: HttpRequest, notes: Iterable[Note]) -> set[uuid.UUID]:
        """Return which of its notes this person may take out; once it was finished, none."""
        if self.assessment.is_being_put_right:
            return set()
        return to_take_out(request, notes, self.roles)

    @property
    def takes_words(self) -> bool:
        """True while it is open and its service runs."""
        return self.assessment.is_open and self.service.archived_on is None

    @property
    def service(self) -> Service:
        return self.assessment.service

    @cached_property
    def tree(self) -> FrameworkTree:
        return selectors.tree_of(self.assessment)

    @cached_property
    def teller(self) -> selectors.Teller:
        """How its pages speak; what the framework asks stays as it asks it."""
        if self.assessment.has_others:  # type: ignore[attr-defined]  # annotated
            return selectors.Teller(by_one=False)
        return selectors.teller_today(self.service, self.tree.own_words)


def to_take_out(request: HttpRequest, notes: Iterable[Note], roles: set[Role]) -> set[uuid.UUID]:
    """Return the keys of those notes that this person may take out in this sitting."""
    marks = request.session.get(MINE, [])
    always = may(Act.TAKE_OUT, roles)
    return {note.pk for note in notes if always or writer_mark(note) in marks}


def writer_mark(note: Note) -> str:
    return salted_hmac("assessments.views.notes", str(note.pk)).hexdigest()


def open_assessment(request: HttpRequest, pk: uuid.UUID, act: Act = Act.WRITE) -> Talk:
    """Return a conversation to whoever may do `act` to it. Raises Http404, PermissionDenied."""
    user = signed_in(request)
    assessment = selectors.assessment(user, pk)
    roles = team_roles(assessment.team_role)  # type: ignore[attr-defined]  # annotated
    require(act, roles)
    return Talk(user, assessment, roles)


def record_page(assessment: Assessment) -> HttpResponse:
    closure = selectors.current_closure(assessment)
    if closure:
        return redirect(closure)
    return redirect("service", assessment.service.slug)


def frame(talk: Talk, page: str = "", draft: Draft | None = None) -> dict[str, Any]:
    return {
        "assessment": talk.assessment,
        "service": talk.service,
        "tree": talk.tree,
        "by_one": talk.teller.by_one,
        "page": page,
        "kept_at": draft.saved_at if draft else None,
        "to_take_out": (),
        "left_over": (),
    }


def finished_meanwhile(
    request: HttpRequest, talk: Talk, typed: list[tuple[str, str]]
) -> HttpResponse:
    """Show what was typed: the conversation was finished or set aside, so it was not written."""
    talk.assessment.refresh_from_db()
    title = _("This conversation was finished while you were typing")
    if talk.assessment.set_aside_at:
        title = _("This conversation was set aside while you were typing")
    elif talk.service.archived_on:
        title = str(ENDED)
    return give_words_back(request, talk, typed, title)


def give_words_back(
    request: HttpRequest,
    talk: Talk,
    typed: list[tuple[str, str]],
    title: str,
    status: HTTPStatus = HTTPStatus.CONFLICT,
) -> HttpResponse:
    """Show what was typed and is not written, under a title that says why."""
    closure = selectors.current_closure(talk.assessment)
    words = {"typed": typed, "closure": closure, "title": title, "form": None}
    context = {**frame(talk), **words, "stay": status == HTTPStatus.OK}
    return render(request, "assessments/finished.html", context, status=status)


class TalkView(View):
    """A page of a conversation, or an act in it, for those who may write there.

    Who opens a page of a finished one is shown its record; one that was set aside is not found.
    Words that were not in it yet are given back to whoever typed them.
    """

    http_method_names: Sequence[str] = ("get", "post")
    talk: Talk

    def dispatch(self, request: HttpRequest, pk: uuid.UUID, **address: Any) -> HttpResponseBase:
        """Find the conversation, then what the address names besides."""
        if str(request.method).lower() not in self.http_method_names:
            return self.http_method_not_allowed(request)
        self.talk = open_assessment(request, pk)
        if request.method != "POST" and not self.talk.takes_words:
            return self._over(request)
        self.find()
        answer = super().dispatch(request, **address)
        return self.talk.teller.page(answer) if isinstance(answer, HttpResponse) else answer

    def _over(self, request: HttpRequest) -> HttpResponse:
        """Show what this person typed and nobody saved, as long as it is kept; else the record."""
        talk = self.talk
        words = selectors.unsaved_words(talk.user, talk.assessment)
        if words:
            title = _("This conversation was finished before you saved your words")
            if talk.assessment.set_aside_at:
                title = _("This conversation was set aside before you saved your words")
            elif talk.service.archived_on:
                title = str(ENDED)
            return give_words_back(request, talk, words, title, HTTPStatus.OK)
        or_404(talk.assessment.set_aside_at is None)
        return record_page(talk.assessment)

    def find(self) -> None:
        """Find what the rest of the address (`kwargs`) names. Raises Http404."""
