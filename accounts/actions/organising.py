"""An organisation arranges itself: its teams, what they are called, how they are grouped.

Nobody reads a word of a team by any of it. What cannot be is refused with a ValidationError whose
sentence says what and where; nothing is half done.
"""

from collections.abc import Iterable, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.actions.events import log, withdraw_notices
from accounts.actions.invitations import take_back_invitations
from accounts.getting_in.places import put_proposals, whom_to_hear
from accounts.models import Event, FormerAddress, Grouping, Notice, Organisation, Service, User
from pages.database.at_once import Stale, change_as_seen, one_at_a_time
from pages.signatures import When
from pages.words import reads_as, slug_of, with_names

# What is told of a team that goes on: it will talk, or somebody waits for an answer.
WHILE_IT_GOES_ON = ("talk_again", "talk_offered", "asked", "meeting_offered")


@transaction.atomic
def make_teams(
    *,
    organisation: Organisation,
    names: Sequence[tuple[str, str]],
    kind: str = "",
    by: User | None,
    at: When = None,
) -> list[Service]:
    """Make a team of each name, with its second name or "": all of them or none.

    `kind`: what kind of place they are, which proposes what they call people and whom to hear.
    Raises ValidationError where a name is none, stands there twice, or is one of the
    organisation's already.
    """
    one_at_a_time(organisation)
    teams = [_team(organisation, name, second) for name, second in names]
    _refuse_doubles(organisation, teams)
    in_use = _addresses()
    for team in teams:
        team.slug = free_slug(team.name_outside, in_use)
        in_use.add(team.slug)
        if kind:
            put_proposals(team, kind)
        else:
            team.kinds_to_hear = whom_to_hear(kind, team.people)
    Service.objects.bulk_create(teams)
    now = at or timezone.now()
    Event.objects.bulk_create(
        Event(act="service_added", actor=by, at=now, object_id=team.pk, service=team)
        for team in teams
    )
    return teams


def _team(organisation: Organisation, name: str, second: str) -> Service:
    name, second = " ".join(name.split()), " ".join(second.split())
    team = Service(organisation=organisation, name=name, second_name=second)
    team.clean_fields(exclude={"organisation", "slug"})
    return team


def _refuse_doubles(organisation: Organisation, teams: Iterable[Service]) -> None:
    in_use = _names_in_use(organisation)
    names: set[str] = set()
    wrong = []
    for team in teams:
        name = reads_as(team.name)
        if name in in_use:
            wrong.append(_already_there(team.name, organisation))
        elif name in names:
            twice = _("{name} is here twice. Give each team a name of its own.")
            wrong.append(with_names(twice, name=team.name))
        names.add(name)
    if wrong:
        raise ValidationError(list(dict.fromkeys(wrong)))


def _names_in_use(organisation: Organisation, besides: Service | None = None) -> set[str]:
    rows = organisation.services.in_use()
    if besides:
        rows = rows.exclude(pk=besides.pk)
    return set(map(reads_as, rows.values_list("name", flat=True)))


def _already_there(name: str, organisation: Organisation) -> str:
    words = _("{organisation} has a team called {name} already. Give each team a name of its own.")
    return with_names(words, organisation=organisation.name, name=name)


def _addresses(*, besides: Service | None = None) -> set[str]:
    """Return what stands in teams' addresses, or did: a link of before leads nowhere else."""
    now, before = Service.with_practice.all(), FormerAddress.objects.all()
    if besides:
        now, before = now.exclude(pk=besides.pk), before.exclude(service=besides)
    return {*now.values_list("slug", flat=True), *before.values_list("slug", flat=True)}


def free_slug(name: str, in_use: set[str], *, otherwise: str = "team") -> str:
    """Return what stands in an address for this name; `otherwise`: where no letter of it can."""
    begin = slug_of(name) or otherwise
    slug, number = begin, 1
    while slug in in_use:
        number += 1
        slug = f"{begin}-{number}"
    return slug


def free_slug_of_organisation(name: str) -> str:
    in_use = set(Organisation.with_practice.values_list("slug", flat=True))
    return free_slug(name, in_use, otherwise=slugify(_("organisation")))


@transaction.atomic
def name_team(service: Service, *, name: str, second_name: str, by: User) -> Service:
    """Call a team something else. With a new second name its address is made of that one.

    Records that are kept already go on saying what it was called then. Raises ValidationError for
    a name that is none or another team's, Stale where it is not called any more what `service` is.
    """
    organisation = service.organisation
    one_at_a_time(organisation)
    renamed = _team(organisation, name, second_name)
    in_use = _names_in_use(organisation, besides=service)
    if service.archived_on is None and reads_as(renamed.name) in in_use:
        raise ValidationError(_already_there(renamed.name, organisation))
    values = {"name": renamed.name, "second_name": renamed.second_name}
    if renamed.second_name and renamed.second_name != service.second_name:
        values["slug"] = free_slug(renamed.second_name, _addresses(besides=service))
    as_seen = {"name": service.name, "second_name": service.second_name}
    if not Service.objects.filter(pk=service.pk, **as_seen).update(**values):
        service.refresh_from_db(fields=["name", "second_name", "slug"])
        if (service.name, service.second_name) != (renamed.name, renamed.second_name):
            raise Stale
        return service
    old_slug = service.slug
    service.refresh_from_db(fields=list(values))
    if service.slug != old_slug:
        FormerAddress.objects.filter(slug=service.slug).delete()
        FormerAddress.objects.get_or_create(slug=old_slug, defaults={"service": service})
    log("service_named", by=by, object_id=service.pk, service=service)
    return service


