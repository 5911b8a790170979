"""Theme by theme: the team's line, examples, what helps, what is in the way, the rods."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence

from django.utils.translation import gettext as _

from record import labels
from record.choices import FactorState, Reach
from record.document import Example, FactorText, LineText, Record, Struct
from record.phrases import Role, day, ended, in_month, opening
from record.readings import first_line
from reports.content.asks import last_factors
from reports.content.rows import RowText
from reports.content.said import Own, own

OURS = {"", Reach.OURS.value}


class ExampleItem(Struct):
    """What makes the team say so; `about` is its kind and day, `link` for the team's copy only."""

    words: Own
    about: str = ""
    link: str = ""


class FactorItem(Struct):
    """A help or an obstacle. `about` says whose it is to change and how it stands."""

    words: Own
    about: str = ""


Factors = tuple[FactorItem, ...]


class ThemeText(Struct, kw_only=True):
    """One theme, or the whole place. `line_when` says "In May 2025" where the line is not new.

    `subject`: the one thing that the last talk was about, where it was not about the whole place.
    """

    code: str
    name: str
    subject: Own | None = None
    line: Own | None = None
    line_when: str = ""
    says: tuple[ExampleItem, ...] = ()
    helps: Factors = ()
    obstacles: Factors = ()
    gone: Factors = ()
    rows: tuple[RowText, ...] = ()

    def __bool__(self) -> bool:
        return bool(
            self.line or self.says or self.helps or self.obstacles or self.gone or self.rows
        )


class Shown(Struct):
    """What of the words may be shown. `asks`: chosen ids, None for all."""

    examples: bool = True
    links: bool = True
    ours: bool = True
    asks: Collection[str] | None = None

    def factor(self, factor: FactorText) -> bool:
        """Say whether a help or obstacle may be shown: what is ours, and each ask, is a choice."""
        if factor.kind == "help" or (self.ours and self.asks is None):
            return True
        if factor.reach in OURS:
            return self.ours
        return self.asks is None or (factor.ask is not None and factor.ask.id in self.asks)


def theme_texts(
    records: Sequence[Record], rows: Sequence[RowText], shown: Shown
) -> tuple[ThemeText, ...]:
    """Gather each theme of the latest framework, then lines it no longer has; leave out the empty.

    The whole place comes first, with what points to no line.
    """
    lines = records[-1].framework.lines
    heads = [line for line in lines if line.kind != "element"]
    texts = [_theme(records, head, lines, rows, shown) for head in heads]
    texts.append(_former(records, lines, rows, shown))
    return tuple(text for text in texts if text)


def _former(
    records: Sequence[Record],
    lines: Sequence[LineText],
    rows: Sequence[RowText],
    shown: Shown,
) -> ThemeText:
    """Gather the lines the latest framework no longer has, and what points to none but those."""
    codes = {line.code for line in lines}
    factors = [
        (factor, held_on)
        for factor, held_on in last_factors(records)
        if shown.factor(factor) and factor.lines and not codes & set(factor.lines)
    ]
    latest = records[-1].occasion.held_on
    return ThemeText(
        code="former",
        name=_("What we used to look at"),
        rows=tuple(row for row in rows if row.former),
        helps=_sided(factors, "help", latest),
        obstacles=_sided(factors, "obstacle", latest),
        gone=_sided(factors, "gone", latest),
    )


def _sided(factors: Sequence[tuple[FactorText, dt.date]], side: str, latest: dt.date) -> Factors:
    """Keep those of one side, each with the day it was last told."""
    return tuple(_factor(f, on, latest) for f, on in factors if _side(f) == side)


def _theme(
    records: Sequence[Record],
    head: LineText,
    lines: Sequence[LineText],
    rows: Sequence[RowText],
    shown: Shown,
) -> ThemeText:
    codes = {head.code} | {line.code for line in lines if line.theme == head.code}
    whole = head.kind == "whole"
    line, when = _line(records, head.code)
    factors = [
        (factor, held_on)
        for factor, held_on in last_factors(records)
        if shown.factor(factor) and (codes & set(factor.lines) or (whole and not factor.lines))
    ]
    latest = records[-1].occasion.held_on
    return ThemeText(
        code=head.code,
        name=head.name,
        subject=own(records[-1].occasion.about) if whole and shown.examples else None,
        line=line,
        line_when=when,
        says=_says(records[-1], head, codes, rows, shown) if shown.examples else (),
        helps=_sided(factors, "help", latest),
        obstacles=_sided(factors, "obstacle", latest),
        gone=_sided(factors, "gone", latest),
        rows=tuple(
            row.as_a_whole(line) if row.code == head.code and not when else row
            for row in rows
            if row.code in codes and not row.former
        ),
    )


def _line(records: Sequence[Record], code: str) -> tuple[Own | None, str]:
    """Return the team's last line on a theme, and when it was said if not last time."""
    latest = records[-1].occasion.held_on
    for record in reversed(records):
        words = first_line(record.team_line(code))
        if words and _edition(record) == _edition(records[-1]):
            held_on = record.occasion.held_on
            when = "" if record is records[-1] else opening(in_month(held_on, latest)).text
            return Own(words), when
    return None, ""


def _edition(record: Record) -> tuple[str, str]:
    """Return in what a code means the same."""
    return record.framework.slug, record.framework.version.split(".", maxsplit=1)[0]


def _says(
    record: Record,
    head: LineText,
    codes: set[str],
    rows: Sequence[RowText],
    shown: Shown,
) -> tuple[ExampleItem, ...]:
    """Return further examples; the team's own lines stand with their rows."""
    whole = head.kind == "whole"
    said = {row.code: row for row in rows}
    return tuple(
        ExampleItem(Own(words), _about(each), each.link if shown.links else "")
        for each in record.examples
        if (codes & set(each.lines) or (whole and not each.lines))
        and (words := _further(each, head.code, codes, said))
    )


def _further(example: Example, head: str, codes: set[str], rows: Mapping[str, RowText]) -> str:
    """Return what an example says beyond a line that is printed already.

    The head's own line stands above; an element's where its row says it.
    """
    code, line = example.team_line, first_line(example.words)
    if code != head and not (code in codes and _says_line(rows.get(code), line)):
        return example.words
    return example.words.strip().removeprefix(line).strip()


def _says_line(row: RowText | None, line: str) -> bool:
    """Say whether a row prints the team's line: other answers have words of their own."""
    said = row.sentences if row else ()
    return any(bit.role == Role.WORDS and bit.text == ended(line) for s in said for bit in s.bits)


def _about(example: Example) -> str:
    parts = [labels.example_kind(example.kind)] if example.kind else []
    if example.happened_on:
        parts.append(day(example.happened_on))
    return ", ".join(parts)


def _side(factor: FactorText) -> str:
    """Say whether a factor helps, is in the way, or no longer is; a help that is gone is none."""
    gone = factor.state == FactorState.GONE
    if factor.kind == "help":
        return "" if gone else "help"
    return "gone" if gone else "obstacle"


def _factor(factor: FactorText, held_on: dt.date, latest: dt.date) -> FactorItem:
    parts = []
    if factor.kind != "help" and factor.reach:
        parts.append(labels.reach(factor.reach))
    if factor.state == FactorState.EASIER:
        parts.append(_("easier now"))
    if held_on != latest:
        parts.append(_("last said {when}").format(when=in_month(held_on, latest).text))
    return FactorItem(Own(factor.words), ", ".join(parts))
