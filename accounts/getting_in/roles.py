"""What somebody in a role may do and will see, in sentences: said before it is given.

The one place. `told_of` speaks of them, to whoever gives the role; `told_to` speaks to them.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, Service
from pages.words import isolated

# By role, and for leads by the kind of organisation: of them, then to them.
_SENTENCES: dict[str, tuple[str | Promise, str | Promise]] = {
    "contributor": (
        _(
            "They read all that %(place)s’s team writes here, begin and finish conversations with"
            " it, and can write something worth remembering."
        ),
        _(
            "You will read all that %(place)s’s team writes here, begin and finish conversations"
            " with it, and can write down something worth remembering."
        ),
    ),
    "manager": (
        _(
            "They read and write all that %(place)s’s team does, put right what was finished, ask"
            " people in, answer what the team asks of them, and send a report once the team has"
            " seen it."
        ),
        _(
            "You will read and write all that %(place)s’s team does, put right what was finished,"
            " ask people in, answer what the team asks of you, and send a report once the team"
            " has seen it."
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


def told_of(role: str, place: Organisation | Service) -> str:
    """Return what somebody with this role there may do and will see, to whoever gives it."""
    return str(_sentences(role, place)[0]) % {"place": isolated(place.name)}


def told_to(role: str, place: Organisation | Service, *, called: str = "") -> str:
    """Return the same to the person themselves; `called`: what the place is called in letters."""
    return str(_sentences(role, place)[1]) % {"place": isolated(called or place.name)}


def _sentences(role: str, place: Organisation | Service) -> tuple[str | Promise, str | Promise]:
    body = isinstance(place, Organisation) and place.kind == Organisation.Kind.COMMISSIONER
    return _SENTENCES["lead of a body" if role == "lead" and body else role]
