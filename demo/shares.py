"""What Alder House sent to commissioning bodies: one live, one taken back, one past its end."""

import datetime as dt

from accounts.models import User
from demo.people import Cast
from example.story import Player, Story, clock
from reports.printing.pdf import RenderError
from sharing import actions
from sharing.models import Reply, Share
from sharing.replies import ReplyPart


def play_share(player: Player, told: Story, held: dt.date, cast: Cast) -> Share:
    """Prepare, show and send one report, and tell what became of it.

    Its PDF is made as for people. Where it cannot be made here, the share stays as one whose PDF
    could not be made yet, and nobody has read it.
    """

    def on(days: int, hour: int = 15) -> dt.datetime:
        return next(clock(held + dt.timedelta(days=days), hour))

    by = player.manager
    body = cast.organisations[told["to"]]
    prepared = on(told["days_after"])
    share = actions.prepare_share(service=player.service, body=body, by=by, at=prepared)
    actions.choose(
        share,
        by=by,
        purpose=told["purpose"],
        ends_on=held + dt.timedelta(days=told["until_days_after"]),
        closures=[player.closures[key] for key in told["conversations"]],
        sections=told["sections"],
        asks={player.factors[key].ask: goes for key, goes in told["asks"].items()},
        held=[f"row:{player.factors[key].pk}" for key in told.get("held", [])],
        at=prepared,
        **told.get("said", {}),
    )
    actions.show_to_team(share, by=by, at=prepared + dt.timedelta(minutes=20))
    try:
        actions.send(share, by=by, at=on(told["sent_days_after"]))
    except RenderError:
        return share
    for opened in told["opened"]:
        at = on(opened["days_after"], 11)
        actions.record_open(share, what=opened["what"], by=_reader(body.slug, cast), at=at)
    for reply in told.get("replies", []):
        _reply(share, player, reply, _reader(body.slug, cast), on(reply["days_after"], 16))
    if days := told.get("taken_back_days_after"):
        actions.take_back(share, by=by, at=on(days))
    return share


def _reply(share: Share, player: Player, told: Story, by: User, at: dt.datetime) -> None:
    said = {"words": told["words"]}
    if "ask" in told:
        part = ReplyPart(share, Reply.About.ASK, player.factors[told["ask"]].ask)
        said |= {"answer": told["answer"], "about_when": told.get("about_when", "")}
    else:
        part = ReplyPart(share, told["about"])
    actions.send_reply(part, said, seen=part.seen(), by=by, at=at)


def _reader(body: str, cast: Cast) -> User:
    reader = cast.organisations[body].memberships.filter(ended_on=None).first()
    if reader is None:
        message = f"nobody reads for {body}"
        raise LookupError(message)
    return reader.user
