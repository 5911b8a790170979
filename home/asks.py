"""One ask, as the team's last kept words have it, for those who may answer."""

import uuid
from dataclasses import dataclass

from django.http import Http404

from accounts.models import Service, User
from assessments.models import Ask
from home import selectors
from record.document import AskText, Record


@dataclass(frozen=True, slots=True)
class SealedAsk:
    """An ask in the words of the last finished conversation that has it.

    `led`: it is read by a lead, who is not in the team.
    """

    ask: Ask
    service: Service
    text: AskText
    led: bool
    record: Record


def sealed_ask(user: User, pk: uuid.UUID) -> SealedAsk:
    """Return an ask to somebody of its team, or to a lead whom the team showed it.

    Raises Http404 to everybody else, and for an ask that no finished conversation holds yet.
    """
    ask = selectors.ask_with_service(pk)
    service = ask.factor.service
    if selectors.is_of_team(user, service):
        closures, led = selectors.kept_closures(service), False
    elif selectors.leads(user, service):
        closures, led = selectors.shown_closures(service), True
    else:
        raise Http404
    for closure in reversed(closures):
        for factor in closure.record.factors:
            if factor.ask and factor.ask.id == str(pk):
                return SealedAsk(ask, service, factor.ask, led, closure.record)
    raise Http404
