"""Theme by theme: the team's line, examples, what helps, what is in the way, the rods."""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.text import capfirst, slugify
from django.utils.translation import gettext as _
from msgspec import UNSET, UnsetType
from msgspec.structs import replace

from frameworks.selectors import LinesNow, lines_now
from record.choices import FactorKind, FactorState, Reach
from record.distance.rows import Row, order_of
from record.document import ExampleText, FactorText, Occasion, Record
from record.framework import LineText
from record.last_time import newest
from record.read_back.lines import example_about
from record.sentences.claims import when_of
from record.words.days import is_recent
from record.words.own_words import after_first_line, first_line, same_words
from record.words.phrases import opening
from reports.content.conversations import framework_name
from reports.content.heads import Head, line_by_line
from reports.content.options import CHANGES, EXAMPLES, Options
from reports.content.pieces import ExampleItem, FactorItem, Factors, Own, RowText, ThemeText, own
from reports.content.rows import FORMER, former_rows, former_title


@dataclass(frozen=True)
class Story:
    """What theme by theme is told from: records, oldest first; rows; what was chosen to be shown.

    `words_above`: the words that stand before theme by theme, each with its line's code.
    `lines`: what the rows are of.
    """

    records: Sequence[Record]
    rows: Sequence[RowText]
    options: Options
    today: dt.date
    words_above: Collection[tuple[str, str]] = ()
    lines: Sequence[Row] = ()

    @property
    def latest(self) -> Record:
        return self.records[-1]

    @cached_property
    def line_by_line(self) -> Head:
        """What became of each line that is still asked about: where no heads before tell it."""
        if self.options.has(CHANGES):
            return Head("", "")
        return line_by_line([line for line in self.lines if not line.former])

    def when(self, talk: Occasion) -> str:
        """Return when a talk was, as a sentence begins with it."""
        order = order_of(self.records)
        return opening(when_of(talk, self.latest.occasion, self.today, order)).text

    def when_before(self, record: Record) -> str:
        """Return when a talk was; nothing of the last one if that is new."""
        if record is self.latest and is_recent(record.held_on, self.today):
            return ""
        return self.when(record.occasion)

    @cached_property
    def factors(self) -> list[tuple[FactorText, Record]]:
        """Each help and obstacle that may be shown, as last told."""
        factors = []
        for factor, record in newest(self.records, lambda record: record.factors):
            if self._shows(factor):
                factors.append((factor, record))
        return factors

    @cached_property
    def _lines_now(self) -> LinesNow:
        return lines_now(self.latest.framework.edition)

    def lines_of(self, factor: FactorText, record: Record) -> set[str]:
        """Return the lines of now that those of then are, which a help or an obstacle is about."""
        lines = self._lines_now(record.framework.edition, factor.lines)
        return self.latest.framework.by_code.keys() & set(lines)

    def _shows(self, factor: FactorText) -> bool:
        """Say whether a help or obstacle may be shown: what is ours, and each ask, is a choice."""
        if factor.kind == FactorKind.HELP:
            return True
        if factor.reach in {"", Reach.OURS.value}:
            return self.options.include_ours
        asks = self.options.asks
        return asks is None or (factor.ask is not None and factor.ask.id in asks)


def theme_texts(story: Story) -> tuple[ThemeText, ...]:
    """Gather each theme of the latest framework, then lines it no longer has; leave out the empty.

    The whole place comes first, with what points to no line. What several lines share stands once,
    behind the themes.
    """
    lines, shared = story.latest.framework.lines, story.line_by_line.alike
    texts = [_theme(story, line) for line in lines if line.kind != "element"]
    texts.append(ThemeText(code="several", name=_("What several of these share"), shared=shared))
    return tuple(filter(None, [*texts, *_former(story)]))


def _theme(story: Story, head: LineText) -> ThemeText:
    lines = story.latest.framework.lines
    codes = {head.code} | {line.code for line in lines if line.theme == head.code}
    line, line_when, source = _line(story, head.code)
    rows = [row for row in story.rows if row.code in codes and not row.former]
    factors = []
    for factor, record in story.factors:
        of_all = head.kind == "whole" and not factor.lines
        if of_all or codes & story.lines_of(factor, record):
            factors.append((factor, record))
    subject, subject_when = _subject(story, head, source, line_when)
    text = ThemeText(
        code=head.code,
        name=head.name,
        question=head.question,
        subject=subject,
        subject_when=subject_when,
        line=line,
        line_when=line_when,
        says=tuple(_says(story, head, codes)),
        rows=tuple(_worded(story, rows, head, line)),
    )
    return replace(text, **factors_by_side(story, factors))


def _worded(
    story: Story, rows: Iterable[RowText], head: LineText, line: Own | None
) -> Iterator[RowText]:
    """Let rows say the team's words, then what became of each alone; yield those that say a thing.

    `line` stands above already. Where the words of the last conversation have been said, here stand
    those of the time before, with their month.
    """
    for row in rows:
        words, words_when = row.words, row.words_when
        if words and (row.code, words.words) in story.words_above:
            words, words_when = _before_last(row, story)
        above = words
        if row.code == head.code and (words == line or head.kind == "whole"):
            above, words, words_when = line, None, ""
        alone = story.line_by_line.of_line(row.code)
        if words or alone or row.drawn:
            yield replace(
                row,
                sentences=row.sentences_without(above),
                words=words,
                words_when=words_when,
                worded=True,
                alone=alone or UNSET,
            )


