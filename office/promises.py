"""What roles are called where one is chosen; accounts/getting_in/roles.py has their sentences."""

from django.utils.translation import gettext as _

from accounts.getting_in.roles import told_of
from accounts.models import Organisation, Service
from pages.forms.rendering import Answer
from pages.words import with_names


def team_role_names() -> dict[str, str]:
    return {"contributor": _("In the team"), "manager": _("Looks after the team")}


def roles_of_team(service: Service) -> list[tuple[str, Answer]]:
    """Return the roles in a team to choose from, each with its sentence."""
    return _told(team_role_names(), service)


def body_role_names() -> dict[str, str]:
    """Return what roles in a commissioning body are called on these pages."""
    return {"reader": _("Reads for us"), "lead": _("Reads for us, and says who does")}


def organisation_roles(organisation: Organisation) -> list[tuple[str, Answer]]:
    """Return the roles in an organisation of either kind to choose from, each with its sentence."""
    names = {"lead": _("Leads on this with you")}
    if organisation.kind == Organisation.Kind.COMMISSIONER:
        names = body_role_names()
    return _told(names, organisation)


def _told(names: dict[str, str], place: Organisation | Service) -> list[tuple[str, Answer]]:
    return [(role, Answer(name, told_of(role, place))) for role, name in names.items()]


def team_sees(service: Service) -> str:
    """Say what there is to read for somebody who comes into a team today."""
    if service.first_words_at:
        told = _(
            "What {team} has written so far, open and finished, they read too; no other team’s "
            "words, and not who typed a line."
        )
    else:
        told = _("{team} has written nothing yet.")
    return with_names(told, team=service.name)
