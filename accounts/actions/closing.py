"""Accounts and organisations as a whole: closed, opened again, two of one person made one.

What somebody wrote stays their teams'. Nobody who looks after accounts comes to read by any of it;
what of an organisation somebody could read ends in the moment in which it ends.
"""

from collections.abc import Sequence

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions.events import log
from accounts.actions.invitations import take_back_invitations
from accounts.actions.memberships import (
    end_membership,
    join,
    leave_organisation,
    leave_team,
)
from accounts.actions.organising import archive_team, free_slug_of_organisation
from accounts.actions.people import change_person
from accounts.models import (
    Event,
    Invitation,
    KeptPost,
    Letter,
    Notice,
    Organisation,
    Service,
    User,
)
from accounts.selectors import live_organisations, live_teams
from pages.database.at_once import hold, one_at_a_time
from pages.signatures import When
from pages.words import reads_as, with_names

RUNNING = Q(is_staff=True, is_active=True)


def hold_people(people: Sequence[User]) -> None:
    """Let whoever closes or erases these people, or ends what they belong to, wait.

    First people, then organisations, then teams, as everywhere (docs/adr/0004); and what they were
    told, which others put away before the letters of it.
    """
    rows = Q()
    for person in people:
        rows |= Q(pk=person.pk)
        if person.is_staff:  # of all who run the site one stays
            rows |= RUNNING
    teams = Service.objects.filter(Q(memberships__user__in=people) | Q(cover__in=people))
    places = Q(memberships__user__in=people) | Q(services__in=teams.values("pk"))
    hold(User.objects.filter(rows))
    hold(Organisation.objects.filter(places))
    hold(teams)
    Notice.objects.filter(user__in=people).update(read_at=F("read_at"))


@transaction.atomic
def close_account(person: User, *, by: User, at: When = None) -> User:
    """End all that a person belongs to, and their sign-in. Twice is the same as once.

    Raises ValidationError where nobody else runs the site, or where somebody would leave an
    organisation that they alone lead; who runs the site may do that for them, and asks in another.
    """
    hold_people([person])
    if person.is_active and person.is_staff:
        _refuse_last_who_runs(person)
    for membership in live_teams(person):
        leave_team(membership, by=by, at=at)
    for place in live_organisations(person):
        if by == person:
            leave_organisation(place, by=by, at=at)
        else:
            end_membership(place, by=by, at=at)
    now = at or timezone.now()
    Letter.objects.waiting().filter(user=person).update(withdrawn_at=now)
    Invitation.objects.unanswered().filter(person=person).update(withdrawn_at=now)
    KeptPost.objects.of(person).delete()
    if not person.is_active:
        return person
    person.is_active = person.is_staff = person.is_superuser = False
    return change_person(person, what={"is_active", "is_staff", "is_superuser"}, by=by)


def open_account(person: User, *, by: User) -> User:
    """Let somebody sign in again whose account was closed; into teams they are asked anew."""
    if person.is_active:
        return person
    person.is_active = True
    return change_person(person, what={"is_active"}, by=by)


@transaction.atomic
def say_who_runs(person: User, *, runs: bool, by: User) -> User:
    """Say whether somebody runs this site. Raises PermissionDenied, ValidationError.

    Only who may give it away gives it: nobody raises their own role.
    """
    if not by.is_superuser or not person.is_active:
        raise PermissionDenied
    if person.is_staff == runs:
        return person
    if not runs:
        _refuse_last_who_runs(person)
    person.is_staff = person.is_superuser = runs
    return change_person(person, what={"is_staff", "is_superuser"}, by=by)


