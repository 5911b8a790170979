"""Who else is asked the same: read anew each time, for one reader."""

from collections.abc import Iterable
from dataclasses import dataclass

from assessments.models import Ask
from sharing.models import Share, ShareAsk
from sharing.models.share import local_day


@dataclass(frozen=True, slots=True)
class AskedToo:
    """Another body that was asked the same, and since when."""

    body: str
    day: str


def asked_too(share: Share, asks: Iterable[Ask]) -> dict[str, list[AskedToo]]:
    """Return, by ask, which other bodies were asked it in reports that can be read today.

    Nothing where the team did not tick that it says so.
    """
    found: dict[str, list[AskedToo]] = {}
    if not share.say_who_else:
        return found
    rows = ShareAsk.objects.filter(ask__in=list(asks), included=True, share__service=share.service)
    live = rows.filter(share__in=Share.objects.live()).exclude(share__body=share.body_id)
    for row in live.select_related("share__body").order_by("share__body__name", "share__sent_at"):
        too = AskedToo(row.share.body.name, local_day(row.share.sent_at))
        found.setdefault(str(row.ask_id), []).append(too)
    return found


def asks_others(share: Share) -> bool:
    """Say whether the team asks another body, or is about to."""
    if share.follows_id or share.followers.exists():
        return True
    others = Share.objects.of(share.service).live().exclude(body=share.body_id)
    return others.filter(asks__included=True).exists()
