"""Our understanding: read, written by the team, answered by the body, ended by either."""

import uuid
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.actions import has_manager
from accounts.models import User
from accounts.policy import Act
from accounts.selectors import people_of, readers_of
from agreeing import actions
from agreeing.forms import BesideForm, CameOfForm, WritingForm
from agreeing.models import Side, Tie, Understanding
from agreeing.selectors import came_of, earlier_than, newest_agreed, open_version, seen_of
from agreeing.text import boxes, paper_blocks, paper_document, sent_sentence
from agreeing.views.reach import Asker, asker, not_as_seen
from assessments.actions import Refused
from pages.answers import RefusalOnField, file_answer, form_again, form_page, or_404, posted
from pages.words import slug_of
from reports.content.understanding import fixed_terms, no_contract
from reports.printing.word import MIME


@require_http_methods(["GET"])
def understanding(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show what is agreed, what is written or asked about, and what came of it."""
    who = asker(request, pk, Act.SEE_AGREED)
    agreed = newest_agreed(who.tie)
    version = open_version(who.tie)
    if version is not None and not who.is_team and not version.is_put:
        version = None  # what the team is writing is the team's
    members = _members(who.tie)
    earlier = earlier_than(who.tie, agreed)
    context = {
        **who.names,
        "agreed": _version_context(agreed, members),
        "open": _version_context(version, members),
        "came_of": _came_of(who, agreed),
        "earlier": [_version_context(older, members) for older in earlier],
        "terms": fixed_terms(),
        "no_contract": no_contract(),
        "may_write": who.may(Act.WRITE_AGREED),
        "may_answer": who.may(Act.ANSWER_AGREED),
        "may_end": _may_end(who),
        "may_speak": who.may(Act.SPEAK_FOR_SIDE),
        "anybody": readers_of(who.tie.body).exists(),
    }
    return render(request, "agreeing/understanding.html", context)


@require_http_methods(["GET"])
def understanding_paper(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    who = asker(request, pk, Act.SEE_AGREED)
    context = {**who.names, "blocks": paper_blocks(who.tie)}
    return render(request, "agreeing/paper.html", context)


@require_http_methods(["GET"])
def understanding_word(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    who = asker(request, pk, Act.SEE_AGREED)
    body = slug_of(who.tie.body.name) or who.tie.body.slug
    name = f"{who.tie.service.name_of_files}-{body}-understanding.docx"
    return file_answer(paper_document(who.tie), MIME, name)


@require_http_methods(["GET", "POST"])
def understanding_write(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    who = asker(request, pk, Act.WRITE_AGREED)
    version = open_version(who.tie) or newest_agreed(who.tie)
    initial = {**WritingForm.saved(version), "seen": seen_of(who.tie)}
    form = WritingForm(posted(request), tie=who.tie, initial=initial)
    context = {**who.names, "theirs": []}
    if not form.is_valid():
        return form_page(request, "agreeing/write.html", form, context)
    try:
        seen = form.cleaned_data["seen"]
        actions.write_understanding(who.tie, form.texts, seen=seen, by=who.user)
    except actions.Stale:
        return _written_meanwhile(request, who)
    words = _("Written. {body} has not been asked yet.")
    messages.success(request, words.format(body=who.tie.body))
    return redirect("understanding", pk)


@require_http_methods(["POST"])
def understanding_put(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    who = asker(request, pk, Act.WRITE_AGREED)
    version = or_404(open_version(who.tie) or newest_agreed(who.tie))
    try:
        actions.put_understanding(version, seen=request.POST.get("seen", ""), by=who.user)
    except Refused as refused:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return not_as_seen(request, who, str(refused), status=status)
    except actions.Stale:
        return _show_changed(request, who)
    return redirect("understanding", pk)


@require_http_methods(["POST"])
def understanding_agree(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    who = asker(request, pk, Act.ANSWER_AGREED)
    version = or_404(open_version(who.tie) or newest_agreed(who.tie))
    try:
        actions.agree(version, seen=request.POST.get("seen", ""), by=who.user)
    except actions.Stale:
        return _show_changed(request, who)
    return redirect("understanding", pk)


@require_http_methods(["GET", "POST"])
def understanding_beside(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    who = asker(request, pk, Act.ANSWER_AGREED)
    version = open_version(who.tie)
    if version is None or not version.is_put:
        if request.method == "GET":
            return redirect("understanding", pk)
        return _show_changed(request, who, typed=request.POST.get("words", ""))
    form = BesideForm(posted(request), initial={"seen": version.wording()})
    context = {**who.names, "boxes": boxes(version), "remarks": list(version.remarks.all())}
    if form.is_valid():
        words, seen = form.cleaned_data["words"], form.cleaned_data["seen"]
        try:
            with RefusalOnField(form, "words"):
                actions.say_beside(version, words, seen=seen, by=who.user)
                messages.success(request, sent_sentence(who.tie.service))
                return redirect("understanding", pk)
        except actions.Stale:
            return _show_changed(request, who, typed=words)
    return form_page(request, "agreeing/beside.html", form, context)


@require_http_methods(["GET", "POST"])
def understanding_end(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    who = asker(request, pk, Act.SEE_AGREED)
    if not _may_end(who):
        raise PermissionDenied
    version = or_404(newest_agreed(who.tie))
    if request.method == "GET":
        context = {**who.names, "version": version}
        return render(request, "agreeing/end.html", context)
    seen = request.POST.get("seen", "")
    try:
        actions.end_understanding(version, seen=seen, side=who.side, by=who.user)
    except actions.Stale:
        return _show_changed(request, who)
    return redirect("understanding", pk)


@require_http_methods(["GET", "POST"])
def understanding_came_of(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    who = asker(request, pk, Act.SPEAK_FOR_SIDE)
    version = or_404(newest_agreed(who.tie))
    form = CameOfForm(posted(request), tie=who.tie)
    context = {**who.names, "boxes": boxes(version)}
    if form.is_valid():
        with RefusalOnField(form, Side.TEAM):
            actions.say_what_came_of_it(version, form.texts, side=who.side, by=who.user)
            return redirect("understanding", pk)
    return form_page(request, "agreeing/came_of.html", form, context)


def _may_end(who: Asker) -> bool:
    """Say whether this person may end it for their side: anybody of a team that nobody manages."""
    if who.may(Act.SPEAK_FOR_SIDE):
        return True
    return who.is_team and not has_manager(who.tie.service)


def _version_context(
    version: Understanding | None, members: dict[Side, set[uuid.UUID]]
) -> dict[str, Any] | None:
    if version is None:
        return None
    return {
        "version": version,
        "boxes": boxes(version),
        "remarks": list(version.remarks.all()),
        "moved_on": list(_who_left(version, members)) if version.agreed_at else [],
    }


def _came_of(who: Asker, version: Understanding | None) -> list[Any]:
    """Return what came of it; the team's own words are the team's until a report takes them."""
    if version is None:
        return []
    rows = came_of(version)
    if who.is_team:
        return rows
    return [row for row in rows if row.side == who.side]


def _members(tie: Tie) -> dict[Side, set[uuid.UUID]]:
    team, readers = people_of(tie.service), readers_of(tie.body)
    return {
        Side.TEAM: set(team.values_list("pk", flat=True)),
        Side.BODY: set(readers.values_list("pk", flat=True)),
    }


def _who_left(version: Understanding, members: dict[Side, set[uuid.UUID]]) -> Iterator[User]:
    """Give who agreed for a side that they are not of any more, and still has a name here."""
    for side, person in ((Side.TEAM, version.put_by), (Side.BODY, version.agreed_by)):
        if person is not None and not person.erased_on and person.pk not in members[side]:
            yield person


def _show_changed(request: HttpRequest, who: Asker, *, typed: str = "") -> HttpResponse:
    why = _("It was changed or agreed since you looked. Look at it as it is now.")
    return not_as_seen(request, who, why, status=HTTPStatus.CONFLICT, typed=typed)


def _written_meanwhile(request: HttpRequest, who: Asker) -> HttpResponse:
    form = WritingForm(form_again(request, seen=seen_of(who.tie)), tie=who.tie)
    context = {**who.names, "met": True, "theirs": [], "remarks": []}
    version = open_version(who.tie) or newest_agreed(who.tie)
    if version is not None:
        context |= {"theirs": boxes(version), "remarks": list(version.remarks.all())}
    return form_page(request, "agreeing/write.html", form, context)
