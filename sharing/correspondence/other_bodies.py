"""Which other bodies are asked the same, for one reader; whether there are any, for the team."""

from collections.abc import Iterable
from dataclasses import dataclass
from operator import attrgetter

from assessments.models import Ask, AskAnswer
from sharing.models import Share, ShareAsk
from sharing.models.share import local_day


@dataclass(frozen=True, slots=True)
class OtherBody:
    """Another body that was asked the same, since when, and what it said and let be told."""

    body: str
    day: str
    answers: tuple[AskAnswer, ...] = ()


def other_bodies_asked(share: Share, asks: Iterable[Ask]) -> dict[str, list[OtherBody]]:
    """Return, by ask, which other bodies were asked it in reports that can be read today.

    Nothing where the team did not tick that it says so, and once the reader's own report is over.
    """
    bodies_by_ask: dict[str, list[OtherBody]] = {}
    if not share.say_who_else or not share.is_live:
        return bodies_by_ask
    rows = list(_asked_elsewhere(share, asks))
    of_rows = {"ask__in": [row.ask_id for row in rows]}
    of_rows["body__in"] = [row.share.body_id for row in rows]
    answers = AskAnswer.objects.filter(**of_rows).select_related("body").order_by("order", "pk")
    for row in rows:
        key = (row.ask_id, row.share.body_id)
        body_answers = [answer for answer in answers if (answer.ask_id, answer.body_id) == key]
        if body_answers and not body_answers[-1].may_go_out:  # its last word stays there
            body_answers = []
        open_answers = tuple(filter(attrgetter("may_go_out"), body_answers))
        other = OtherBody(row.share.body.name, local_day(row.share.sent_at), open_answers)
        bodies_by_ask.setdefault(str(row.ask_id), []).append(other)
    return bodies_by_ask


def _asked_elsewhere(share: Share, asks: Iterable[Ask]) -> Iterable[ShareAsk]:
    """Return by which reports other bodies are asked these today: the first to each body."""
    rows = ShareAsk.objects.filter(ask__in=list(asks), included=True, share__service=share.service)
    live = rows.filter(share__in=Share.objects.live()).exclude(share__body=share.body_id)
    first: dict[str, ShareAsk] = {}
    for row in live.select_related("share__body").order_by("share__body__name", "share__sent_at"):
        first.setdefault(f"{row.ask_id} {row.share.body_id}", row)
    return first.values()


def asks_others(share: Share) -> bool:
    if share.follows_id or share.followers.exists():
        return True
    others = Share.objects.of(share.service).live().exclude(body=share.body_id)
    return others.filter(asks__included=True).exists()
