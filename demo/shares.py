"""What teams sent to bodies: one live, one taken back, one past its end; and one that waits.

Below, who would like a canary team's copy to wait, in unmistakable words.
"""

import datetime as dt

from accounts.models import User
from demo.people import Cast
from demo.planting import Planter
from demo.player import DemoPlayer
from example.story import Story, clock
from reports.printing.pdf import RenderError
from sharing import actions
from sharing.actions.replying import ReplyPart
from sharing.models import Reply, Share
from sharing.selectors import waits_of


def play_share(player: DemoPlayer, story: Story, day: dt.date, cast: Cast) -> Share:
    """Prepare, show and send one report, and tell what became of it.

    Its PDF is made as for people. Where it cannot be made here, the share stays as one whose PDF
    could not be made yet, and nobody has read it.
    """

    def on(days: int, hour: int = 15) -> dt.datetime:
        return next(clock(day + dt.timedelta(days=days), hour))

    by = player.manager
    body = cast.organisations[story["to"]]
    if "shown_days_ago" in story:  # one that waits to be sent is told back from today
        day = player.today - dt.timedelta(days=story["shown_days_ago"] + story["days_after"])
    prepared = on(story["days_after"])
    share = actions.prepare_share(service=player.service, body=body, by=by, at=prepared)
    actions.choose(
        share,
        by=by,
        purpose=story["purpose"],
        ends_on=day + dt.timedelta(days=story["until_days_after"]),
        closures=[player.closures[key] for key in story["conversations"]],
        sections=story["sections"],
        asks={player.factors[key].ask: goes for key, goes in story["asks"].items()},
        held=[f"row:{player.factors[key].pk}" for key in story.get("held", [])],
        at=prepared,
        **story.get("said", {}),
    )
    actions.show_to_team(share, by=by, at=prepared + dt.timedelta(minutes=20))
    if waits := story.get("waits"):
        person, at = cast.people[waits["by"]], on(waits["days_after"], 22)
        actions.ask_to_wait(share, by=person, seen=share.digest, words=waits["words"], at=at)
        actions.tell_waits(at=on(waits["days_after"] + 1, 9))
    if answer := story.get("wait_answer"):
        at = on(answer["days_after"], 10)
        waits_now = waits_of(share)
        seen = waits_now.mark_of(at) if waits_now else ""
        actions.answer_waits(share, words=answer["words"], seen=seen, by=by, at=at)
    if "sent_days_after" not in story:
        return share
    try:
        actions.send(share, by=by, at=on(story["sent_days_after"]))
    except RenderError:
        return share
    for opened in story["opened"]:
        at = on(opened["days_after"], 11)
        actions.record_open(share, what=opened["what"], by=_reader(body.slug, cast), at=at)
    for reply in story.get("replies", []):
        _reply(share, player, reply, _reader(body.slug, cast), on(reply["days_after"], 16))
    if days := story.get("taken_back_days_after"):
        actions.take_back(share, by=by, at=on(days))
    return share


def begin_for_new_body(player: DemoPlayer, story: Story, day: dt.date) -> Share:
    """Begin a report for a body that is not here yet, for whom one person would be asked in."""
    at = next(clock(day + dt.timedelta(days=story["days_after"]), 15))
    return actions.prepare_for_new_body(
        service=player.service,
        name=story["name"],
        address=story["address"],
        by=player.manager,
        at=at,
    )


def _reply(share: Share, player: DemoPlayer, story: Story, by: User, at: dt.datetime) -> None:
    fields = {"words": story["words"]}
    if "ask" in story:
        part = ReplyPart(share, Reply.About.ASK, player.factors[story["ask"]].ask)
        fields |= {"answer": story["answer"], "about_when": story.get("about_when", "")}
    else:
        part = ReplyPart(share, story["about"])
    actions.send_reply(part, fields, seen=part.seen(), by=by, at=at)


def _reader(body: str, cast: Cast) -> User:
    reader = cast.organisations[body].memberships.live().first()
    if reader is None:
        raise LookupError(f"nobody reads for {body}")
    return reader.user


def plant_waits(
    share: Share,
    planter: Planter,
    team: set[str],
    people: tuple[User, User],
    times: tuple[dt.datetime, dt.datetime],
) -> None:
    """Let the first of two ask that it waits, the second answer, and then ask for it, too."""
    (first, second), (said_at, answered_at) = people, times

    def word(field: str) -> str:
        return planter.plant(f"sharing.{field}", team, service=share.service)

    def ask(who: User, field: str, at: dt.datetime) -> None:
        words, role = word(field), word(field)
        seen = share.digest
        actions.ask_to_wait(share, by=who, seen=seen, words=words, role=role, at=at)

    ask(first, "WaitAnswer.said", said_at)
    waits = waits_of(share)
    if waits is None:
        return
    seen = waits.mark_of(answered_at)
    answer = word("WaitAnswer.words")
    actions.answer_waits(share, words=answer, seen=seen, by=second, at=answered_at)
    ask(second, "Waits.said", answered_at)
