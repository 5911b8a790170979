"""Teams in states that the canary teams are not in, for the forms that only stand there."""

from django.test import Client
from django.utils import timezone

from accounts.actions import add_person, join
from accounts.models import Organisation, Service, User
from agreeing.actions import begin_tie, write_understanding
from agreeing.models import BOXES
from agreeing.selectors import seen_of
from assessments import actions
from frameworks.selectors import current_framework
from sharing.models import Share
from tests.leaks.world import ACTORS, OWN, OWN_BODY, SIBLING, Actor, Target, World

RESTING, COFFEE, UNREAD = "canary-resting", "canary-coffee", "unread"
RESTED, CLOSED = "canary-rested", "canary-closed"


def teams_for_forms(world: World) -> tuple[World, dict[str, str]]:
    """Return the world with what some forms need besides, and who asks for what.

    Two that have finished and have none open, one that is having coffee, one that was closed, and
    somebody who has never opened a report.
    """
    manager = User.objects.get(email=ACTORS["manager"])
    own = Service.objects.get(slug=OWN)
    framework = current_framework()
    talks = {}
    for slug, length in ((RESTING, "themes"), (RESTED, "themes"), (COFFEE, "coffee")):
        service = Service.objects.create(
            organisation=own.organisation, slug=slug, name=f"The {slug}"
        )
        join(user=manager, place=service, role="manager", by=None)
        talks[slug] = actions.start(service=service, framework=framework, length=length, by=manager)
    closure = actions.finish(talks[RESTING], by=manager)
    actions.finish(talks[RESTED], by=manager)
    today = timezone.localdate()
    Service.objects.create(
        organisation=own.organisation, slug=CLOSED, name="The closed", archived_on=today
    )
    resting = Target(RESTING, manager.email, {RESTING})
    resting.things = {
        "team": (RESTING,),
        "record": (str(closure.pk),),
    }
    # Another than where one is begun: a team has one open at a time.
    rested = Target(RESTED, manager.email, {RESTED})
    rested.things = {"finished": (str(talks[RESTED].pk),), "tie": (_written(rested, manager),)}
    coffee = Target(COFFEE, manager.email, {COFFEE})
    coffee.things = {"team": (COFFEE,), "open": (str(talks[COFFEE].pk),)}
    closed = Target(CLOSED, "", set())
    closed.things = {"organisation and team": (own.organisation.slug, CLOSED)}
    unread = Target(UNREAD, "", set())
    unread.things = {"sent reference": world.targets[OWN].things["sent reference"]}
    targets = world.targets | {
        RESTING: resting,
        RESTED: rested,
        COFFEE: coffee,
        CLOSED: closed,
        UNREAD: unread,
    }
    actors = world.actors | {"new reader": _new_reader(world.targets[OWN])}
    who = {
        "manager": "manager",
        "reader": "reader",
        "lead": "lead",
        f"self:{OWN}": "contributor",
        f"manager:{SIBLING}": "sibling manager",
        f"reader:{UNREAD}": "new reader",
        f"lead:{CLOSED}": "lead",
    }
    who |= {f"manager:{slug}": "manager" for slug in (OWN, RESTING, RESTED, COFFEE)}
    who |= {f"{role}:{OWN}": role for role in ("reader", "lead")}
    return World(actors, targets, world.words), who


def _written(target: Target, manager: User) -> str:
    """Let a team write down what it agreed with a body, and not ask about it yet."""
    service = Service.objects.get(slug=target.slug)
    tie = begin_tie(service, Organisation.objects.get(slug=OWN_BODY), by=manager)
    write_understanding(tie, dict.fromkeys(BOXES, "Tea"), seen=seen_of(tie), by=manager)
    return str(tie.pk)


def _new_reader(target: Target) -> Actor:
    """Make somebody who reads for the body that was sent a report, and has never opened one."""
    share = Share.objects.get(pk=target.things["sent share"][0])
    person = add_person(email="new-reader@demo.example", display_name="New Reader", by=None)
    join(user=person, place=share.body, role="reader", by=None)
    client = Client(raise_request_exception=False)
    client.force_login(person)
    return Actor("new reader", client)