@transaction.atomic
def archive_team(service: Service, *, by: User) -> Service:
    """Close a team: nobody writes in it any more; who is in it reads on what it kept.

    What it showed its organisation is no longer read there.
    """
    rows = Service.objects.in_use().filter(pk=service.pk)
    if rows.update(archived_on=timezone.localdate()):
        take_back_invitations(service.invitations.all())
        withdraw_notices(Notice.objects.filter(service=service, kind__in=WHILE_IT_GOES_ON))
        log("service_archived", by=by, object_id=service.pk, service=service)
    service.refresh_from_db(fields=["archived_on"])
    return service


@transaction.atomic
def open_team_again(service: Service, *, by: User) -> Service:
    """Let a closed team go on. Raises ValidationError where another has its name meanwhile."""
    organisation = service.organisation
    one_at_a_time(organisation)
    if reads_as(service.name) in _names_in_use(organisation, besides=service):
        raise ValidationError(_already_there(service.name, organisation))
    if Service.objects.filter(pk=service.pk, archived_on__isnull=False).update(archived_on=None):
        log("service_opened_again", by=by, object_id=service.pk, service=service)
    service.refresh_from_db(fields=["archived_on"])
    return service


@transaction.atomic
def make_grouping(*, organisation: Organisation, name: str, by: User, at: When = None) -> Grouping:
    """Make a grouping. Raises ValidationError for a name that is none or is taken."""
    one_at_a_time(organisation)
    grouping = Grouping(organisation=organisation, name=" ".join(name.split()))
    grouping.clean_fields(exclude={"organisation"})
    others = organisation.groupings.values_list("name", flat=True)
    if reads_as(grouping.name) in map(reads_as, others):
        words = _("There is a grouping called {name} already.")
        raise ValidationError(with_names(words, name=grouping.name))
    grouping.save(force_insert=True)
    log("grouping_made", by=by, at=at, object_id=grouping.pk, organisation=organisation)
    return grouping


@transaction.atomic
def group_team(service: Service, groupings: Iterable[Grouping], *, by: User) -> None:
    """Put a team in these groupings of its organisation, and in no others."""
    here = service.organisation_id
    own = [grouping for grouping in groupings if grouping.organisation_id == here]
    service.groupings.set(own)
    log("service_grouped", by=by, object_id=service.pk, service=service)


@transaction.atomic
def drop_grouping(grouping: Grouping, *, by: User) -> None:
    key, organisation = grouping.pk, grouping.organisation
    grouping.delete()
    log("grouping_dropped", by=by, object_id=key, organisation=organisation)


@transaction.atomic
def rename_organisation(organisation: Organisation, *, name: str, by: User) -> Organisation:
    """Call an organisation or a body something else; what was kept or sent says the name of then.

    Raises ValidationError for a name that is none or another's of its kind, Stale where it is not
    called any more what `organisation` is.
    """
    renamed = Organisation(name=" ".join(name.split()))
    renamed.clean_fields(exclude={"slug", "kind"})
    others = Organisation.objects.in_use().filter(kind=organisation.kind)
    names = others.exclude(pk=organisation.pk).values_list("name", flat=True)
    if reads_as(renamed.name) in map(reads_as, names):
        words = _("{name} is here already. Say in the name which of the two this is.")
        raise ValidationError(with_names(words, name=renamed.name))
    if change_as_seen(organisation, {"name": renamed.name}):
        log("organisation_named", by=by, object_id=organisation.pk, organisation=organisation)
    return organisation


@transaction.atomic
def describe_organisation(
    organisation: Organisation,
    *,
    people_word: str,
    sending: str,
    days_to_read: int | None = None,
    by: User,
    at: When = None,
) -> Organisation:
    """Say what an organisation calls its people, who sends a report and how long a team reads it.

    `days_to_read`: None leaves them as they are. Raises Stale where somebody else has said
    something else than `organisation` holds.
    """
    if days_to_read is None:
        days_to_read = organisation.days_to_read
    settings = {"people_word": people_word, "sending": sending, "days_to_read": days_to_read}
    if change_as_seen(organisation, settings):
        key = organisation.pk
        log("organisation_settled", by=by, at=at, object_id=key, organisation=organisation)
    return organisation
