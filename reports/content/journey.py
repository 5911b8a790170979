"""A service's conversations laid out as rows, and what changed around it meanwhile."""

import datetime as dt
from collections.abc import Collection, Sequence

from django.utils.translation import gettext as _

from record.choices import STILL_TRYING, Length
from record.distance import journey as rows_of
from record.document import Record, Struct
from record.phrases import day
from record.readings import occasion_of
from reports.content.changes import Changes, changes
from reports.content.conversations import Conversation, conversation, talked
from reports.content.key import KeyMark, key_of
from reports.content.reading import breaks
from reports.content.rows import RowText, row_text, step_names
from reports.content.said import Own, Said
from reports.content.said import month as in_month_and_year


class AroundItem(Struct):
    """Something on the time line: what changed around the team, or that it talked (`talked`)."""

    happened_on: dt.date
    when: str
    words: Own | None = None
    talked: str = ""


class Cells(Struct):
    """A row as a table has it: what each conversation said, oldest first."""

    row: RowText
    told: tuple[str, ...]


class Group(Struct):
    """A theme's rows; the theme's own first."""

    code: str
    name: str
    rows: tuple[RowText, ...]


class TableGroup(Struct):
    """A theme's rows as a table has them."""

    code: str
    name: str
    cells: tuple[Cells, ...]


class Table(Struct):
    """The rows of a journey in columns: one for each conversation that placed or left a line."""

    columns: tuple[str, ...]
    groups: tuple[TableGroup, ...]


class Laid(Struct):
    """Rows in framework order, and what became of them."""

    rows: tuple[RowText, ...]
    changes: Changes


class Journey(Struct, kw_only=True):
    """Everything the journey page says."""

    title: str
    since: str
    changes: Changes
    groups: tuple[Group, ...]
    around: tuple[AroundItem, ...]
    conversations: tuple[Conversation, ...]
    breaks: tuple[Said, ...]
    key: tuple[KeyMark, ...]
    in_words: tuple[Own, ...] = ()

    @property
    def rows(self) -> tuple[RowText, ...]:
        """All rows, theme by theme."""
        return tuple(row for group in self.groups for row in group.rows)

    @property
    def table(self) -> Table:
        """The same as a table; no cell is blank."""
        told = {mark.occasion for row in self.rows for mark in row.marks}
        talks = [talk for talk in self.conversations if talk.id in told]
        keys = [talk.id for talk in talks]
        return Table(
            tuple(talk.title for talk in talks),
            tuple(
                TableGroup(each.code, each.name, tuple(_cells(row, keys) for row in each.rows))
                for each in self.groups
            ),
        )


def _cells(row: RowText, talks: Sequence[str]) -> Cells:
    told = {mark.occasion: mark.told for mark in row.marks}
    return Cells(row, tuple(told.get(talk, _("not part of it")) for talk in talks))


def lay_out(
    records: Sequence[Record], *, apart: Sequence[Record] = (), selected: bool = False
) -> Laid:
    """Lay records, oldest first, out as rows.

    `apart`: the service's other records, of which nothing is told. `selected`: for readers from
    whom the team may have kept some to itself.
    """
    found = rows_of(map(occasion_of, records), apart=map(occasion_of, apart))
    steps = step_names(records)
    texts = tuple(row_text(row, steps) for row in found)
    alone = len(records) < 2  # noqa: PLR2004 -- a pair
    return Laid(texts, changes(found, texts, alone=alone, selected=selected))


def build_journey(
    records: Sequence[Record],
    *,
    being_put_right: Collection[str] = (),
    inside: bool = True,
    apart: Sequence[Record] = (),
) -> Journey:
    """Build the journey page of at least one record, oldest first.

    `being_put_right`: ids of conversations that are open for putting something right just now.
    `inside`: for the team, which may read why something was put right, and has all of them.
    `apart`: the service's other records, of which nothing is told.
    """
    laid = lay_out(records, apart=apart, selected=not inside)
    first, last = records[0].occasion.held_on, records[-1].occasion.held_on
    alone = len(records) == 1
    return Journey(
        title=_("Our journey since {month}").format(month=in_month_and_year(first))
        if not alone
        else _("Where we are in {month}").format(month=in_month_and_year(last)),
        since="" if alone else day(records[-2].occasion.held_on),
        changes=laid.changes,
        groups=groups(records[-1], laid.rows),
        around=timeline(records),
        conversations=tuple(
            conversation(each, inside=inside, being_put_right=each.occasion.id in being_put_right)
            for each in records
        ),
        breaks=breaks(laid.rows),
        key=key_of(laid.rows),
        in_words=in_words(records[-1]),
    )


def in_words(record: Record) -> tuple[Own, ...]:
    """Return what a team said over coffee where it answered nothing by card: no row tells it."""
    if record.occasion.length != Length.COFFEE:
        return ()
    if any(judged.answered for judged in record.judged):
        return ()
    words = [each.words for each in record.examples]
    words += [each.words for each in record.factors if each.state != "gone"]
    words += [each.what for each in record.steps if each.state in STILL_TRYING]
    return tuple(map(Own, words))


def groups(latest: Record, rows: Sequence[RowText]) -> tuple[Group, ...]:
    """Put rows together by theme of the latest record's framework, former lines last."""
    heads = [line for line in latest.framework.lines if line.kind != "element"]
    found = [
        (head.code, head.name, [r for r in rows if head.code in {r.code, r.theme} and not r.former])
        for head in heads
    ]
    found.append(("former", _("What we used to look at"), [row for row in rows if row.former]))
    return tuple(Group(code, name, tuple(own)) for code, name, own in found if own)


def around(records: Sequence[Record]) -> tuple[AroundItem, ...]:
    """Return what changed around the team, oldest first, each once however often it was told."""
    told = {(each.happened_on, each.words) for record in records for each in record.around}
    return tuple(
        AroundItem(happened_on, in_month_and_year(happened_on), Own(words))
        for happened_on, words in sorted(told)
    )


def timeline(records: Sequence[Record]) -> tuple[AroundItem, ...]:
    """Return what changed around the team and when it talked, oldest first, if anything did."""
    changed = around(records)
    if not changed:
        return ()
    talks = (
        AroundItem(day_, in_month_and_year(day_), talked=talked(record))
        for record in records
        for day_ in (record.occasion.held_on,)
    )
    return tuple(sorted((*changed, *talks), key=lambda each: each.happened_on))
