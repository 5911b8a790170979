"""The whole demo: the cast, every story, what was sent."""

import datetime as dt

from django.db import transaction
from django.db.models import F

from accounts.actions import put_away_notice
from accounts.models import Letter
from demo.between import play_between
from demo.mirrored import play_mirror
from demo.people import STORIES, Cast, make_cast, read
from demo.player import DemoPlayer
from demo.shares import begin_for_new_body, play_share
from example.story import Story, months_back
from frameworks.models import Framework
from sharing.models import Share

# Who types in each service, and who manages it.
TYPISTS = {
    "alder-house": ("contributor@demo.example", "manager@demo.example"),
    "birch-outreach": ("birch@demo.example", "manager@demo.example"),
    "juniper-day-centre": ("other@demo.example", "other@demo.example"),
}
FRESH = 60  # days: older news has been read


@transaction.atomic
def seed(framework: Framework, today: dt.date) -> list[Share]:
    """Play the demo into the database, whole or not at all. Return what was sent.

    Args:
        framework: the one every conversation uses.
        today: the day everything is told back from.
    """
    stories = [read(slug) for slug in STORIES]
    cast = make_cast(stories, today)
    shares = [share for story in stories for share in _play(story, cast, framework, today)]
    play_mirror(cast, today)
    _put_away(cast, today - dt.timedelta(days=FRESH))
    # Nobody lives at these addresses: what was written to them has arrived.
    Letter.objects.waiting().update(sent_at=F("written_at"))
    return shares


def _put_away(cast: Cast, day: dt.date) -> None:
    """Put away what people were told before a day: they read it on the morning after."""
    for person in cast.people.values():
        notices = person.notices.unread().filter(created_at__date__lt=day)
        for notice in notices.order_by("created_at"):
            put_away_notice(notice, by=person, at=notice.created_at + dt.timedelta(days=1))


def _play(story: Story, cast: Cast, framework: Framework, today: dt.date) -> list[Share]:
    by, manager = (cast.people[email] for email in TYPISTS[story["slug"]])
    player = DemoPlayer(
        cast.services[story["slug"]], framework, by, manager, today, people=cast.people
    )
    shares = []
    for conversation in story["conversations"]:
        player.manager = (
            cast.people[conversation["manager"]] if "manager" in conversation else manager
        )
        player.converse(conversation)
        day = months_back(today, conversation["months"], conversation["day"])
        shares += [play_share(player, share, day, cast) for share in conversation.get("shares", [])]
        if "new_body" in conversation:
            begin_for_new_body(player, conversation["new_body"], day)
        for between in conversation.get("between", []):
            play_between(player, between, day, cast)
    if open_talk := story.get("open"):
        player.begin(open_talk)
    return shares
