"""Who may send a report, and who may take one back: the policy, and what the team is just now."""

import uuid

from accounts.actions import has_manager
from accounts.models import Organisation, Service, User
from accounts.policy import Act, may, roles_in_service
from accounts.selectors import people_of, readers_of
from sharing.models import Share

TWO = 2


def may_send(user: User, share: Share) -> bool:
    """Say whether this person may send what the team was shown.

    Where two send: somebody else of the team than who said that it was asked. Without a manager:
    nobody.
    """
    service = share.service
    roles = roles_in_service(user, service)
    if not two_send(service):
        return may(Act.SEND_SHARE, roles)
    said_by_another = share.asked_by_id not in (None, user.pk)
    return may(Act.SEND_AS_SECOND, roles) and said_by_another and has_manager(service)


def two_send(service: Service) -> bool:
    """Say whether two people send what this team was shown: so chosen, and two there are."""
    if service.organisation.sending != Organisation.Sending.TWO:
        return False
    return people_of(service).count() >= TWO


def may_say_asked(user: User, share: Share) -> bool:
    """Say whether this person may say that the team was asked: where two send, its manager."""
    if not two_send(share.service) or share.asked_by_id is not None:
        return False
    return may(Act.SEND_SHARE, roles_in_service(user, share.service))


def may_send_reply(user: User, share: Share, prepared_by: uuid.UUID | None) -> bool:
    """Say whether this person may send a part of a reply that `prepared_by` wrote last.

    Where their body wants two for it, and two there are: somebody else than who wrote it.
    """
    body = share.body
    if body.sending != Organisation.Sending.TWO or readers_of(body).count() < TWO:
        return True
    return prepared_by not in {None, user.pk}


def may_take_back(user: User, share: Share) -> bool:
    """Say whether this person may take a report back, or put away one that is being prepared.

    While nobody manages the team, whoever is in it may, what can be read outside; and so may who
    leads its organisation, without reading it.
    """
    roles = roles_in_service(user, share.service)
    if may(Act.TAKE_BACK_SHARE, roles):
        return True
    if not share.is_live or not may(Act.TAKE_BACK_UNLED, roles):
        return False
    return not has_manager(share.service)
