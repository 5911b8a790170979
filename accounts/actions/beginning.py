"""How things begin: the first person, a body that a team asks in, and a body's own team."""

from collections.abc import Mapping, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions.accepting import hold_invitation, use_up
from accounts.actions.events import log
from accounts.actions.memberships import join
from accounts.actions.organising import free_slug_of_organisation, make_teams
from accounts.actions.people import add_person
from accounts.getting_in.places import people_called, put_proposals
from accounts.models import Invitation, Organisation, Service, User
from accounts.models.invitation import new_nonce
from pages.signatures import When
from pages.words import reads_as, with_names


@transaction.atomic
def first_address(*, anew: bool = True) -> Invitation | None:
    """Make the link with which the first person comes in; None where somebody is in already.

    One made before stops working; without `anew` it is good as long as it is valid.
    """
    if User.objects.exists():
        return None
    invitation = Invitation.objects.unanswered().filter(role=Invitation.Role.FIRST).first()
    if invitation and not anew and invitation.valid_until >= timezone.localdate():
        return invitation
    invitation = invitation or Invitation(role=Invitation.Role.FIRST, by_hand=True)
    invitation.nonce = new_nonce()
    invitation.renew(timezone.now())
    invitation.save()
    return invitation


@transaction.atomic
def begin(
    invitation: Invitation,
    *,
    display_name: str,
    email: str,
    password: str | None,
    runs_site: bool,
) -> User:
    """Make the account of the first person.

    Without a password they sign in by a code sent to their address, which was proved. Raises
    NotLetIn where the link is over or somebody was quicker, ValidationError for a name or address
    that is none. Nothing is changed then.
    """
    hold_invitation(invitation)
    person = add_person(email=email, display_name=display_name, password=password, by=None)
    if runs_site:
        person.is_staff = person.is_superuser = True
        person.save(update_fields=["is_staff", "is_superuser"])
    use_up(invitation, user=person)
    return person


@transaction.atomic
def found_organisation(
    *, name: str, kinds: Sequence[str], people_word: str = "", by: User
) -> Organisation:
    """Make an organisation that runs services, with `by` as its lead.

    Without a word of its own for the people it works with it has that of its first kind of place.
    """
    organisation = Organisation(
        kind=Organisation.Kind.PROVIDER,
        name=" ".join(name.split()),
        slug=free_slug_of_organisation(name),
        people_word=people_word.strip() or people_called(kinds[0] if kinds else ""),
        kinds_of_place=list(kinds),
    )
    organisation.full_clean()
    organisation.save(force_insert=True)
    log("organisation_added", by=by, object_id=organisation.pk, organisation=organisation)
    join(user=by, place=organisation, role="lead", by=by)
    return organisation


@transaction.atomic
def say_what_places_are(kinds: Mapping[Service, str]) -> None:
    """Say what kind of place teams are: it proposes what they call people, and whom to hear.

    A team that has begun to write says both for itself.
    """
    for service, kind in kinds.items():
        put_proposals(service, kind)
        rows = Service.objects.filter(pk=service.pk, first_words_at=None)
        word, to_hear = service.people_word, service.kinds_to_hear
        rows.update(kind_of_place=kind, people_word=word, kinds_to_hear=to_hear)


@transaction.atomic
def bring_body(*, name: str, service: Service, by: User, at: When = None) -> Organisation:
    """Add a body for one team to write to; nobody is told, and no other team is offered it.

    Raises ValidationError for a name that is none, or that reads like a body the team can choose.
    """
    body = Organisation(name=" ".join(name.split()), kind=Organisation.Kind.COMMISSIONER)
    body.brought_by = service
    body.clean_fields(exclude={"slug"})
    for other in Organisation.objects.offered_to(service):
        if reads_as(other.name) == reads_as(body.name):
            words = _("{name} is here already: choose it from the list of bodies.")
            raise ValidationError({"name": with_names(words, name=other.name)})
    body.slug = free_slug_of_organisation(body.name)
    body.save(force_insert=True)
    log("body_brought", by=by, at=at, object_id=body.pk, service=service, organisation=body)
    return body


def offer_body(body: Organisation, *, by: User) -> Organisation:
    """Say that a body is the one of its name: every team is offered it. Twice is as once.

    Raises ValidationError where another body that every team is offered has this name.
    """
    for other in alike(body):
        if other.brought_by_id is None:
            words = _("{name} is here already. Give this one another name, or end it.")
            raise ValidationError(with_names(words, name=other.name))
    with transaction.atomic():
        if Organisation.objects.filter(pk=body.pk).exclude(brought_by=None).update(brought_by=None):
            log("body_offered", by=by, object_id=body.pk, organisation=body)
    body.refresh_from_db()
    return body


def alike(body: Organisation) -> list[Organisation]:
    """Return the other bodies in use whose names read alike, asked in by teams or not."""
    others = Organisation.objects.commissioning().in_use().exclude(pk=body.pk)
    return [other for other in others if reads_as(other.name) == reads_as(body.name)]


# Whom there is to hear from at a body, and what it calls those it works with.
KINDS_AT_A_BODY = ["commissioning", "contracts", "finance", "quality and safeguarding"]
PEOPLE_OF_A_BODY = "services"


@transaction.atomic
def make_body_team(*, body: Organisation, name: str, inside: bool = False, by: User) -> Service:
    """Make a team of a body. `inside`: who makes it is in it and looks after it.

    Otherwise they read nothing by it. Raises ValidationError where the name is none or taken.
    """
    (team,) = make_teams(organisation=body, names=[(name, "")], by=by)
    team.kinds_to_hear = list(KINDS_AT_A_BODY)
    team.people_word = PEOPLE_OF_A_BODY
    team.save(update_fields=["kinds_to_hear", "people_word"])
    if inside:
        join(user=by, place=team, role="manager", by=by)
    return team
