"""A team, a body, and what they have with each other."""

import datetime as dt

import pytest
from django.utils import timezone

from agreeing.actions import begin_tie
from agreeing.models import Tie
from tests.sharing.conftest import clock, reader, signed_in  # noqa: F401 -- fixtures of sharing

BOXES = {
    "asked": "A bed and somebody to talk to.",
    "talk": "Twice a year, at the house.",
    "ours": "Nights are asked too.",
    "theirs": "Find out who decides on pets.",
    "turn_to": "Mo at the house, Jo at the council.",
    "more_terms": "",
}


@pytest.fixture
def tie(service, body, manager) -> Tie:
    """Return a tie that the body knows nothing of."""
    return begin_tie(service, body, by=manager)


@pytest.fixture
def later():
    """Return a moment some days on."""
    return (timezone.now() + dt.timedelta(days=3)).replace(hour=12)
