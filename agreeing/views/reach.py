"""How every page between a team and a body begins: who asks, for which side."""

import uuid
from dataclasses import dataclass
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.models import User
from accounts.policy import Act, Role, may, require, roles_in_organisation, roles_in_service
from accounts.signing_in.signed_in import signed_in
from agreeing.models import Side, Tie
from agreeing.selectors import tie_for

IN_TEAM = {Role.CONTRIBUTOR, Role.MANAGER}


@dataclass(frozen=True, slots=True)
class Asker:
    user: User
    tie: Tie
    side: Side
    roles: frozenset[Role]

    @property
    def is_team(self) -> bool:
        return self.side == Side.TEAM

    def may(self, act: Act) -> bool:
        return may(act, set(self.roles))

    @property
    def names(self) -> dict[str, object]:
        return {"tie": self.tie, "service": self.tie.service, "for_team": self.is_team}


def asker(request: HttpRequest, pk: uuid.UUID, act: Act) -> Asker:
    user = signed_in(request)
    tie = tie_for(user, pk)
    roles = roles_in_service(user, tie.service)
    side = Side.TEAM if roles & IN_TEAM else Side.BODY
    if side == Side.BODY:
        roles = roles_in_organisation(user, tie.body)
    require(act, roles)
    return Asker(user, tie, side, frozenset(roles))


def not_as_seen(
    request: HttpRequest, who: Asker, why: str, *, status: HTTPStatus, typed: str = ""
) -> HttpResponse:
    """Say that nothing was done and why; `typed` is shown again so that no words are lost."""
    context = {**who.names, "why": why, "typed": typed}
    return render(request, "agreeing/not_done.html", context, status=status)