@transaction.atomic
def merge_accounts(person: User, *, into: User, by: User) -> User:
    """Give all that a person belongs to to their other account, and close this one.

    Everybody in those teams is told by name, as of anybody who comes in. Raises PermissionDenied
    for one's own account, ValidationError where it cannot be.
    """
    if by in {person, into} or person.is_staff:
        raise PermissionDenied
    if person == into or not into.is_active:
        raise ValidationError(_("Choose another account, one that is open."))
    hold_people([person, into])
    for team in live_teams(person):
        in_team = team.service.memberships.live().filter(user=into).first()
        end_membership(team, by=by)
        if in_team is None or team.role == "manager":
            join(user=into, place=team.service, role=team.role, by=by)
    for place in live_organisations(person):
        in_place = place.organisation.memberships.live().filter(user=into).first()
        end_membership(place, by=by)
        if in_place is None or place.role == "lead":
            join(user=into, place=place.organisation, role=place.role, by=by)
    close_account(person, by=by)
    # Of the same moment: by it the account that is closed is found once its person is erased.
    now = timezone.now()
    log("person_made_one", by=by, at=now, object_id=into.pk)
    log("person_went_into_other", by=by, at=now, object_id=person.pk)
    return into


def accounts_merged_into(person: User) -> list[User]:
    """Return the closed accounts that went into this one, and those that had gone into them."""
    accounts = [person]
    for account in accounts:
        moments = Event.objects.filter(act="person_made_one", object_id=account.pk).values("at")
        went = Event.objects.filter(act="person_went_into_other", at__in=moments)
        closed = User.objects.filter(pk__in=went.values("object_id"), is_active=False)
        accounts += closed.exclude(pk__in=[other.pk for other in accounts])
    return accounts[1:]


def _refuse_last_who_runs(person: User) -> None:
    running = User.objects.filter(RUNNING)
    hold(running)
    if not running.exclude(pk=person.pk).exists():
        words = _("{name} is the last who runs this site. Say first who else does.")
        raise ValidationError(with_names(words, name=person.display_name))


@transaction.atomic
def add_organisation(
    *, name: str, kind: str, people_word: str = "", by: User, at: When = None
) -> Organisation:
    """Raises ValidationError for a name that is none, or is taken by one of the same kind."""
    organisation = Organisation(name=" ".join(name.split()), kind=kind)
    organisation.people_word = people_word or organisation.people_word
    organisation.clean_fields(exclude={"slug"})
    if _is_called_alike(organisation):
        raise ValidationError(with_names(_("{name} is here already."), name=organisation.name))
    organisation.slug = free_slug_of_organisation(organisation.name)
    organisation.save(force_insert=True)
    log("organisation_added", by=by, at=at, object_id=organisation.pk, organisation=organisation)
    return organisation


def _is_called_alike(organisation: Organisation) -> bool:
    others = Organisation.objects.in_use().filter(kind=organisation.kind)
    return reads_as(organisation.name) in map(reads_as, others.values_list("name", flat=True))


@transaction.atomic
def end_organisation(organisation: Organisation, *, by: User) -> Organisation:
    """End an organisation or a body in one go, so that nobody reads by it in between.

    Its teams end: who is in them reads on what they kept. Who led it, or read for it, does so no
    more; nobody who was asked in can come. Doing it twice is the same as once.
    """
    one_at_a_time(organisation)
    rows = Organisation.objects.in_use().filter(pk=organisation.pk)
    if rows.update(closed_on=timezone.localdate()):
        for team in organisation.services.in_use().order_by("pk"):
            archive_team(team, by=by)
        take_back_invitations(organisation.invitations.all())
        for row in organisation.memberships.live():
            end_membership(row, by=by)
        log("organisation_ended", by=by, object_id=organisation.pk, organisation=organisation)
    organisation.refresh_from_db(fields=["closed_on"])
    return organisation


@transaction.atomic
def begin_organisation_again(organisation: Organisation, *, by: User) -> Organisation:
    """Let an organisation go on that was ended. Its teams stay ended until its lead opens them.

    Raises ValidationError while all its data is to go, or where another has its name meanwhile.
    """
    one_at_a_time(organisation)
    if organisation.deletions.going_on().exists():
        raise ValidationError(_("All of its data is to go for good. Stop that first."))
    ended = Organisation.objects.filter(pk=organisation.pk, joined_into=None)
    ended = ended.exclude(closed_on=None)
    if ended.exists() and _is_called_alike(organisation):
        words = _("Another one is called {name} meanwhile. Give that one another name first.")
        raise ValidationError(with_names(words, name=organisation.name))
    if ended.update(closed_on=None):
        log("organisation_began_again", by=by, object_id=organisation.pk, organisation=organisation)
    organisation.refresh_from_db(fields=["closed_on"])
    return organisation
