"""The one way to a service's finished conversations."""

import uuid
from collections.abc import Collection, Sequence

from django.http import HttpRequest, QueryDict

from accounts.models import Service
from accounts.policy import Act, Role, may, require, team_roles
from accounts.selectors import team_service
from accounts.signing_in.signed_in import signed_in
from assessments.models import Closure
from reports.selectors import kept_conversations


def team_record(
    request: HttpRequest, slug: str, act: Act = Act.READ_TEAM_RECORD
) -> tuple[Service, list[Closure]]:
    """Return a service and what its team has finished and kept, oldest first.

    Raises Http404 to anybody who is not of the team, PermissionDenied where the act is not theirs.
    """
    service = team_service(signed_in(request), slug)
    require(act, team_roles(service.team_role))  # type: ignore[attr-defined]  # annotated
    return service, kept_conversations(service)


def newest_to_take_out(roles: set[Role], closures: Sequence[Closure]) -> uuid.UUID | None:
    """Return the key of the newest record, for whoever may take words out of them all."""
    if closures and may(Act.TAKE_OUT, roles):
        return closures[-1].pk
    return None


def asked_for(request: HttpRequest, names: Collection[str]) -> QueryDict | None:
    """Return what the address asks a form, or None where it holds none of the form's names."""
    if any(name in request.GET for name in names):
        return request.GET
    return None
