"""The demo’s linked pair: a service and a body’s team, each with its own account, shown by both."""

import datetime as dt

from demo.people import Cast, read
from demo.player import DemoPlayer
from example.story import Story, clock
from frameworks.models import Framework
from frameworks.selectors import all_published
from mirror import actions
from mirror.models import Pair


def play_mirror(cast: Cast, today: dt.date) -> Pair | None:
    """Play both sides and link them; nothing where no framework can be answered by both."""
    frameworks = [row for row in all_published() if row.for_services and row.for_bodies]  # type: ignore[attr-defined]
    if not frameworks:
        return None
    story = read("mirror")
    body = _side(story["team"], cast, frameworks[0], today)
    service = _side(story["service"], cast, frameworks[0], today)
    ours, theirs = (list(player.closures.values())[-1] for player in (service, body))
    times = clock(max(ours.held_on, theirs.held_on) + dt.timedelta(days=2))
    pair = actions.ask_to_link(
        service=service.service,
        body=cast.organisations[story["body"]],
        slug=frameworks[0].slug,
        by=service.manager,
        at=next(times),
    )
    actions.agree_to_link(pair, team=body.service, by=body.manager, at=next(times))
    actions.show(pair, team=service.service, closure=ours, by=service.manager, at=next(times))
    actions.show(pair, team=body.service, closure=theirs, by=body.manager, at=next(times))
    return pair


def _side(story: Story, cast: Cast, framework: Framework, today: dt.date) -> DemoPlayer:
    by, manager = (cast.people[story[name]] for name in ("by", "manager"))
    player = DemoPlayer(
        cast.services[story["slug"]], framework, by, manager, today, people=cast.people
    )
    for conversation in story["conversations"]:
        player.converse(conversation)
    return player
