"""The first person of an empty installation: an account, an organisation, what its teams are."""

import datetime as dt
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils import timezone

from accounts.actions.accepting import hold, use_up
from accounts.actions.events import log
from accounts.actions.memberships import join_organisation
from accounts.actions.organising import free_slug_of_organisation
from accounts.actions.people import add_person
from accounts.getting_in.places import people_called_in, put_proposals
from accounts.models import Invitation, Organisation, Service, User
from accounts.models.invitation import VALID_DAYS, new_nonce


@transaction.atomic
def first_address(*, anew: bool = True, at: dt.datetime | None = None) -> Invitation | None:
    """Make the link with which the first person comes in; one made before stops working.

    `anew` False: the one made before is good as long as it is valid. None where somebody is in
    already: from then on people ask each other in.
    """
    if User.objects.exists():
        return None
    invitation = Invitation.objects.unanswered().filter(role=Invitation.Role.FIRST).first()
    if invitation and not anew and invitation.valid_until >= timezone.localdate(at):
        return invitation
    invitation = invitation or Invitation(role=Invitation.Role.FIRST, by_hand=True)
    invitation.nonce = new_nonce()
    invitation.sent_at = at or timezone.now()
    invitation.valid_until = timezone.localdate(at) + dt.timedelta(days=VALID_DAYS)
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
    at: dt.datetime | None = None,
) -> User:
    """Make the account of the first person.

    Args:
        password: empty: they sign in by a code sent to their address, which was proved.
        runs_site: they look after the server, too: accounts, organisations, no content.

    Raises NotLetIn where the link is over or somebody was quicker, ValidationError for a name or
    address that is none. Nothing is changed then.
    """
    hold(invitation, at=at)
    person = add_person(email=email, display_name=display_name, password=password, by=None, at=at)
    if runs_site:
        person.is_staff = person.is_superuser = True
        person.save(update_fields=["is_staff", "is_superuser"])
    use_up(invitation, user=person, at=at)
    return person


@transaction.atomic
def found_organisation(
    *,
    name: str,
    kinds: Sequence[str],
    people_word: str = "",
    by: User,
    at: dt.datetime | None = None,
) -> Organisation:
    """Make an organisation that runs services, with `by` as its lead.

    Without a word of its own for the people it works with it has that of its first kind of place.
    """
    organisation = Organisation(
        kind=Organisation.Kind.PROVIDER,
        name=" ".join(name.split()),
        slug=free_slug_of_organisation(name),
        people_word=people_word.strip() or people_called_in(kinds),
        kinds_of_place=list(kinds),
    )
    organisation.full_clean()
    organisation.save(force_insert=True)
    log("organisation_added", by=by, at=at, object_id=organisation.pk, organisation=organisation)
    join_organisation(user=by, organisation=organisation, role="lead", by=by, at=at)
    return organisation


@transaction.atomic
def say_what_places_are(kinds: Mapping[Service, str]) -> None:
    """Say what kind of place teams are: it proposes what they call people, and whom to hear.

    A team that has begun to write says both for itself.
    """
    for service, kind in kinds.items():
        put_proposals(service, kind)
        rows = Service.objects.filter(pk=service.pk, first_words_at=None)
        rows.update(
            kind_of_place=kind,
            people_word=service.people_word,
            kinds_to_hear=service.kinds_to_hear,
        )
