"""A conversation on the tiny framework, for the tests of assessments."""

import pytest
from django.test import Client

from accounts.models import Service, User
from assessments import actions
from assessments.models import Assessment
from frameworks.models import Framework, Level, Line


@pytest.fixture
def soil(framework: Framework) -> Line:
    """Return a theme with two elements."""
    return framework.lines.get(code="soil")


@pytest.fixture
def light(framework: Framework) -> Line:
    """Return the other theme."""
    return framework.lines.get(code="light")


@pytest.fixture
def levels(framework: Framework) -> dict[str, Level]:
    """Return the levels by code."""
    return {level.code: level for level in framework.levels.all()}


@pytest.fixture
def conversation(service: Service, framework: Framework, contributor: User) -> Assessment:
    """Return an open conversation of five themes."""
    return actions.start(service=service, framework=framework, length="themes", by=contributor)


@pytest.fixture
def staff(client: Client, contributor: User) -> Client:
    """Return the browser of a contributor."""
    client.force_login(contributor)
    return client


@pytest.fixture
def colleague(manager: User) -> Client:
    """Return the browser of somebody else of the team."""
    client = Client()
    client.force_login(manager)
    return client
