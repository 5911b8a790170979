"""The link to *Your teams* in the header: known from the last visit, so that no page asks again."""

from django.http import HttpRequest

HAS_TEAMS = "has_teams"  # in the session; templates/base.html reads it


def remember_teams(request: HttpRequest, *, has_teams: bool) -> None:
    """Remember whether this person has teams to look after. Whether they may, the page asks."""
    if request.session.get(HAS_TEAMS, False) != has_teams:
        request.session[HAS_TEAMS] = has_teams
