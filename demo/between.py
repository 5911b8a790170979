"""What a team and a body have with each other: agreed, what came of it, a meeting."""

import datetime as dt
from collections.abc import Mapping, Sequence

from django.utils import timezone

from accounts.models import Organisation, User
from agreeing import actions
from agreeing.models import Side, Tie, Understanding
from agreeing.models.understanding import BOXES
from agreeing.selectors import meeting_seen, seen_of
from demo.people import Cast
from demo.planting import Planter
from example.story import Player, Story, clock


def play_between(player: Player, told: Story, held: dt.date, cast: Cast) -> None:
    """Play what a team and a body agreed, what came of it, and when they may meet."""
    body = cast.organisations[told["with"]]
    reader, by = reader_of(body), player.manager

    def on(days: int) -> dt.datetime:
        return next(clock(held + dt.timedelta(days=days), 15))

    at = on(told["days_after"])
    tie = actions.begin_tie(player.service, body, by=by, at=at)
    if said := told.get("said"):
        version = _put(tie, said, by=by, at=at)
        words, seen = told["beside"], version.wording()
        actions.say_beside(version, words, seen=seen, by=reader, at=on(told["days_after"] + 5))
        at = on(told["days_after"] + 9)
        actions.agree(version, seen=version.seen(), by=reader, at=at)
        for came in told["came_of"]:
            side = Side(came["side"])
            actions.say_what_came_of_it(
                version,
                {came["half"]: came["words"]},
                side=side,
                by=by if side == Side.TEAM else reader,
                at=on(came["days_after"]),
            )
    if meeting := told.get("meeting"):
        side = Side(meeting["side"])
        days = [player.today + dt.timedelta(days=each) for each in meeting["in_days"]]
        hour = dt.time(meeting["hour"])
        times = [timezone.make_aware(dt.datetime.combine(day, hour)) for day in days]
        who = by if side == Side.TEAM else reader
        _offer(tie, times, meeting["where"], side=side, by=who, at=at)


def reader_of(body: Organisation) -> User:
    """Return somebody who reads for a body."""
    member = body.memberships.filter(ended_on=None).first()
    if member is None:
        message = f"nobody reads for {body.slug}"
        raise LookupError(message)
    return member.user


def plant_between(told: Story, cast: Cast, planter: Planter, today: dt.date) -> None:
    """Fill every text between a team and its body, if it has one, with an unmistakable word.

    One version is agreed, one is put and written beside, times to meet are offered.
    """
    if "shares" not in told:
        return
    service, body = cast.services[told["slug"]], cast.organisations[told["shares"]]
    by, at = cast.people[told["manager"]], next(clock(today - dt.timedelta(days=100), 9))
    team = {f"contributor:{service.slug}", f"manager:{service.slug}"}
    both = team | {f"reader:{body.slug}", f"lead:{body.slug}"}
    reader = reader_of(body)

    def word(name: str, who: set[str]) -> str:
        return planter.plant(f"agreeing.{name}", who, service=service)

    tie = actions.begin_tie(service, body, by=by, at=at)

    words = {name: word(f"Understanding.{name}", both) for name in BOXES}
    version = _put(tie, words, by=by, at=at)
    actions.agree(version, seen=version.seen(), by=reader, at=at)
    for side, who, person in ((Side.TEAM, team, by), (Side.BODY, both, reader)):
        came = {half: word("CameOf.words", who) for half in Side.values}
        actions.say_what_came_of_it(version, came, side=side, by=person, at=at)
    words = {name: word(f"Understanding.{name}", both) for name in BOXES}
    version = _put(tie, words, by=by, at=at)
    beside = word("Remark.words", both)
    actions.say_beside(version, beside, seen=version.wording(), by=reader, at=at)
    times = [at + dt.timedelta(days=days) for days in (200, 201, 202)]
    _offer(tie, times, word("Meeting.where", both), side=Side.TEAM, by=by, at=at)


def _put(tie: Tie, said: Mapping[str, str], *, by: User, at: dt.datetime) -> Understanding:
    version = actions.write_understanding(tie, said, seen=seen_of(tie), by=by, at=at)
    return actions.put_understanding(version, seen=version.wording(), by=by, at=at)


def _offer(
    tie: Tie, times: Sequence[dt.datetime], where: str, *, side: Side, by: User, at: dt.datetime
) -> None:
    seen = meeting_seen(tie)
    actions.offer_times(tie, times, where=where, side=side, seen=seen, by=by, at=at)
