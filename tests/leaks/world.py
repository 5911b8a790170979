"""The teams of demo/canaries.yaml: who and what there is, and who may read which word."""

import re
import uuid
from dataclasses import dataclass, field

from django.test import Client
from django.utils import timezone

from accounts.models import KeptPost, Notice, Organisation, Service, User
from assessments.models import (
    AgencyRelease,
    AroundNote,
    Ask,
    Assessment,
    Closure,
    Example,
    Factor,
    FactorNote,
    Note,
    StepReview,
)
from demo.canaries import FATES, plant
from demo.people import read
from demo.planting import Canary
from frameworks.selectors import current_framework
from sharing.actions import explain_openings
from sharing.models import Share
from tests.frameworks.stored import load_shipped
from tests.leaks.mirrored import link

# A page may print a word with a capital letter or cut its end off, never its beginning.
CANARY = re.compile(r"zqx(\d{4})")
ADDRESS = re.compile(r"canary-[a-z-]+@demo\.example")
OWN_ORGANISATION, OWN_BODY = "canary-north", "canary-body"
OWN, SIBLING, ELSEWHERE, NOTHING = "canary-own", "canary-sibling", "canary-elsewhere", "nothing"
TARGETS = (OWN, SIBLING, ELSEWHERE, NOTHING)

# Who walks the site, by the name the tests use.
ACTORS = {
    "anonymous": None,
    "contributor": "canary-contributor@demo.example",
    "manager": "canary-manager@demo.example",
    "lead": "canary-lead@demo.example",
    "sibling manager": "canary-sibling@demo.example",
    "elsewhere manager": "canary-elsewhere@demo.example",
    "elsewhere lead": "canary-elsewhere-lead@demo.example",
    "reader": "canary-reader@demo.example",
    "body lead": "canary-body-lead@demo.example",
    "other reader": "canary-other-reader@demo.example",
    "deactivated": "canary-deactivated@demo.example",
    "left": "canary-left@demo.example",
    "nobody": "canary-nobody@demo.example",
    "practising": "canary-practising@demo.example",
    "staff": "canary-admin@demo.example",
}
# What belongs to one person, in no role of theirs.
PERSONAL = {"notice", "kept form"}
MIXED = (
    "open, example",
    "open, factor",
    "open, obstacle",
    "open, step",
    "open, context",
    "open, ask",
    "team and record",
    "team and shown",
    "team and note",
    "organisation and team",
    "organisation and grouping",
    "organisation and lead",
    "team and person",
    "body and reader",
)
SHARE_FATES = ("sent", "taken_back", "ended")


@dataclass
class Actor:
    """Somebody with a browser.

    `roles` are what they hold now: "manager:canary-own"; `bodies` are the slugs of organisations
    that commission, whose leads read what their readers read.
    """

    name: str
    client: Client
    roles: set[str] = field(default_factory=set)
    bodies: set[str] = field(default_factory=set)

    @property
    def is_signed_in(self) -> bool:
        return bool(self.roles)

    def relation(self, target: "Target | None") -> str:
        """What they are to a target; without one, what they are anywhere."""
        if not self.is_signed_in:
            return "anonymous"
        roles = dict(role.split(":") for role in sorted(self.roles) if ":" in role)
        if roles.get("lead") in self.bodies:
            roles["body-lead"] = roles.pop("lead")
        for role in ("contributor", "manager", "lead", "reader", "body-lead"):
            if role in roles and (target is None or roles[role] in target.names):
                return role
        return "staff" if "staff" in self.roles else "other"

    def to(self, target: "Target | None", of: str) -> str:
        """What they are to one thing of a target: "self" where it is theirs alone."""
        if self.is_signed_in and target is not None and of in PERSONAL:
            return "self" if f"person:{target.by}" in self.roles else "other"
        if self.name == "left" and of == "team" and target is not None and target.slug == OWN:
            return "left"
        return self.relation(target)


