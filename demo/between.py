"""What a team and a body have with each other: agreed, what came of it, a meeting."""

import datetime as dt
from collections.abc import Mapping, Sequence

from django.utils import timezone

from accounts.models import Organisation, User
from agreeing import actions
from agreeing.models import BOXES, Side, Tie, Understanding
from agreeing.selectors import meeting_seen, seen_of
from demo.people import Cast
from demo.planting import Planter
from demo.player import DemoPlayer
from example.story import Story, clock


def play_between(player: DemoPlayer, story: Story, talk_day: dt.date, cast: Cast) -> None:
    """Play what a team and a body agreed, what came of it, and when they may meet."""
    body = cast.organisations[story["with"]]
    reader, by = reader_of(body), player.manager

    def on(days: int) -> dt.datetime:
        return next(clock(talk_day + dt.timedelta(days=days), 15))

    at = on(story["days_after"])
    tie = actions.begin_tie(player.service, body, by=by, at=at)
    if boxes := story.get("said"):
        version = _put(tie, boxes, by=by, at=at)
        words, seen = story["beside"], version.wording()
        actions.say_beside(version, words, seen=seen, by=reader, at=on(story["days_after"] + 5))
        at = on(story["days_after"] + 9)
        actions.agree(version, seen=version.seen(), by=reader, at=at)
        for outcome in story["came_of"]:
            side = Side(outcome["side"])
            actions.say_what_came_of_it(
                version,
                {outcome["half"]: outcome["words"]},
                side=side,
                by=by if side == Side.TEAM else reader,
                at=on(outcome["days_after"]),
            )
    if meeting := story.get("meeting"):
        side = Side(meeting["side"])
        times = times_to_meet(player.today, meeting)
        who = by if side == Side.TEAM else reader
        _offer(tie, times, meeting["where"], side=side, by=who, at=at)


def times_to_meet(today: dt.date, meeting: Story) -> list[dt.datetime]:
    """Return the times of a story, each so many days after the Monday to come."""
    monday = today + dt.timedelta(days=7 - today.weekday())
    times = []
    for days in meeting["after_monday"]:
        day = dt.datetime.combine(monday + dt.timedelta(days=days), dt.time(meeting["hour"]))
        times.append(timezone.make_aware(day))
    return times


def reader_of(body: Organisation) -> User:
    """Return somebody who reads for a body."""
    member = body.memberships.live().first()
    if member is None:
        raise LookupError(f"nobody reads for {body.slug}")
    return member.user


class PlantedTie:
    """A team and its body, whose every text between them is an unmistakable word."""

    def __init__(self, story: Story, cast: Cast, planter: Planter, today: dt.date) -> None:
        """Look up who and what; `story` is of a team that shares."""
        self.service, self.body = cast.services[story["slug"]], cast.organisations[story["shares"]]
        self.by, self.reader = cast.people[story["manager"]], reader_of(self.body)
        self.planter, self.today = planter, today
        self.team = {f"contributor:{self.service.slug}", f"manager:{self.service.slug}"}
        self.both = self.team | {f"reader:{self.body.slug}", f"lead:{self.body.slug}"}

    def _word(self, name: str, who: set[str]) -> str:
        return self.planter.plant(f"agreeing.{name}", who, service=self.service)

    def _at(self, days: int) -> dt.datetime:
        return next(clock(self.today - dt.timedelta(days=days), 9))

    def agree(self) -> None:
        """Agree, and say what came of it: a report that goes after this tells of both."""
        at = self._at(130)
        self.tie = actions.begin_tie(self.service, self.body, by=self.by, at=at)
        words = {name: self._word(f"Understanding.{name}", self.both) for name in BOXES}
        self.version = _put(self.tie, words, by=self.by, at=at)
        actions.agree(self.version, seen=self.version.seen(), by=self.reader, at=at)
        for side, person in ((Side.TEAM, self.by), (Side.BODY, self.reader)):
            self._came_of(side, self.both, by=person, at=at)

    def go_on(self) -> None:
        """Say more since: what the team says goes with its next report. Ask anew, offer times."""
        at = self._at(100)
        self._came_of(Side.TEAM, self.team, by=self.by, at=at)
        self._came_of(Side.BODY, self.both, by=self.reader, at=at)
        words = {name: self._word(f"Understanding.{name}", self.both) for name in BOXES}
        version = _put(self.tie, words, by=self.by, at=at)
        beside = self._word("Remark.words", self.both)
        actions.say_beside(version, beside, seen=version.wording(), by=self.reader, at=at)
        times = [at + dt.timedelta(days=days) for days in (200, 201, 202)]
        where = self._word("Meeting.where", self.both)
        _offer(self.tie, times, where, side=Side.TEAM, by=self.by, at=at)

    def _came_of(self, side: Side, who: set[str], *, by: User, at: dt.datetime) -> None:
        words = {half: self._word("CameOf.words", who) for half in Side.values}
        actions.say_what_came_of_it(self.version, words, side=side, by=by, at=at)


def _put(tie: Tie, boxes: Mapping[str, str], *, by: User, at: dt.datetime) -> Understanding:
    version = actions.write_understanding(tie, boxes, seen=seen_of(tie), by=by, at=at)
    return actions.put_understanding(version, seen=version.wording(), by=by, at=at)


def _offer(
    tie: Tie, times: Sequence[dt.datetime], where: str, *, side: Side, by: User, at: dt.datetime
) -> None:
    seen = meeting_seen(tie)
    actions.offer_times(tie, times, where=where, side=side, seen=seen, by=by, at=at)
