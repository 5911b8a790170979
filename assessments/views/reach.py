"""How every page of a conversation begins: who asks, for what they may reach, in which state."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.views import View

from accounts.models import Service, User
from accounts.policy import Act, Role, may, require, team_roles
from accounts.signing_in.signed_in import signed_in
from assessments import selectors
from assessments.models import Assessment
from frameworks.tree import FrameworkTree
from pages.answers import or_404


@dataclass
class Talk:
    """A conversation as its pages need it."""

    user: User
    assessment: Assessment
    roles: set[Role]

    def may(self, act: Act) -> bool:
        return may(act, self.roles)

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


def open_assessment(user: User, pk: uuid.UUID, act: Act = Act.WRITE) -> Talk:
    """Return the conversation with this key to a person who may do `act` to it.

    Raises Http404 (not theirs, set aside, none) and PermissionDenied.
    """
    assessment = selectors.assessment(user, pk)
    roles = team_roles(assessment.team_role)  # type: ignore[attr-defined]  # annotated
    require(act, roles)
    return Talk(user, assessment, roles)


def record_page(assessment: Assessment) -> HttpResponse:
    closure = selectors.current_closure(assessment)
    if closure:
        return redirect(closure)
    return redirect("service", assessment.service.slug)


class TalkView(View):
    """A page of a conversation, or an act in it, for those who may write there.

    Who opens a page of a finished one is shown its record. One that was set aside is not found; a
    form sent to it meanwhile gets its words back.
    """

    http_method_names: Sequence[str] = ("get", "post")
    talk: Talk

    def dispatch(self, request: HttpRequest, pk: uuid.UUID, **address: Any) -> HttpResponseBase:
        """Find the conversation, then what the address names besides."""
        if str(request.method).lower() not in self.http_method_names:
            return self.http_method_not_allowed(request)
        self.talk = open_assessment(signed_in(request), pk)
        if request.method != "POST":
            or_404(self.talk.assessment.set_aside_at is None)
            if not self.talk.takes_words:
                return record_page(self.talk.assessment)
        self.find()
        return super().dispatch(request, **address)

    def find(self) -> None:
        """Find what the rest of the address (`kwargs`) names. Raises Http404."""
