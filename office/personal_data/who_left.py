"""Who has left an organisation and is nowhere else, so that who leads on it may erase them."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import (
    Invitation,
    Organisation,
    OrganisationMembership,
    ServiceMembership,
    User,
)


def people_who_left(organisation: Organisation) -> QuerySet[User]:
    """Return by name who was in an organisation, or in a team of it, and has left it.

    Whoever is, was or is asked in anywhere else is not among them: they are not this one's to
    erase. Nor is who runs the site. A place to practise in is nowhere.
    """
    teams = ServiceMembership.objects.filter(user=OuterRef("pk"), service__practice_of=None)
    places = OrganisationMembership.objects.filter(user=OuterRef("pk"))
    theirs = Q(person=OuterRef("pk")) | Q(address__iexact=OuterRef("email"))
    invitations = Invitation.objects.unanswered().filter(theirs)
    here = {"service__organisation": organisation}
    was_here = Exists(teams.filter(**here)) | Exists(places.filter(organisation=organisation))
    return (
        User.objects.filter(was_here)
        .exclude(Exists(teams.live()))
        .exclude(Exists(places.live()))
        .exclude(Exists(teams.exclude(**here)))
        .exclude(Exists(places.exclude(organisation=organisation)))
        .exclude(Exists(invitations))
        .filter(erased_on=None, is_staff=False, is_superuser=False)
        .in_name_order()
    )
