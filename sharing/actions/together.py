"""One report to two bodies: two shares, prepared in one go until one goes its own way."""

from accounts.models import Organisation, User
from sharing.actions.preparing import prepare_share
from sharing.models import Share


def prepare_along(share: Share, body: Organisation, *, by: User) -> Share:
    """Begin a share with another body, which follows this one. Raises Refused."""
    begun = share.followers.filter(body=body).first()
    if begun is not None:
        return begun
    along = prepare_share(service=share.service, body=body, by=by)
    Share.objects.filter(pk=along.pk, version=0).exclude(pk=share.pk).update(follows=share)
    along.refresh_from_db()
    return along
