"""The same few people and teams with fixed access, for every test.

Oak Trust runs Alder House (`service`) and Birch House (`sibling_service`); Elm Homes runs Cedar
House (`other_service`). Northtown Council (`body`) and Southtown Council (`other_body`) commission.
"""

import pytest

from accounts.models import Organisation, Service, User
from tests.factories import (
    CommissioningBodyFactory,
    OrganisationFactory,
    OrganisationMembershipFactory,
    ServiceFactory,
    ServiceMembershipFactory,
    UserFactory,
)


@pytest.fixture
def organisation(db: None) -> Organisation:
    """Return the organisation that runs `service`."""
    return OrganisationFactory(name="Oak Trust", slug="oak-trust")


@pytest.fixture
def service(organisation: Organisation) -> Service:
    """Return the service that tests are about."""
    return ServiceFactory(organisation=organisation, name="Alder House", slug="alder-house")


@pytest.fixture
def sibling_service(organisation: Organisation) -> Service:
    """Return another service of the same organisation."""
    return ServiceFactory(organisation=organisation, name="Birch House", slug="birch-house")


@pytest.fixture
def other_service(db: None) -> Service:
    """Return a service of another organisation."""
    elm = OrganisationFactory(name="Elm Homes", slug="elm-homes")
    return ServiceFactory(organisation=elm, name="Cedar House", slug="cedar-house")


@pytest.fixture
def body(db: None) -> Organisation:
    """Return the commissioning body."""
    return CommissioningBodyFactory(name="Northtown Council", slug="northtown")


@pytest.fixture
def other_body(db: None) -> Organisation:
    """Return a commissioning body that nothing is shared with."""
    return CommissioningBodyFactory(name="Southtown Council", slug="southtown")


def in_team(service: Service, role: str, name: str) -> User:
    """Make a person and put them in a team: role "contributor" or "manager"."""
    slug = name.lower().replace(" ", ".")
    user = UserFactory(email=f"{slug}@example.org", display_name=name)
    ServiceMembershipFactory(user=user, service=service, role=role)
    return user


def in_organisation(organisation: Organisation, role: str, name: str) -> User:
    """Make a person and put them in an organisation: role "lead" or "reader"."""
    slug = name.lower().replace(" ", ".")
    user = UserFactory(email=f"{slug}@example.org", display_name=name)
    OrganisationMembershipFactory(user=user, organisation=organisation, role=role)
    return user


@pytest.fixture
def manager(service: Service) -> User:
    """Return the manager of `service`."""
    return in_team(service, "manager", "Mina Manager")


@pytest.fixture
def contributor(service: Service) -> User:
    """Return a contributor in `service`."""
    return in_team(service, "contributor", "Con Tributor")


@pytest.fixture
def sibling(sibling_service: Service) -> User:
    """Return a manager of the sibling service, who is not in `service`."""
    return in_team(sibling_service, "manager", "Sib Ling")


@pytest.fixture
def elsewhere(other_service: Service) -> User:
    """Return a manager of a service of another organisation."""
    return in_team(other_service, "manager", "Elsa Where")


@pytest.fixture
def lead(organisation: Organisation) -> User:
    """Return the lead of the organisation that runs `service`."""
    return in_organisation(organisation, "lead", "Lee Lead")


@pytest.fixture
def commissioner(body: Organisation) -> User:
    """Return a reader in `body`."""
    return in_organisation(body, "reader", "Rea Reader")


@pytest.fixture
def other_commissioner(other_body: Organisation) -> User:
    """Return a reader in `other_body`."""
    return in_organisation(other_body, "reader", "Other Reader")


@pytest.fixture
def outsider(db: None) -> User:
    """Return a person with an account who belongs to nothing."""
    return UserFactory(email="outsider@example.org", display_name="Out Sider")
