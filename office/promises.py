"""What roles are called where one is chosen; accounts/getting_in/roles.py has their sentences."""

from django.utils.translation import gettext as _

from accounts.getting_in.roles import told_of
from accounts.models import Organisation, Service
from pages.forms.fields import Answer
from pages.words import isolated


def team_role_names() -> dict[str, str]:
    """Return what roles in a team are called on these pages."""
    return {"contributor": _("In the team"), "manager": _("Looks after the team")}


def roles_of_team(service: Service) -> list[tuple[str, Answer]]:
    """Return the roles in a team to choose from, each with its sentence."""
    found = []
    for role, name in team_role_names().items():
        found.append((role, Answer(name, told_of(role, service))))
    return found


def body_role_names() -> dict[str, str]:
    """Return what roles in a commissioning body are called on these pages."""
    return {"reader": _("Reads for us"), "lead": _("Reads for us, and says who does")}


def body_roles(body: Organisation) -> list[tuple[str, Answer]]:
    """Return the roles in a commissioning body to choose from, each with its sentence."""
    return [(role, Answer(name, told_of(role, body))) for role, name in body_role_names().items()]


def organisation_roles(organisation: Organisation) -> list[tuple[str, Answer]]:
    """Return the roles in an organisation of either kind, each with its sentence."""
    if organisation.kind == Organisation.Kind.COMMISSIONER:
        return body_roles(organisation)
    return [("lead", Answer(_("Leads on this with you"), told_of("lead", organisation)))]


def team_sees(service: Service) -> str:
    """Say what there is to read for somebody who comes into a team today."""
    if service.first_words_at:
        told = _(
            "What {team} has written so far, open and finished, they read too; no other team’s "
            "words, and not who typed a line."
        )
    else:
        told = _("{team} has written nothing yet.")
    return told.replace("{team}", isolated(service.name))
