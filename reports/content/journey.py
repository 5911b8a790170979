"""A service's conversations laid out as rows, and what changed around it meanwhile."""

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from itertools import chain

from django.utils.text import slugify
from django.utils.translation import gettext as _

from frameworks.selectors import links_of
from record.choices import FactorKind, FactorState, Length
from record.distance.rows import Row, rows_of
from record.document import Record
from record.framework import Struct
from record.words.days import is_recent
from record.words.own_words import first_line
from reports.content.asks import AskGroup, AskItem, ask_groups, ask_items, asks_title
from reports.content.changes import Changes, changes
from reports.content.conversations import (
    Conversation,
    as_of_day,
    build_conversations,
    is_meant_now,
    talk_before,
    talk_phrase,
    talk_titles,
)
from reports.content.heads import LinePlan
from reports.content.options import Options
from reports.content.pieces import FactorItem, Own, RowText, lower_first, own
from reports.content.pieces import month as in_month_and_year
from reports.content.rows import FORMER, KeyMark, former_rows, former_title, marks_shown, row_text
from reports.content.steps import Trying, steps_tried
from reports.content.themes import Story, factors_by_side, is_asked_so


class AroundItem(Struct):
    """Something on the time line: what changed around the team, or that it talked (`talked`)."""

    happened_on: dt.date
    when: str
    words: Own | None = None
    talked: str = ""


class ThemeRows(Struct):
    """A theme's rows; the theme's own first."""

    code: str
    name: str
    rows: tuple[RowText, ...]


class Layout(Struct):
    """Rows in framework order, what they are of, and what became of them."""

    rows: tuple[RowText, ...]
    changes: Changes
    lines: tuple[Row, ...]


class Journey(Struct, kw_only=True):
    title: str
    since: str
    changes: Changes
    groups: tuple[ThemeRows, ...]
    around: tuple[AroundItem, ...]
    conversations: tuple[Conversation, ...]
    key: tuple[KeyMark, ...]
    in_words: tuple[Own, ...] = ()
    asks: tuple[AskItem, ...] = ()
    trying: Trying | None = None
    helps: tuple[FactorItem, ...] = ()
    past: bool = False

    @property
    def ask_groups(self) -> tuple[AskGroup, ...]:
        return ask_groups(self.asks, "", past=self.past)

    @property
    def asks_title(self) -> str:
        return asks_title(self.asks, self.trying, past=self.past)

    @property
    def rows(self) -> tuple[RowText, ...]:
        return tuple(chain.from_iterable(group.rows for group in self.groups))

    @property
    def columns(self) -> list[Conversation]:
        """What a table of the rows has: the conversations with an answer, newest first."""
        answered: set[str] = set()
        for row in self.rows:
            answered.update(mark.occasion for mark in row.marks)
        return [talk for talk in reversed(self.conversations) if talk.id in answered]


def lay_out(
    records: Sequence[Record],
    *,
    apart: Sequence[Record] = (),
    selected: bool = False,
    subject: bool = True,
    in_words: bool = True,
    today: dt.date | None = None,
) -> Layout:
    """Lay records, oldest first, out as rows.

    `apart`: the service's other records, of which nothing is told. `selected`: for readers from
    whom the team may have kept some to itself. `in_words`: what the last one said without a card
    is told with them. `today`: the day it is told on.
    """
    links = links_of((*records, *apart))
    rows = []
    for row in rows_of(records, links, apart=apart, today=today, subjects=subject):
        # What nobody took up then is no line that the team looked at with another framework.
        if not (row.former and row.passed_over):
            rows.append(row)
    sorted_out = changes(
        rows,
        alone=len(records) == 1,
        selected=selected,
        in_words=list(_in_words(records[-1], rows, subject=subject)) if in_words else (),
        past=today is not None and not is_recent(records[-1].held_on, today),
    )
    return Layout(tuple(map(row_text, rows)), sorted_out, tuple(rows))


def _in_words(latest: Record, rows: Sequence[Row], *, subject: bool) -> Iterator[LinePlan]:
    """Give what the latest conversation said of lines that no row tells of.

    A talk about one thing is not told as one about the whole place; `subject`: what it was about
    may be said.
    """
    in_rows = _last_told(rows)
    for line in latest.framework.lines:
        words = own(first_line(latest.team_line(line.code)))
        if words and line.code not in in_rows:
            name = line.name
            if line.kind == "whole" and latest.occasion.about:
                name = latest.occasion.about if subject else _("One thing we talked about")
            yield LinePlan(line.code, name, words)


