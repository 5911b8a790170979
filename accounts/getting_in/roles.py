"""What each role is called, and what somebody in it may do and will see: said before it is given.

The one place. `what_they_may_do` speaks of them, to whoever gives the role; `what_you_may_do`
speaks to them.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, Service
from pages.forms.rendering import Answer
from pages.words import isolated, with_names

# By role, and for leads by the kind of organisation: of them, then to them.
_SENTENCES: dict[str, tuple[str | Promise, str | Promise]] = {
    "contributor": (
        _(
            "They read all that the team of %(place)s writes here, begin and finish conversations"
            " with it, and can write something worth remembering."
        ),
        _(
            "You will read all that the team of %(place)s writes here, begin and finish"
            " conversations with it, and can write down something worth remembering."
        ),
    ),
    "manager": (
        _(
            "They read and write all that the team of %(place)s does, put right what was finished,"
            " ask people in, answer what the team asks of them, and send a report once the team has"
            " seen it."
        ),
        _(
            "You will read and write all that the team of %(place)s does, put right what was"
            " finished, ask people in, answer what the team asks of you, and send a report once the"
            " team has seen it."
        ),
    ),
    "lead": (
        _(
            "They make teams and say who looks after each. They read nothing a team has written,"
            " unless the team shows it to %(place)s; what a team asks of %(place)s, they answer."
        ),
        _(
            "You will make teams and say who looks after each. You read nothing a team has"
            " written, unless the team shows it to %(place)s; what a team asks of %(place)s, you"
            " answer."
        ),
    ),
    "reader": (
        _(
            "They read the reports that teams send to %(place)s, until a report ends or is taken"
            " back, and nothing else of those teams."
        ),
        _(
            "You will read the reports that teams send to %(place)s, until a report ends or is"
            " taken back, and nothing else of those teams."
        ),
    ),
    "lead of a body": (
        _(
            "They read the reports that teams send to %(place)s, until a report ends or is taken"
            " back, and nothing else of those teams. They ask others in to read."
        ),
        _(
            "You will read the reports that teams send to %(place)s, until a report ends or is"
            " taken back, and nothing else of those teams. You ask others in to read."
        ),
    ),
}


def what_they_may_do(role: str, place: Organisation | Service) -> str:
    return str(_sentences(role, place)[0]) % {"place": isolated(place.name)}


def what_you_may_do(role: str, place: Organisation | Service, *, name: str = "") -> str:
    """Return the same to the person themselves; `name`: what the place is called in letters."""
    return str(_sentences(role, place)[1]) % {"place": isolated(name or place.name)}


def _sentences(role: str, place: Organisation | Service) -> tuple[str | Promise, str | Promise]:
    body = isinstance(place, Organisation) and place.kind == Organisation.Kind.COMMISSIONER
    return _SENTENCES["lead of a body" if role == "lead" and body else role]


def team_role_names() -> dict[str, str]:
    return {"contributor": gettext("In the team"), "manager": gettext("Looks after the team")}


def body_role_names() -> dict[str, str]:
    return {"reader": gettext("Reads for us"), "lead": gettext("Reads for us, and says who does")}


def roles_to_give(place: Organisation | Service) -> list[tuple[str, Answer]]:
    if isinstance(place, Service):
        names = team_role_names()
    elif place.kind == Organisation.Kind.COMMISSIONER:
        names = body_role_names()
    else:
        names = {"lead": gettext("Leads on this with you")}
    return [(role, Answer(name, what_they_may_do(role, place))) for role, name in names.items()]


def role_of_the_first(place: Organisation) -> tuple[str, Answer]:
    """Return what whoever runs the site gives there, which they are no part of."""
    return "lead", Answer(gettext("Leads on this"), what_they_may_do("lead", place))


def team_sees(service: Service) -> str:
    """Say what there is to read for somebody who comes into a team today."""
    if service.first_words_at:
        words = gettext(
            "What {team} has written so far, open and finished, they read too; no other team’s "
            "words, and not who typed a line."
        )
    else:
        words = gettext("{team} has written nothing yet.")
    return with_names(words, team=service.name)
