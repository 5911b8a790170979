"""A place to practise in: made with an invented past, and taken away without a trace."""

import secrets
from pathlib import Path
from typing import Any

import yaml
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions.beneath import rows_beneath, take_away
from accounts.models import Organisation, Service, ServiceMembership, User
from assessments.actions import hold_team
from example.story import Player, Story
from frameworks.selectors import current_framework
from pages.database.at_once import Stale
from reports.models import WantedPdf

STORY = Path(__file__).parent / "practice.yaml"


def begin_practice(*, by: User) -> Service:
    """Make a place of somebody's own, with two conversations in it; the one they have, if any.

    Nobody is told and nothing is counted. Each step of the story is a short transaction of its own,
    so that nobody else waits for it. Raises Stale where it was taken away meanwhile.
    """
    story: Story = yaml.safe_load(STORY.read_text(encoding="utf-8"))
    try:
        service = _place(story, by)
    except IntegrityError:  # pressed twice: the first press is making it
        place = Service.with_practice.filter(practice_of=by).first()
        if place is None:
            raise Stale from None
        return place
    try:
        _play(story, service, by)
    except Exception as error:
        if Service.with_practice.filter(pk=service.pk).exists():
            raise
        raise Stale from error
    return service


def _play(story: Story, service: Service, by: User) -> None:
    player = Player(service, current_framework(), by, by, timezone.localdate())
    for talk in story["conversations"]:
        if set(talk["places"]) <= player.lines.keys():
            player.converse(talk)


@transaction.atomic
def _place(story: Story, by: User) -> Service:
    organisation, _is_new = Organisation.with_practice.get_or_create(
        kind=Organisation.Kind.PRACTICE,
        slug="practice",
        defaults={"name": _("Practice"), "people_word": "people"},
    )
    names = ("name", "people_word", "what_matters", "kinds_to_hear")
    fields: dict[str, Any] = {name: story[name] for name in names}
    service = Service.with_practice.create(
        organisation=organisation, slug=f"practice-{secrets.token_hex(8)}", practice_of=by, **fields
    )
    role = ServiceMembership.Role.PRACTISING
    ServiceMembership.objects.create(user=by, service=service, role=role)
    return service


@transaction.atomic
def end_practice(*, by: User) -> None:
    """Take somebody's practice away, with everything in it; twice is the same as once."""
    service = Service.with_practice.filter(practice_of=by).first()
    if service is None:
        return
    hold_team(service)
    WantedPdf.objects.filter(object_id=service.pk).delete()
    take_away(rows_beneath(service))
