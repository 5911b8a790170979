"""Who may ask whom in, and who can be asked."""

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import (
    Invitation,
    Organisation,
    OrganisationMembership,
    Service,
    ServiceMembership,
    User,
)
from accounts.models.user import NO_MAILBOX
from accounts.policy import (
    Act,
    Role,
    may,
    roles_in_organisation,
    roles_in_service,
    roles_on_site,
)
from pages.words import refuse_no_address

Place = Organisation | Service
TEAM_ROLES = {Invitation.Role.CONTRIBUTOR, Invitation.Role.MANAGER}
refuse_odd_name = RegexValidator(
    r"\A[a-z0-9](?:[a-z0-9.-]{1,38})[a-z0-9]\Z",
    gettext_lazy(
        "A sign-in name has 3 to 40 letters, figures, dots or hyphens, such as dee.nights."
    ),
)


def may_invite(by: User | None, place: Place, role: str) -> bool:
    """Say whether somebody may ask people in there now. Without `by`: a command, which may.

    Nobody gives more than they have: a lead names who looks after a team and reads nothing by it,
    a manager asks into their own team, who leads a body asks readers in.
    """
    if by is None:
        return True
    if isinstance(place, Service):
        roles = roles_in_service(by, place) if place.archived_on is None else set()
        return role in TEAM_ROLES and may(Act.INVITE_TO_TEAM, roles)
    roles = roles_in_organisation(by, place)
    if place.closed_on is not None:
        return False
    if role == Invitation.Role.READER:
        return may(Act.INVITE_READER, roles)
    if may(Act.INVITE_LEAD, roles):
        return role == Invitation.Role.LEAD
    first = not place.memberships.active().leads().exists()
    allowed = may(Act.INVITE_FIRST_LEAD, roles_on_site(by)) or _writes_to(by, place)
    return role == Invitation.Role.LEAD and first and allowed


def _writes_to(by: User, body: Organisation) -> bool:
    """Say whether somebody prepares reports in the team that asked this body in."""
    team = body.brought_by
    return team is not None and may(Act.PREPARE_SHARE, roles_in_service(by, team))


def account_of(invitation: Invitation) -> User | None:
    rows = EmailAddress.objects.filter(email__iexact=invitation.reached_by, verified=True)
    address = rows.select_related("user").first()
    return address.user if address else None


def opens_more(person: User, *, by: User) -> bool:
    """Say whether somebody's account opens more than the teams that `by` manages."""
    theirs = set(Service.objects.reachable_by(person).values_list("pk", flat=True))
    managed = set(Service.objects.managed_by(by).values_list("pk", flat=True))
    organisations = person.organisation_memberships.live().exists()
    return person.is_staff or organisations or not theirs <= managed


def lets_lead_in(invitation: Invitation, person: User) -> bool:
    """Say whether a lead asks a lead into a team that has written something: only the team may."""
    service, by = invitation.service, invitation.by
    if service is None or by is None or service.first_words_at is None:
        return False
    outside = ({Role.PROVIDER_LEAD}, {Role.COMMISSIONING_LEAD})
    if roles_in_service(by, service) not in outside:
        return False
    return roles_in_service(person, service) in outside


def refuse_odd(invitation: Invitation) -> None:
    if bool(invitation.address) == bool(invitation.sign_in_name):
        raise ValidationError({"address": _("Type an address, or choose a sign-in name.")})
    if invitation.sign_in_name and invitation.role not in TEAM_ROLES:
        words = _("Whoever leads or reads needs an address: letters go to it.")
        raise ValidationError({"sign_in_name": words})
    field = invitation.field
    check = refuse_no_address if invitation.address else refuse_odd_name
    try:
        check(getattr(invitation, field))
    except ValidationError as error:
        raise ValidationError({field: error.messages}) from error
    if invitation.address.endswith(NO_MAILBOX):
        raise ValidationError({field: _("No letter arrives at this address.")})
    typed = {"name", "address", "sign_in_name"}
    invitation.clean_fields({column.name for column in Invitation._meta.fields} - typed)


def refuse_impossible(invitation: Invitation) -> None:
    """Refuse somebody who is there already, may not be there, or is somebody else."""
    field = invitation.field
    place, person = invitation.place, account_of(invitation)
    if invitation.role == "reader" and invitation.organisation:
        kind = Organisation.Kind.COMMISSIONER
        if invitation.organisation.kind != kind:
            raise ValidationError({field: _("Only a commissioning body has readers.")})
    if person is None or place is None:
        return
    if place.memberships.live().filter(user=person).exists():
        words = _("%(name)s is in %(place)s already.")
        raise ValidationError({field: words % {"name": person.display_name, "place": place.name}})
    if isinstance(place, Service):
        here = person.service_memberships.filter(service__organisation=place.organisation_id)
        if not person.has_mailbox and not here.exists():
            raise ValidationError({field: _("This sign-in name is taken. Choose another.")})
        if lets_lead_in(invitation, person):
            words = _("%(name)s leads %(organisation)s: only the team itself can let them in.")
            names = {"name": person.display_name, "organisation": place.organisation.name}
            raise ValidationError({field: words % names})
    would_be = membership_of(invitation, person)
    try:
        would_be.clean()
    except ValidationError as error:
        raise ValidationError({field: error.messages}) from error


def membership_of(
    invitation: Invitation, person: User
) -> ServiceMembership | OrganisationMembership:
    """Return the membership that an invitation gives, not stored."""
    if invitation.service:
        return ServiceMembership(user=person, service=invitation.service, role=invitation.role)
    organisation, role = invitation.organisation, invitation.role
    return OrganisationMembership(user=person, organisation=organisation, role=role)
