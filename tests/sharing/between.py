"""A team and a body over half a year: a report, a reply, an understanding, a meeting, the next.

Told in words that could have been said, so that its pages can be read aloud.
"""

import datetime as dt
from typing import Any

from accounts.models import User
from agreeing import actions as agreeing
from agreeing.models import Side, Tie, Understanding
from agreeing.selectors import meeting_seen, seen_of
from assessments import actions as talk
from assessments.models import Closure
from frameworks.models import Framework
from sharing import actions
from sharing.actions.replying import ReplyPart
from sharing.models import Reply, Share
from tests.sharing.story import NOON

MOVE_ON = "Two move-on places held for people who have been here over a year."
PETS = "Find out who decides on the pets rule."
BOXES = {
    "asked": "A bed, and somebody to talk to at any hour.",
    "talk": "Twice a year, once at the house.",
    "ours": "Ask nights, too.",
    "theirs": "Find out who decides on pets.",
    "turn_to": "Mo at the house, Jo at the council.",
    "more_terms": "No photographs of the house.",
}
QUOTED = {
    "quotable": "public",
    "quote": (
        "Alder House is a hostel for twenty-four people, run by Oak Trust. Its team looks together "
        "at how it works, about twice a year."
    ),
    "quote_better": "In how we think together, yes; in our links outside, no.",
    "quote_true": "Come and see. The hour on Tuesdays is at two.",
    "quote_asked": "To note the account, and to support what we ask.",
}


def days_on(days: int, hour: int = 12) -> dt.datetime:
    """Return a moment so many days after the report went."""
    return (NOON + dt.timedelta(days=days)).replace(hour=hour)


def spoken(framework: Framework, team: User, **about: Any) -> Closure:
    """Hold and keep a conversation in which two things are asked of who pays."""
    day = dt.date(2026, 10, 12)
    at = dt.datetime.combine(day, dt.time(14), tzinfo=dt.UTC)
    meeting = talk.start(framework=framework, length="themes", held_on=day, by=team, at=at, **about)
    soil = framework.lines.get(code="soil")
    shoot = framework.levels.get(code="shoot")
    by_whom: dict[str, Any] = {"by": team, "at": at}
    talk.place(meeting, soil, talk.Choice("placed", shoot), **by_whom)
    talk.add_example(meeting, words="The hour on Tuesdays holds.", lines=[soil], **by_whom)
    for words, ask in (("Nowhere to move on to", MOVE_ON), ("Nobody knows the pets rule", PETS)):
        note = talk.name_factor(
            meeting,
            kind="obstacle",
            words=words,
            reach="someone_else",
            to="commissioner",
            lines=[soil],
            **by_whom,
        )
        talk.put_ask(meeting, note.factor.ask, words=ask, **by_whom)
    talk.try_step(meeting, what="Nights choose the question", who="the night lead", **by_whom)
    return talk.finish(meeting, by=team, at=at)


def replied(share: Share, reader: User) -> None:
    """Let the body open it, say thank you, answer what is asked, and say more."""
    actions.record_open(share, what="page", by=reader, at=days_on(1))
    actions.thank(share, by=reader, at=days_on(1, 13))
    move_on, pets = sorted(actions.asks_to_answer(share), key=lambda ask: ask.words != MOVE_ON)
    will = {"answer": "cannot", "words": "our budget for the year is spent.", "about_when": ""}
    ask = {"answer": "ask", "words": "the housing team.", "about_when": "in May"}
    say(share, will, by=reader, at=days_on(2), ask=move_on)
    say(share, ask, by=reader, at=days_on(2, 13), ask=pets)
    more = (
        (Reply.About.HEARD, "That the hour on Tuesdays held through a bad winter."),
        (Reply.About.QUESTIONS, "Who comes to the hour, besides staff?"),
        (Reply.About.MATTERS, "That people are not moved on before they are ready."),
    )
    for hour, (about, words) in enumerate(more):
        say(share, {"words": words}, by=reader, at=days_on(3, 10 + hour), about=about)


def say(share: Share, answer: dict[str, str], *, by: User, at: dt.datetime, **about: Any) -> None:
    """Send one part of a reply."""
    part = ReplyPart(share, about.get("about", Reply.About.ASK), about.get("ask"))
    actions.send_reply(part, answer, seen=part.seen(), by=by, at=at)


def agreed(tie: Tie, manager: User, reader: User) -> Understanding:
    """Write it down, ask, have a word written beside it, agree, and say what came of it."""
    version = agreeing.write_understanding(
        tie, BOXES, seen=seen_of(tie), by=manager, at=days_on(20)
    )
    version = agreeing.put_understanding(
        version, seen=version.wording(), by=manager, at=days_on(20, 13)
    )
    words = "The pets rule may be the landlord’s."
    agreeing.say_beside(version, words, seen=version.wording(), by=reader, at=days_on(22))
    version = agreeing.agree(version, seen=version.seen(), by=reader, at=days_on(25))
    came = {Side.TEAM: "Nights came to both talks.", Side.BODY: "Not told yet."}
    agreeing.say_what_came_of_it(version, came, side=Side.TEAM, by=manager, at=days_on(150))
    outcomes = {Side.BODY: "We asked in May. The rule is the landlord’s."}
    agreeing.say_what_came_of_it(version, outcomes, side=Side.BODY, by=reader, at=days_on(160))
    return version


def meet(tie: Tie, manager: User, reader: User) -> None:
    """Offer two times, of which the body takes the first."""
    times = [days_on(40, 10), days_on(41, 14)]
    meeting = agreeing.offer_times(
        tie,
        times,
        where="at the house",
        side=Side.TEAM,
        seen=meeting_seen(tie),
        by=manager,
        at=days_on(26),
    )
    agreeing.take_time(meeting, times[0], side=Side.BODY, by=reader, at=days_on(27))
