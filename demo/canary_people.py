"""Organisations, teams, people and a place to practise in: every text one unmistakable word."""

import datetime as dt

from accounts.actions import add_person, change_person, end_membership, join, note_welcome
from accounts.models import Organisation, Service, User
from assessments import actions
from demo.people import PASSWORD, Cast, store
from demo.planting import PlantedTalk, Planter
from example.actions import begin_practice
from example.story import Story, clock
from frameworks.models import Framework
from home.first_visits import WHO

STARTED = 500


def team_of(slug: str) -> set[str]:
    return {f"contributor:{slug}", f"manager:{slug}"}


def outside(service: Story) -> tuple[set[str], set[str]]:
    """Return the lead of a service's organisation, and who reads for the body it shares with."""
    return {f"lead:{service['organisation']}"}, body_of(
        service["shares"]
    ) if "shares" in service else set()


def body_of(slug: str) -> set[str]:
    return {f"reader:{slug}", f"lead:{slug}"}


def plant_organisation(row: Story, story: Story, planter: Planter) -> Organisation:
    """Add an organisation. A body's name is for every manager too: they choose whom to share with.

    Teams that have a word of their own for their people never see that of their organisation.
    """
    slug, services = row["slug"], story["services"]
    runs = [service for service in services if service["organisation"] == slug]
    sends = [service for service in services if service.get("shares") == slug]
    inside = {f"lead:{slug}"}.union(*(team_of(service["slug"]) for service in runs))
    sees = (inside | {"staff"}).union(
        *(outside(service)[1] for service in runs), *(team_of(service["slug"]) for service in sends)
    )
    if row["kind"] == Organisation.Kind.COMMISSIONER:
        sees |= body_of(slug).union(f"manager:{service['slug']}" for service in services)
    field = "accounts.Organisation"
    name = f"{row['name']} {planter.plant(f'{field}.name', sees)}"
    word = planter.plant(f"{field}.people_word", inside | {"staff"})
    return store(Organisation(**row | {"name": name, "people_word": word}))


def plant_service(story: Story, cast: Cast, planter: Planter) -> Service:
    lead, body = outside(story)
    inside = team_of(story["slug"]) | lead
    row = Service(organisation=cast.organisations[story["organisation"]], slug=story["slug"])
    field = "accounts.Service"
    name = planter.plant(f"{field}.name", inside | body | {"staff"}, service=row)
    row.name = f"{story['name']} {name}"
    row.people_word = planter.plant(f"{field}.people_word", inside | body | {"staff"}, service=row)
    row.second_name = planter.plant(f"{field}.second_name", inside | {"staff"}, service=row)
    row.kinds_to_hear = [planter.plant(f"{field}.kinds_to_hear", inside | {"staff"}, service=row)]
    row.what_matters = planter.plant(f"{field}.what_matters", inside | body, service=row)
    store(row)
    grouping = planter.plant("accounts.Grouping.name", inside, service=row)
    row.organisation.groupings.create(name=grouping).services.add(row)
    return row


def plant_person(story: Story, cast: Cast, planter: Planter, today: dt.date) -> User:
    """Add a person. Their name is for who is where they are, and for who runs the site.

    A team's names are also for who leads it, and a lead's name for the teams.
    """
    arrival = next(clock(today - dt.timedelta(days=STARTED), 8))
    teams: dict[str, str] = story.get("teams", {})
    colleagues = {role for slug in teams for role in team_of(slug)}
    colleagues |= {f"lead:{cast.services[slug].organisation.slug}" for slug in teams}
    for slug in story.get("organisations", {}):
        led = [
            service.slug for service in cast.services.values() if service.organisation.slug == slug
        ]
        reads = cast.organisations[slug].kind == Organisation.Kind.COMMISSIONER
        colleagues |= body_of(slug) if reads else {f"lead:{slug}"}.union(*map(team_of, led))
    email: str = story["email"]
    name = planter.plant("accounts.User.display_name", {"staff", f"person:{email}"} | colleagues)
    person = add_person(email=email, display_name=name, password=PASSWORD, by=None, at=arrival)
    note_welcome(person, as_whom=WHO)
    for slug, role in teams.items():
        row = join(user=person, place=cast.services[slug], role=role, by=None, at=arrival)
        if story.get("left"):
            end_membership(row, by=None)
    for slug, role in story.get("organisations", {}).items():
        body = cast.organisations[slug]
        join(user=person, place=body, role=role, by=None, at=arrival)
    if story.get("staff"):
        person.is_staff = person.is_superuser = True
        change_person(person, what={"is_staff", "is_superuser"}, by=None)
    if story.get("deactivated"):
        person.is_active = False
        change_person(person, what={"is_active"}, by=None)
    return person


def plant_practice(person: User, planter: Planter, framework: Framework, today: dt.date) -> None:
    """Give a person a place to practise in, of which nobody else may ever read a word."""
    place, who = begin_practice(by=person), {f"person:{person.email}"}
    for name in ("name", "people_word", "what_matters"):
        setattr(place, name, planter.plant(f"accounts.Service.{name}", who, service=place))
    place.kinds_to_hear = [planter.plant("accounts.Service.kinds_to_hear", who, service=place)]
    store(place)
    for fate, days in (("practised", 50), ("practising", 3)):
        talk = PlantedTalk(
            planter=planter,
            service=place,
            framework=framework,
            by=person,
            fate=fate,
            team=who,
            others=set(),
            body=set(),
            times=clock(today - dt.timedelta(days=days)),
        )
        assessment = talk.begin()
        if fate == "practised":
            actions.finish(assessment, by=person, at=next(talk.times))
