"""Taking a file out: those whose words are in it are told before it is there."""

import uuid

from django.db import transaction
from django.utils import timezone

from accounts.actions import log, tell
from accounts.models import Event, Organisation, Service, User
from accounts.selectors import people_of
from pages.database.at_once import one_at_a_time

# The kinds of notices, whose words are in a template.
OF_TEAM, OF_WORDS, OF_ORGANISATION = "file_of_team", "file_of_words", "file_of_organisation"


@transaction.atomic
def take_team_file(service: Service, *, whole: bool, by: User | None) -> None:
    """Tell everybody in the team who takes its file: once a day, however often it is pressed.

    `whole`: everything it may read, else the words of what it finished. `by`: a manager; None:
    whoever runs the site, by command.
    """
    now = timezone.now()
    act = OF_TEAM if whole else OF_WORDS
    one_at_a_time(service)  # a second press waits, and finds what the first one said
    today = Event.objects.filter(at__date=timezone.localdate(now))
    if not today.filter(act=act, service=service, actor=by).exists():
        key = uuid.uuid4()
        tell(people_of(service), act, service=service, object_id=key, about=by, by=by, at=now)
    log(act, by=by, at=now, object_id=service.pk, service=service)


@transaction.atomic
def take_organisation_file(organisation: Organisation) -> None:
    """Tell every team of an organisation that the whole of it was taken."""
    key = uuid.uuid4()
    for service in Service.objects.filter(organisation=organisation):
        tell(people_of(service), OF_ORGANISATION, service=service, object_id=key)
    log(OF_ORGANISATION, by=None, object_id=key, organisation=organisation)


def take_shown_file(organisation: Organisation, *, by: User | None) -> None:
    log("file_of_shown", by=by, object_id=organisation.pk, organisation=organisation)
