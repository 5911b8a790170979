"""Plain, unsurprising objects. What matters to a test is said in the test."""

import factory
from allauth.account.models import EmailAddress
from factory.django import DjangoModelFactory

from accounts.models import (
    Organisation,
    OrganisationMembership,
    Service,
    ServiceMembership,
    User,
)
from home.first_visits import WHO

PASSWORD = "a plain long password"  # of people in tests only


class EmailAddressFactory(DjangoModelFactory[EmailAddress]):
    """A person's verified address, as adding a person makes it."""

    class Meta:
        model = EmailAddress

    email = factory.SelfAttribute("user.email")
    verified = True
    primary = True


class UserFactory(DjangoModelFactory[User]):
    """A person who may sign in with PASSWORD; their address is verified."""

    class Meta:
        model = User
        skip_postgeneration_save = True  # the address is a row of its own

    email = factory.Sequence(lambda n: f"person{n}@example.org")
    display_name = factory.Sequence(lambda n: f"Person {n}")
    password = factory.django.Password(PASSWORD)
    # Been here before, whatever they become; a first visit is a test of its own.
    welcomed_as = factory.LazyFunction(lambda: list(WHO))

    address = factory.RelatedFactory(EmailAddressFactory, factory_related_name="user")


class OrganisationFactory(DjangoModelFactory[Organisation]):
    """An organisation that runs services."""

    class Meta:
        model = Organisation

    kind = Organisation.Kind.PROVIDER
    name = factory.Sequence(lambda n: f"Provider {n}")
    slug = factory.Sequence(lambda n: f"provider-{n}")
    people_word = "residents"


class CommissioningBodyFactory(OrganisationFactory):
    """A body that commissions services."""

    kind = Organisation.Kind.COMMISSIONER
    name = factory.Sequence(lambda n: f"Council {n}")
    slug = factory.Sequence(lambda n: f"council-{n}")


class ServiceFactory(DjangoModelFactory[Service]):
    """A service of a provider organisation."""

    class Meta:
        model = Service

    organisation = factory.SubFactory(OrganisationFactory)
    name = factory.Sequence(lambda n: f"Service {n}")
    slug = factory.Sequence(lambda n: f"service-{n}")


class ServiceMembershipFactory(DjangoModelFactory[ServiceMembership]):
    """A contributor in a team."""

    class Meta:
        model = ServiceMembership

    user = factory.SubFactory(UserFactory)
    service = factory.SubFactory(ServiceFactory)
    role = ServiceMembership.Role.CONTRIBUTOR


class OrganisationMembershipFactory(DjangoModelFactory[OrganisationMembership]):
    """A lead of a provider organisation."""

    class Meta:
        model = OrganisationMembership

    user = factory.SubFactory(UserFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    role = OrganisationMembership.Role.LEAD