def _last_told(rows: Sequence[Row]) -> set[str]:
    """Return the codes of the lines of which rows tell what the latest conversation said."""
    return {row.line.code for row in rows if row.since_last.later.was_asked}


def build_journey(
    records: Sequence[Record],
    *,
    being_put_right: Collection[str] = (),
    inside: bool = True,
    apart: Sequence[Record] = (),
    today: dt.date | None = None,
    ended: bool = False,
) -> Journey:
    """Build the journey page of at least one record, oldest first.

    `being_put_right`: ids of conversations that are open for putting something right just now.
    `inside`: for the team, which may read why something was put right, and has all of them.
    `apart`: the service's other records, of which nothing is told. `today`: against which months
    are told; without it the day of the last conversation. `ended`: there is no such team any more.
    """
    day = today or records[-1].held_on
    today = as_of_day(day, records, others=apart, ended=ended)
    meant_now = is_meant_now(day, records, others=apart, ended=ended)
    last_talk = records[-1]
    over_coffee = last_talk.occasion.length == Length.COFFEE and not last_talk.has_answers
    layout = lay_out(
        records, apart=apart, selected=not inside, in_words=not over_coffee, today=today
    )
    titles = talk_titles(records)
    first, last = records[0].held_on, last_talk.held_on
    form = _("Where we are, as of {month}")
    if not is_recent(last, today):
        form = _("Where we were in {month}")
    title, since = form.format(month=in_month_and_year(last)), ""
    if len(records) > 1:
        title = _("Our journey since {month}").format(month=in_month_and_year(first))
        since = lower_first(titles[talk_before(records).occasion.id])
    conversations = build_conversations(
        records, among=records, inside=inside, being_put_right=being_put_right
    )
    story = Story(records, layout.rows, Options.own_copy(date=day), today)
    return Journey(
        title=title,
        since=since,
        changes=layout.changes,
        groups=tuple(by_theme(records, layout.rows)),
        around=timeline(records, inside=inside),
        conversations=conversations,
        key=marks_shown(layout.rows, today=today),
        in_words=_coffee_words(last_talk, layout.lines) if over_coffee else (),
        asks=ask_items(records, None, today=today),
        trying=steps_tried(records, with_who=inside, meant_now=meant_now, today=today),
        helps=factors_by_side(story, story.factors).get("helps", ()),
        past=not meant_now,
    )


def _coffee_words(record: Record, rows: Sequence[Row]) -> tuple[Own, ...]:
    """Return what a team said over coffee that no row tells of."""
    in_rows, words = _last_told(rows), []
    for example in record.examples:
        if in_rows.isdisjoint(example.lines):
            words.append(Own(example.words))
    for factor in record.factors:
        obstacle = factor.kind == FactorKind.OBSTACLE and factor.state != FactorState.GONE
        if obstacle and not is_asked_so(factor):
            words.append(Own(factor.words))
    return tuple(words)


def by_theme(records: Sequence[Record], rows: Sequence[RowText]) -> Iterator[ThemeRows]:
    """Put rows together by theme of the latest record's framework, former lines last."""
    for head in records[-1].framework.lines:
        if head.kind == "element":
            continue
        own_rows = [row for row in rows if head.code in {row.code, row.theme} and not row.former]
        if own_rows:
            yield ThemeRows(head.code, head.name, tuple(own_rows))
    for framework, former in former_rows(records, rows).items():
        code = f"{FORMER}{slugify(framework)}"
        yield ThemeRows(code, former_title(framework), tuple(former))


def changes_around(records: Sequence[Record]) -> tuple[AroundItem, ...]:
    """Return what changed around the team, oldest first, each once however often it was told."""
    notes: set[tuple[dt.date, str]] = set()
    for record in records:
        for note in record.around:
            notes.add((note.happened_on, note.words))
    items = []
    for on, words in sorted(notes):
        items.append(AroundItem(on, in_month_and_year(on), Own(words)))
    return tuple(items)


def timeline(records: Sequence[Record], *, inside: bool) -> tuple[AroundItem, ...]:
    """Return what changed around the team and when it talked, oldest first, if anything did."""
    changes_noted = changes_around(records)
    if not changes_noted:
        return ()
    talks = []
    for record in records:
        on = record.held_on
        talk = talk_phrase(record, inside=inside)
        talks.append(AroundItem(on, in_month_and_year(on), talked=talk))
    return tuple(sorted([*changes_noted, *talks], key=lambda item: item.happened_on))
