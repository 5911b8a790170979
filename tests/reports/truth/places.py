"""Where else something is said of a team: each page and letter, with what its reader may read."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.core import mail
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from accounts.actions import send_due_letters
from accounts.models import Organisation, User
from agreeing.actions import show_tie
from assessments.actions import decide_release, open_theme, start
from assessments.models import Closure
from mirror.content import side_by_side, without_lines
from reports.content.wall import build_wall
from sharing.actions import explain_openings, record_open, show_to_team
from sharing.models import Share
from tests.people import in_organisation
from tests.reports.aloud import words_of
from tests.reports.truth.claims import INSIDE, How
from tests.reports.truth.lives import MARK, NAMES, OF, Life, Talk
from tests.sharing.conftest import as_sent
from tests.sharing.test_approved import middle_of

KINDS = frozenset(
    {"example", "view", "status", "help", "obstacle", "step", "learned", "ask", "around", "about"}
    | {"opening", "not_heard", *INSIDE}
)
# What a team says of a line that is not its own to change gets in its way, too.
IN_THE_WAY = {"obstacle", "status"}
NO_WORDS = How(hidden=KINDS, levels=False)
OF_THE_TEAM = How(hidden=(), headed=True, once=False)
# What hangs on a wall is what was said, is tried, helps and is asked of others; nothing else.
ON_A_WALL = How(hidden=KINDS - {"example", "help", "step", *IN_THE_WAY}, levels=False)
# The first page says what is tried, and who holds the next talk.
FIRST_PAGE = How(hidden=KINDS - {"step", "next_talk_by"}, levels=False)
# What goes out with a report, and so onto the pages between a team and a body.
ASKED = How(hidden=KINDS - {"ask", *IN_THE_WAY}, levels=False)


@dataclass(frozen=True)
class Place:
    """A page or letter: its words, the talks that it tells of, and how it is to be read."""

    name: str
    text: str
    talks: Sequence[Talk]
    how: How


class Reader:
    """Somebody who opens pages."""

    def __init__(self, person: User) -> None:
        self.browser = Client()
        self.browser.force_login(person)

    def reads(self, name: str, *of: object, **parameters: object) -> str:
        """Return what stands in the middle of a page."""
        answer = self.browser.get(reverse(name, args=of), parameters)
        assert answer.status_code == 200, (name, of, answer.status_code)
        return middle_of(answer.content.decode())


def places(life: Life, share: Share, now: dt.datetime) -> Iterator[Place]:
    """Yield every place where something is said of the team, to each who reads there."""
    yield from _of_the_team(life)
    yield from _of_its_line(life)
    yield from _of_two_talks(life)
    yield from _of_the_wall(life)
    yield from _of_many_teams(life)
    yield from _between(life, share, now)
    yield from _letters(life, now)
    yield from _beside_another(life)
    yield from _of_a_new_talk(life, now)


def _of_the_team(life: Life) -> Iterator[Place]:
    team, slug = Reader(life.by), life.service.slug
    yield Place("home", team.reads("home"), life.talks, FIRST_PAGE)
    yield Place("page", team.reads("service", slug), life.talks, NO_WORDS)
    yield Place("journey", team.reads("journey", slug), life.talks, OF_THE_TEAM)
    for talk in life.talks:
        yield Place(
            "record",
            team.reads("record", _closure_of(talk).pk),
            [talk],
            How(hidden=(), once=False, headed=True),
        )


def _of_its_line(life: Life) -> Iterator[Place]:
    team = Reader(life.by)
    answered = {code: NAMES[talk.version][code] for talk in life.talks for code in talk.answers}
    for code, name in answered.items():
        text = team.reads("line-over-time", life.service.slug, code)
        yield Place("line", text, life.talks, How(hidden=(), of=name, once=False))


def _of_two_talks(life: Life) -> Iterator[Place]:
    team, talks = Reader(life.by), sorted(life.talks, key=lambda talk: talk.when)
    for earlier, later in pairwise(talks):
        parameters = {"from": earlier.row.pk, "to": later.row.pk}
        page = team.reads("compare", life.service.slug, **parameters)
        _choice, _head, text = page.partition("What else changed")
        yield Place(
            "compare", text, [earlier, later], How(hidden=(), headed=True, besides={"around"})
        )


def _of_the_wall(life: Life) -> Iterator[Place]:
    team = Reader(life.by)
    for talk in life.talks:
        wall = build_wall(_closure_of(talk).record)
        ticked = {part.code: [line.key for line in part.lines] for part in wall.parts}
        if ticked:
            text = team.reads("wall", talk.row.pk, show="1", **ticked)
            yield Place("wall", text, [talk], ON_A_WALL)


def _of_many_teams(life: Life) -> Iterator[Place]:
    talks_shown = [talk for talk in life.talks if life.odds(0.7)]
    for talk in talks_shown:
        decide_release(_closure_of(talk), is_shown=True, by=life.manager)
    outside = How(headed=True, once=False, knows=False)
    yield Place("teams", Reader(life.manager).reads("your-teams"), life.talks, OF_THE_TEAM)
    lead = Reader(in_organisation(life.service.organisation, "lead", "Lee Lead"))
    yield Place("lead", lead.reads("your-teams"), talks_shown, outside if talks_shown else NO_WORDS)
    if talks_shown:
        yield Place("shown", lead.reads("shown-team", life.service.slug), talks_shown, outside)
    for talk in talks_shown:
        yield Place("shown record", lead.reads("shown", _closure_of(talk).pk), [talk], outside)


def _between(life: Life, share: Share, now: dt.datetime) -> Iterator[Place]:
    """Send the report, and yield the pages between the team and its reader."""
    body: Organisation = share.body
    waiting = show_to_team(share, by=life.manager, at=now - dt.timedelta(days=3))
    sent = as_sent(waiting, life.manager)
    tie = show_tie(life.service, body, by=life.manager, at=now)
    reader, team = in_organisation(body, "reader", "Rea Reader"), Reader(life.by)
    explain_openings(sent, by=reader, at=now)
    record_open(sent, what="page", by=reader, at=now)
    reads = Reader(reader)
    yield Place("list", reads.reads("shared-with-us"), life.talks, NO_WORDS)
    yield Place("share", team.reads("share", sent.pk), life.talks, ASKED)
    yield Place("reply", reads.reads("shared-reply", sent.reference), life.talks, ASKED)
    for goes in sent.asks.filter(included=True):
        one = reads.reads("shared-reply-ask", sent.reference, goes.ask_id)
        yield Place("reply to one ask", one, life.talks, ASKED)
    for page in ("tie-history", "agenda"):
        yield Place(page, reads.reads(page, tie.pk), life.talks, ASKED)
        yield Place(f"{page} of the team", team.reads(page, tie.pk), life.talks, ASKED)


def _letters(life: Life, now: dt.datetime) -> Iterator[Place]:
    """Yield what goes out by post: no word of anybody, and no level."""
    send_due_letters(at=now.replace(hour=12) + dt.timedelta(days=1))
    for letter in mail.outbox:
        yield Place("letter", f"{letter.subject}\n{letter.body}", life.talks, NO_WORDS)


def _beside_another(life: Life) -> Iterator[Place]:
    """Yield what two sides read of each other: of one talk each, without the lines one keeps."""
    ours, theirs = life.talks[0], life.talks[-1]
    if ours is theirs:
        return
    code = next(iter(ours.answers), "")
    record = without_lines(_closure_of(ours).record, [code] if code else [])
    rows = side_by_side(record, _closure_of(theirs).record)
    page = render_to_string("mirror/_rows.html", {"rows": rows, "ours": "Ours", "theirs": "Theirs"})
    both = {"Ours": ours, "Theirs": theirs}
    sides: dict[str, list[str]] = {"Ours": [], "Theirs": []}
    side = ""
    for line in words_of(page).splitlines():
        side = line if line in sides else side
        for name, lines in sides.items():
            # What a talk was about is the heading of its own side.
            talks = {life.typed[mark].talk for mark in MARK.findall(line) if mark in life.typed}
            if talks <= {both[name]} if line.startswith("#") else side == name:
                lines.append(line)
    marks = set()
    for mark, typed in life.typed.items():
        if code and (typed.talk, typed.code) == (ours, code):
            marks.add(mark)
    hidden = KINDS - {"about", "example", "view", "status"}
    for name, talk in both.items():
        how = How(hidden=hidden, headed=True, withheld=marks if talk is ours else ())
        yield Place(f"mirror, {name}", "\n".join(sides[name]), [talk], how)


def _of_a_new_talk(life: Life, now: dt.datetime) -> Iterator[Place]:
    """Begin to talk again, and yield the pages that quote the last time."""
    team, last = Reader(life.by), max(life.talks, key=lambda talk: talk.when)
    named = How(hidden=KINDS - {"help", "step", *IN_THE_WAY, "ask"}, levels=False)
    yield Place("start", team.reads("start", life.service.slug), life.talks, named)
    codes = ["soil", "light", *OF[last.version]["soil"]]
    framework = life.frameworks[last.version]
    new_talk = start(service=life.service, framework=framework, length="more", by=life.by, at=now)
    open_theme(new_talk, life.line(last, "soil"), by=life.by, at=now)
    for code in codes:
        talks = [talk for talk in life.talks if _says(life, talk, code)]
        quoted = max(talks, key=lambda talk: talk.when) if talks else last
        how = How(hidden=INSIDE, of=NAMES[last.version][code], quotes=True, once=False)
        yield Place(f"page of {code}", team.reads("place", new_talk.pk, code), [quoted], how)
    for name in ("around", "try"):
        yield Place(name, team.reads(name, new_talk.pk), life.talks, named)


def _says(life: Life, talk: Talk, code: str) -> bool:
    """Say whether a talk answered a line, or has words of it."""
    if talk.answers.get(code, ("another_day", ""))[0] != "another_day":
        return True
    marks = [mark for mark, typed in life.typed.items() if (typed.talk, typed.code) == (talk, code)]
    return bool(set(marks) - life.erased)


def _closure_of(talk: Talk) -> Closure:
    return Closure.objects.current().get(assessment=talk.row)
