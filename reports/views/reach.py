"""The one way to a service's finished conversations."""

from django.http import HttpRequest

from accounts.models import Service
from accounts.policy import Act, require, roles_in_service
from accounts.selectors import signed_in, team_service
from assessments.models import Closure
from reports.selectors import kept_conversations


def team_record(
    request: HttpRequest, slug: str, act: Act = Act.READ_TEAM_RECORD
) -> tuple[Service, list[Closure]]:
    """Return a service and what its team has finished and kept, oldest first.

    Raises Http404 to anybody who is not of the team, PermissionDenied where the act is not theirs.
    """
    user = signed_in(request)
    service = team_service(user, slug)
    require(act, roles_in_service(user, service))
    return service, kept_conversations(service)
