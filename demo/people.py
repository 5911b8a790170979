"""The organisations, services and accounts of the demo, from people.yaml and the stories."""

import datetime as dt
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import yaml
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from accounts.actions import (
    add_person,
    change_person,
    end_membership,
    join,
    note_welcome,
)
from accounts.models import Organisation, Service, User
from example.story import Story, clock, months_back
from home.first_visits import WHO

PASSWORD = "pizazz-demo-2026"  # noqa: S105 -- of the demo, which runs in DEBUG only; ./run prints it
FOLDER = Path(__file__).parent
# The same in C, where PyYAML has it: a first start need not wait for half a second of reading.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
STORIES = ("alder-house", "birch-outreach", "juniper-day-centre")
Row = TypeVar("Row", Organisation, Service)
BEFORE_EVERYTHING = 20  # months: whoever is not said to have come later was there by then


@dataclass
class Cast:
    """Everybody and everything the stories are told with, by slug or e-mail."""

    organisations: dict[str, Organisation] = field(default_factory=dict)
    services: dict[str, Service] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)


def read(name: str) -> Story:
    """Return the data of one of the demo's YAML files."""
    text = (FOLDER / f"{name}.yaml").read_text(encoding="utf-8")
    story: Story = yaml.load(text, Loader=LOADER)  # noqa: S506 -- a SafeLoader
    return story


def accounts() -> list[Story]:
    """Return the demo's accounts as people.yaml tells of them, in order."""
    rows: list[Story] = read("people")["accounts"]
    return rows


def account_lines() -> list[str]:
    """Return what ./run prints: the accounts with what they are, and the password of all."""
    width = max(len(account["email"]) for account in accounts())
    lines = [f"  {account['email']:<{width}}  {account['says']}" for account in accounts()]
    return ["Accounts of the demo:", *lines, f"The password of all: {PASSWORD}"]


def anything_there() -> bool:
    """Say whether the database holds any account or organisation."""
    return User.objects.exists() or Organisation.objects.exists()


def demo_there() -> bool:
    """Say whether an account, organisation or service of the demo is there already."""
    story = read("people")
    emails = [account["email"] for account in story["accounts"]]
    organisations = [organisation["slug"] for organisation in story["organisations"]]
    services = [*STORIES, *(service["slug"] for service in story["services_without_a_story"])]
    return (
        User.objects.filter(email__in=emails).exists()
        or Organisation.objects.filter(slug__in=organisations).exists()
        or Service.objects.filter(slug__in=services).exists()
    )


def make_cast(stories: list[Story], today: dt.date) -> Cast:
    """Make organisations, services and people, with what they were when.

    Args:
        stories: those of the services that have one.
        today: the day the months of people.yaml count back from.
    """
    story, cast = read("people"), Cast()
    for organisation in story["organisations"]:
        cast.organisations[organisation["slug"]] = store(Organisation(**organisation))
    for service in [*stories, *story["services_without_a_story"]]:
        cast.services[service["slug"]] = _service(service, cast)
    for account in story["accounts"]:
        cast.people[account["email"]] = _person(account, cast, today)
    return cast


def store(row: Row) -> Row:
    """Store a row whose every field is valid."""
    row.full_clean()
    row.save()
    return row


def _service(story: Story, cast: Cast) -> Service:
    names = ("slug", "name", "people_word", "what_matters", "kinds_to_hear", "opened_on")
    fields: dict[str, Any] = {name: story[name] for name in names if name in story}
    return store(Service(organisation=cast.organisations[story["organisation"]], **fields))


def _person(account: Story, cast: Cast, today: dt.date) -> User:
    """Add a person, and put them where they belong from the month they came."""
    arrival = _moment(today, account.get("came", BEFORE_EVERYTHING))
    person = add_person(
        email=account["email"],
        display_name=account["name"],
        by=None,
        at=arrival,
    )
    person.password = hashed()
    person.save(update_fields=["password"])
    note_welcome(person, as_whom=WHO)  # they have been here for a while
    if account.get("staff"):
        person.is_staff = person.is_superuser = True
        change_person(person, what={"is_staff", "is_superuser"}, by=None)
    for slug, role in account.get("teams", {}).items():
        membership = join(user=person, place=cast.services[slug], role=role, by=None, at=arrival)
        if "left" in account:
            end_membership(membership, by=None, at=_moment(today, account["left"]))
    for slug, role in account.get("organisations", {}).items():
        body = cast.organisations[slug]
        join(user=person, place=body, role=role, by=None, at=arrival)
    return person


@cache
def hashed() -> str:
    """Return the password of all, hashed once: it takes half a second each time, on purpose."""
    return make_password(PASSWORD)


def _moment(today: dt.date, months: int) -> dt.datetime:
    return min(next(clock(months_back(today, months, 1), 8)), timezone.now())