@dataclass
class Target:
    """One team's objects: for each kind what stands in an address.

    `by` types in it; `names`: the slugs of team, provider and body.
    """

    slug: str
    by: str = ""
    names: set[str] = field(default_factory=set)
    things: dict[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass
class World:
    """Everything the walk needs."""

    actors: dict[str, Actor]
    targets: dict[str, Target]
    words: dict[str, Canary]

    def planted(self, text: str) -> list[Canary]:
        """The words in a text. A token is made of letters by chance, and may look like one."""
        numbers = set(CANARY.findall(text.lower())) & self.words.keys()
        return [self.words[number] for number in numbers]

    def fields_in(self, text: str) -> set[str]:
        """The fields whose words stand in a text."""
        return {canary["field"] for canary in self.planted(text)}

    def leaked(self, actor: Actor, text: str) -> set[str]:
        """The words in a text that this person may never see, as "field of service"."""
        return {
            f"{canary['field']} of {canary['service']} ({canary['conversation'] or 'at any time'})"
            for canary in self.planted(text)
            if not actor.roles & set(canary["who_may_see"])
        }

    def addresses_in(self, actor: Actor, text: str) -> set[str]:
        """The accounts in a text that are not this person's own; who runs the site sees all."""
        addresses = set(ADDRESS.findall(text))
        return set() if "staff" in actor.roles else addresses - {ACTORS[actor.name]}


def build() -> World:
    """Plant the canaries and look up what there is."""
    load_shipped()
    words = plant(current_framework(), timezone.localdate())
    canaries = read("canaries")
    targets = {service["slug"]: _target(service) for service in canaries["services"]}
    targets[NOTHING] = _nothing(targets[OWN])
    for slug, other in ((OWN, ELSEWHERE), (SIBLING, OWN), (ELSEWHERE, OWN)):
        _mix(targets[slug], targets[other])
    for slug in (OWN, ELSEWHERE):
        link(targets[slug])
    _mix(targets[OWN], targets[ELSEWHERE], ("mirror",))
    accounts = {account["email"]: account for account in canaries["accounts"]}
    actors = {
        name: _actor(name, accounts.get(email or ""), canaries["organisations"])
        for name, email in ACTORS.items()
    }
    for name, slug in (("reader", OWN), ("body lead", OWN), ("other reader", ELSEWHERE)):
        _tell_of_openings(ACTORS[name], targets[slug])
    return World(actors, targets, {word["word"][3:7]: word for word in words})


def _tell_of_openings(email: str, target: Target) -> None:
    """Let a reader go past the page before their very first report."""
    share = Share.objects.get(pk=target.things["sent share"][0])
    explain_openings(share, by=User.objects.get(email=email))


def _actor(name, account, organisations) -> Actor:
    """Sign somebody in; who may not sign in still has the cookie of before."""
    bodies = {
        organisation["slug"]
        for organisation in organisations
        if organisation["kind"] == "commissioner"
    }
    actor = Actor(name, Client(raise_request_exception=False), bodies=bodies)
    if account is None:
        return actor
    actor.client.force_login(User.objects.get(email=account["email"]))
    if account.get("deactivated"):
        return actor
    actor.roles = {f"person:{account['email']}"}
    if not account.get("left"):
        actor.roles |= {f"{role}:{slug}" for slug, role in account.get("teams", {}).items()}
    actor.roles |= {f"{role}:{slug}" for slug, role in account.get("organisations", {}).items()}
    actor.roles |= {"staff"} if account.get("staff") else set()
    return actor


def _target(canary_row) -> Target:
    service = Service.objects.get(slug=canary_row["slug"])
    names = {canary_row["slug"], canary_row["organisation"], canary_row.get("shares", "")}
    target = Target(service.slug, canary_row["by"], names)
    things = target.things
    things["team"] = (service.slug,)
    _conversations(service, things)
    _records(service, things)
    _one(things, "tie", service.ties)
    every = Share.objects.filter(service=service)
    shares, brought = every.filter(body__brought_by=None), every.filter(body__brought_by=service)
    _one(things, "share for a new body", brought)
    brought_talk = brought.first()
    if brought_talk is not None:
        things["brought body"] = (brought_talk.body.slug,)
    for state in ("draft", "shown", "taken_back"):
        _one(things, f"{state} share", shares.filter(state=state))
    live = shares.filter(state="sent", ends_on__gte=timezone.localdate())
    over = shares.filter(state="sent", ends_on__lt=timezone.localdate())
    for name, rows in (("sent share", live), ("ended share", over)):
        _one(things, name, rows)
    for name in ("draft", "shown", "taken_back", "sent", "ended"):
        share = things.get(f"{name} share")
        if share:
            sent = Share.objects.get(pk=share[0])
            things[f"{name} reference"] = (sent.reference,)
            for row in sent.asks.filter(included=True)[:1]:
                things[f"{name} reference, ask"] = (sent.reference, str(row.ask_id))
    _accounts(service, canary_row, things)
    return target


def _one(things, name, rows) -> None:
    row = rows.order_by("pk").first()
    if row is not None:
        things[name] = (str(row.pk),)


def _conversations(service, things) -> None:
    """Add an open conversation and its rows, a finished one, one set aside."""
    every = Assessment.objects.filter(service=service)
    open_talk = every.open().get()
    note = Note.objects.filter(service=service).not_in_a_record().earliest("order")
    things["team and note"] = (service.slug, str(note.pk))
    things["team and line"] = (service.slug, open_talk.opened_themes.get().code)
    states = {
        "corrected" if open_talk.reopened_at else "open": open_talk,
        "finished": every.filter(closed_at__isnull=False, set_aside_at=None)
        .order_by("held_on")
        .last(),
        "set aside": every.exclude(set_aside_at=None).get(),
    }
    for state, talk in states.items():
        pk = str(talk.pk)
        theme = talk.opened_themes.get()
        element = theme.elements.order_by("order").first()
        things[state] = (pk,)
        things[f"{state}, theme"] = (pk, theme.code)
        things[f"{state}, element"] = (pk, element.code)
        things[f"{state}, other theme"] = (pk, "three-rs")
        for name, rows in (
            ("example", Example.objects.filter(contribution__assessment=talk)),
            ("factor", FactorNote.objects.filter(assessment=talk)),
            ("obstacle", Factor.objects.filter(kind="obstacle", notes__assessment=talk)),
            ("step", StepReview.objects.filter(assessment=talk)),
            ("context", AroundNote.objects.filter(assessment=talk)),
            ("ask", Ask.objects.filter(factor__notes__assessment=talk)),
        ):
            row = rows.order_by("pk").first()
            assert row is not None, (state, name)
            things[f"{state}, {name}"] = (pk, str(row.pk))


def _records(service, things) -> None:
    """Add finished records, what was answered about showing them, and asks."""
    closures = Closure.objects.filter(assessment__service=service)
    current = closures.current().order_by("held_on", "pk")
    release = AgencyRelease.objects.get(closure__in=closures, shown=True)
    things["record"] = (str(current.last().pk),)
    earlier = closures.filter(number=1, assessment__closures__number=2).earliest("held_on")
    things["earlier number"] = (str(earlier.pk),)
    things["shown record"] = (str(release.closure_id),)
    things["team and record"] = (service.slug, str(current.last().pk))
    things["team and shown"] = (service.slug, str(release.pk))
    asks = Ask.objects.filter(factor__service=service).order_by("pk")
    asks_held = {ask.id for c in current for f in c.record.factors if (ask := f.ask)}
    asks_shown = {ask.id for f in release.closure.record.factors if (ask := f.ask)}
    things["ask"] = (next(str(ask.pk) for ask in asks if str(ask.pk) in asks_held - asks_shown),)
    things["shown ask"] = (next(str(ask.pk) for ask in asks if str(ask.pk) in asks_shown),)
    assert FATES.keys() >= set(SHARE_FATES)


def _accounts(service, row, things) -> None:
    """Add what belongs to the people of a team, and what who runs the site is shown."""
    by = User.objects.get(email=row["by"])
    _one(things, "notice", Notice.objects.filter(user=by))
    _one(things, "kept form", KeptPost.objects.filter(user=by))
    things["organisation"] = (service.organisation.slug,)
    things["organisation and team"] = (service.organisation.slug, service.slug)
    grouping = service.groupings.get()
    things["organisation and grouping"] = (service.organisation.slug, str(grouping.pk))
    lead_of = service.organisation.memberships.filter(role="lead").order_by("pk").first()
    things["team and person"] = (service.slug, str(by.pk))
    things["organisation, team and person"] = (*things["organisation and team"], str(by.pk))
    if lead_of is not None:
        things["team and lead"] = (service.slug, str(lead_of.user_id))
        things["organisation and lead"] = (service.organisation.slug, str(lead_of.user_id))
    if "shares" in row:
        body = Organisation.objects.get(slug=row["shares"])
        reader = body.memberships.filter(role="reader").order_by("pk").first()
        things["body"] = (body.slug,)
        things["body and reader"] = (body.slug, str(reader.user_id))
        report = Share.objects.filter(service=service, state="sent").order_by("pk").first()
        things["organisation, team and report"] = (
            *things["organisation and team"],
            str(report.pk),
        )
    _one(things, "invitation", service.invitations.unanswered())
    things["person, for the site"] = (str(by.pk),)
    things["key of an organisation"] = (str(service.organisation_id),)


def _nothing(model: Target) -> Target:
    """Make the same kinds of addresses, to nothing at all."""
    target = Target(NOTHING)
    for kind, parts in model.things.items():
        target.things[kind] = tuple(_unknown(part) for part in parts)
    return target


def _unknown(part: str) -> str:
    if re.fullmatch(r"[0-9a-f]{8}-[0-9a-f-]{27}", part):
        return str(uuid.uuid5(uuid.NAMESPACE_OID, part))
    if part.isdigit():
        return "999999999"
    if part == OWN:
        return "no-such-team"
    if part in {OWN_ORGANISATION, OWN_BODY, f"{OWN}-trust"}:
        return "no-such-organisation"
    return "PZ-ZZZZ-ZZ" if part.startswith("PZ-") else part


def _mix(target: Target, other: Target, kinds: tuple[str, ...] = MIXED) -> None:
    """Add addresses whose first half is this team's and whose second half is another's."""
    for kind in kinds:
        if kind not in target.things or kind not in other.things:
            continue
        if target.things[kind][0] == other.things[kind][0]:  # two teams of one organisation
            continue
        first, second = target.things[kind][0], other.things[kind][1]
        target.things[f"{kind} of another"] = (first, second)