def _former(story: Story) -> Iterator[ThemeText]:
    """Gather, by framework, the lines the latest framework no longer has.

    What became of them stands nowhere else. With them goes what points to none but those.
    """
    rows = former_rows(story.records, story.rows)
    factors: dict[str, list[tuple[FactorText, Record]]] = {}
    for factor, record in story.factors:
        if factor.lines and not story.lines_of(factor, record):
            factors.setdefault(framework_name(record), []).append((factor, record))
    for name in {**rows, **factors}:
        its_rows, its_lines = rows.get(name, []), []
        for row, line in zip(story.rows, story.lines, strict=True):
            if row in its_rows:
                its_lines.append(line)
        by_line, worded = line_by_line(its_lines, of_all=True), []
        for row in its_rows:
            alone = by_line.of_line(row.code) or UNSET
            worded.append(replace(row, worded=True, alone=alone))
        text = ThemeText(
            code=f"{FORMER}{slugify(name)}",
            name=former_title(name),
            shared=by_line.alike or UNSET,
            rows=tuple(worded),
        )
        yield replace(text, **factors_by_side(story, factors.get(name, [])))


def _subject(
    story: Story, head: LineText, source: Record, when: str
) -> tuple[Own | None, str | UnsetType]:
    """Return the one thing that was talked about instead of the whole place, and when.

    Of the talk whose line is quoted, where that is an earlier one about another thing; else of the
    last one, which is no "last time" where there is no other.
    """
    if head.kind != "whole" or not story.options.has(EXAMPLES):
        return None, UNSET
    then, last = source.occasion.about, story.latest.occasion.about
    if then.strip() and not same_words(then, last):
        return own(then), when
    if len(story.records) == 1:
        return own(last), story.when(story.latest.occasion)
    return own(last), UNSET


def _line(story: Story, code: str) -> tuple[Own | None, str, Record]:
    """Return the team's last line on a theme that was not said yet, when, and in which talk.

    When it was is said only of another than the last. A line about one thing does not stand under
    the whole place where that thing is not to be named.
    """
    whole = story.latest.framework.line(code).kind == "whole"
    edition = story.latest.framework.edition
    for record in reversed(story.records):
        words = first_line(record.team_line(code))
        if whole and record.occasion.about and not story.options.has(EXAMPLES):
            continue
        if words and (code, words) not in story.words_above and record.framework.edition == edition:
            return Own(words), story.when_before(record), record
    return None, "", story.latest


def _before_last(row: RowText, story: Story) -> tuple[Own | None, str]:
    """Return the last line said of it before the last conversation, in other words, and when."""
    talks = {record.occasion.id: record.occasion for record in story.records}
    for mark in row.latest_first:
        if not mark.now and mark.line is not None and mark.line != row.words:
            return mark.line, story.when(talks[mark.occasion])
    return None, ""


def _says(story: Story, head: LineText, codes: set[str]) -> Iterator[ExampleItem]:
    """Yield further examples; the team's own lines stand with their rows."""
    if not story.options.has(EXAMPLES):
        return
    rows = {row.code: row for row in story.rows if not row.former}
    for example in story.latest.examples:
        if codes & set(example.lines) or (head.kind == "whole" and not example.lines):
            words = _further(example, head.code, codes, rows)
            if words:
                lead = capfirst(", ".join(example_about(example)))
                link = example.link if story.options.inside else ""
                yield ExampleItem(Own(words), link=link, lead=lead)


def _further(example: ExampleText, head: str, codes: set[str], rows: Mapping[str, RowText]) -> str:
    """Return what an example says beyond what is printed: the head's line, or its row's."""
    code, line = example.team_line, first_line(example.words)
    row = rows.get(code or "")
    if code != head and (code not in codes or row is None or row.words != Own(line)):
        return example.words
    return after_first_line(example.words)


def factors_by_side(
    story: Story, factors: Iterable[tuple[FactorText, Record]]
) -> dict[str, Factors]:
    """Sort factors into what helps, what gets in the way, and what no longer does.

    Each with when it was said, where that was not last time. A help that is gone is none; what
    stands as an ask before, in the same words, is not said again.
    """
    items: dict[str, Factors] = {}
    for factor, record in factors:
        is_gone = factor.state == FactorState.GONE
        if factor.kind != FactorKind.HELP:
            side = "past_obstacles" if is_gone else "obstacles"
        elif is_gone:
            continue
        else:
            side = "helps"
        item = _factor(factor, record, story)
        if item.lead or not is_asked_so(factor):
            items[side] = (*items.get(side, ()), item)
    return items


def is_asked_so(factor: FactorText) -> bool:
    """Say whether what is asked because of it says the same."""
    return factor.ask is not None and same_words(factor.ask.words or factor.words, factor.words)


def _factor(factor: FactorText, record: Record, story: Story) -> FactorItem:
    lead = story.when_before(record)
    if factor.state == FactorState.EASIER and lead:
        lead = _("{When}, easier by then").format(When=lead)
    elif factor.state == FactorState.EASIER:
        lead = _("Easier now")
    if factor.kind == FactorKind.HELP:
        return FactorItem(Own(factor.words), lead=lead)
    return FactorItem(Own(factor.words), lead=lead, reach=factor.reach)
