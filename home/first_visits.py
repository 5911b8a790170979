"""What somebody can do here, told once as each of what they are."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import compress

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import selectors
from accounts.models import Organisation, Service, User
from pages.words import isolated

WHO = WORKER, MANAGER, LEAD, READER, SITE = "worker", "manager", "lead", "reader", "site"


@dataclass(frozen=True)
class Welcome:
    """What one can do as one of these, who sees it, and where to go."""

    role: str
    title: str
    can: tuple[str, ...]
    sees: str


def roles_here(*, works: bool, manages: bool, leads: bool, reads: bool, runs: bool) -> list[str]:
    """Return what somebody is here. A manager is one of the team, and is told so as a manager."""
    return list(compress(WHO, (works and not manages, manages, leads, reads, runs)))


def welcomes(user: User) -> list[Welcome]:
    """Return what a person can read on their first visit, or again later: one for each."""
    teams = list(selectors.team_services(user)[:2])
    bodies = list(selectors.commissioning_bodies(user))
    roles = roles_here(
        works=bool(teams),
        manages=selectors.managed_services(user).exists(),
        leads=bool(selectors.led_providers(user)),
        reads=bool(bodies),
        runs=user.is_staff,
    )
    welcome_by_role = {
        WORKER: _worker(_only_name(teams)),
        MANAGER: _manager(_only_name(teams)),
        LEAD: _lead(),
        READER: _reader(_only_name(bodies), leads=bool(bodies and selectors.led_now(user))),
        SITE: _site(),
    }
    return [welcome_by_role[role] for role in roles]


def _only_name(places: Sequence[Service] | Sequence[Organisation]) -> str:
    """Return what the one place is called; nothing where there are several, or none."""
    if len(places) == 1:
        return isolated(places[0].name)
    return ""


def next_page(pages: Iterable[Welcome], user: User) -> tuple[str, str]:
    """Return the one button: its words and its address.

    Who looks after a team in which nobody else is yet, nor was asked in, begins with that.
    """
    roles = {page.role for page in pages}
    if MANAGER in roles:
        team = selectors.team_with_nobody_else(user)
        if team:
            return _("Next: who talks with you?"), reverse("ask-several", args=[team.slug])
    if roles & {WORKER, MANAGER}:
        return _("To your first page"), reverse("home")
    if LEAD in roles:
        return _("To your teams"), reverse("your-teams")
    if READER in roles:
        return _("To what was sent to you"), reverse("shared-with-us")
    if SITE in roles:
        return _("To this site"), reverse("this-site")
    return _("To your first page"), reverse("home")


def _worker(team: str) -> Welcome:
    title = _("In your teams")
    if team:
        title = _("In the team of {team}").replace("{team}", team)
    return Welcome(
        WORKER,
        title,
        (
            _("Talk together about how you work. A coffee break is enough; stop when you like."),
            _("Keep something worth remembering, at any hour. Your next talk opens with it."),
            _("Read what your team has said, and what came of it."),
        ),
        _(
            "Your team reads what you write, and nobody else unless your team sends it. You can "
            "read exactly what would go before it goes. Nobody is told who typed a line."
        ),
    )


def _manager(team: str) -> Welcome:
    title = _("You look after teams")
    if team:
        title = _("You look after {team}").replace("{team}", team)
    return Welcome(
        MANAGER,
        title,
        (
            _("Talk with the team like everybody in it. A coffee break is long enough."),
            _("Answer what the team asks of you; its next conversation opens with your answer."),
            _(
                "When the team agrees: show a conversation to your organisation, or send a report, "
                "and take it back."
            ),
        ),
        _(
            "What the team writes, the team reads, and you are one of it. Your organisation and "
            "whoever pays for the place read what was shown or sent to them, and nothing else."
        ),
    )


def _lead() -> Welcome:
    return Welcome(
        LEAD,
        _("You lead on this in your organisation"),
        (
            _("Add teams, say who looks after each, and ask people in."),
            _("Tell teams that it is there, and leave it to them whether and when they talk."),
            _("Read what a team chooses to show you, and answer what it asks of the organisation."),
        ),
        _(
            "Of a team that has shown you nothing, you see its name. You cannot look in, and "
            "nobody is told why a team has shown nothing. What you answer, the whole team reads."
        ),
    )


def _reader(body: str, *, leads: bool) -> Welcome:
    can = [
        _("Read what teams sent you, as a page or a PDF, until the day each of them named."),
        _("Answer what they ask of you, or talk with them: each report says who to turn to."),
    ]
    if leads:
        can.append(_("Say who else reads, and make a team that looks at how you commission."))
    title = _("You read for bodies")
    if body:
        title = _("You read for {body}").replace("{body}", body)
    return Welcome(
        READER,
        title,
        tuple(can),
        _(
            "The team sees the day on which its report was first opened, not by whom. It is the "
            "team’s own account: not a score, and not to be set beside another service’s."
        ),
    )


def _site() -> Welcome:
    return Welcome(
        SITE,
        _("You look after this site"),
        (
            _("Add organisations and bodies, and ask in who leads each first."),
            _("Find people, help them back in, and close accounts."),
            _("See to letters, copies and updates; docs/operations.md says how."),
        ),
        _(
            "You read no conversation by it. What you do is kept in a list of who did what, and a "
            "team’s page names everybody in the team."
        ),
    )
