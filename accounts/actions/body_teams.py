"""A commissioning body makes a team of its own, which looks at how it commissions."""

import datetime as dt

from django.db import transaction

from accounts.actions.memberships import join_team
from accounts.actions.organising import make_teams
from accounts.models import Organisation, Service, User

# Whom there is to hear from at a body, and what it calls those it works with.
KINDS_AT_A_BODY = ["commissioning", "contracts", "finance", "quality and safeguarding"]
PEOPLE_OF_A_BODY = "services"


@transaction.atomic
def make_body_team(
    *,
    body: Organisation,
    name: str,
    inside: bool = False,
    by: User,
    at: dt.datetime | None = None,
) -> Service:
    """Make a team of a body. `inside`: who makes it is in it and looks after it.

    Otherwise they read nothing by it. Raises ValidationError where the name is none or taken.
    """
    (team,) = make_teams(organisation=body, names=[(name, "")], by=by, at=at)
    team.kinds_to_hear = list(KINDS_AT_A_BODY)
    team.people_word = PEOPLE_OF_A_BODY
    team.save(update_fields=["kinds_to_hear", "people_word"])
    if inside:
        join_team(user=by, service=team, role="manager", by=by, at=at)
    return team
