"""The report: everything its page and its PDF say, frozen, from sealed records only."""

from collections.abc import Collection, Sequence

import msgspec
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from msgspec import UNSET, UnsetType
from msgspec.structs import replace

from record.choices import Status
from record.distance.telling import oldest_first
from record.document import Document, JudgementText, Record, digest
from record.framework import Struct, readable
from record.taking_out import without_marks
from reports.content import options as chosen
from reports.content.asks import AskGroup, AskItem, ask_groups, ask_items, asks_title
from reports.content.changes import Changes
from reports.content.conversations import as_of_day, is_meant_now
from reports.content.journey import AroundItem, lay_out, timeline
from reports.content.letter import CoverLetter, letter
from reports.content.options import Options
from reports.content.pieces import Own, ThemeText, own
from reports.content.provenance import Provenance, provenance
from reports.content.quotable import QuotablePage, quotable_page
from reports.content.reading import HowToRead, how_to_read
from reports.content.rows import KeyMark, marks_shown
from reports.content.singular import in_singular
from reports.content.steps import Trying, steps_tried
from reports.content.themes import Story, theme_texts
from reports.content.understanding import UnderstandingPage

FORMAT_VERSION = 1
# What those parts are called that a team does not choose from a list.
LETTER_TITLE = gettext_lazy("The letter")
HARD_TITLE = gettext_lazy("What we find hard to say to you")
QUOTABLE_TITLE = gettext_lazy("One page you may quote")


class NothingKeptError(ValueError):
    """There is no finished conversation to build a report from."""


class Differences(Struct, kw_only=True):
    """Since which copy, what is different, and what is asked, or in the way, besides."""

    since: str
    lines: tuple[str, ...] = ()
    new_asks: tuple[Own, ...] = msgspec.field(default=(), name="asked")
    # Not in copies that were frozen before there was any.
    new_obstacles: tuple[Own, ...] | UnsetType = msgspec.field(default=UNSET, name="obstacles")


@readable
class Report(Document, kw_only=True):
    """Everything a report says, in the order it says it. Empty parts were not chosen."""

    format_version: int = FORMAT_VERSION
    language: str
    created: str
    letter: CoverLetter
    # Not in reports of before there was such a page: their JSON and fingerprint stay as they were.
    agreed: UnderstandingPage | msgspec.UnsetType = msgspec.UNSET
    changes: Changes | None = None
    asks: tuple[AskItem, ...] = ()
    trying: Trying | None = None
    around: tuple[AroundItem, ...] = ()
    themes: tuple[ThemeText, ...] = ()
    key: tuple[KeyMark, ...] = ()
    reading: HowToRead
    provenance: Provenance
    # Not in copies that were frozen before there was any.
    differs: Differences | UnsetType = UNSET
    hard_to_say: Own | UnsetType = UNSET
    quotable: QuotablePage | UnsetType = UNSET
    # In our own copy alone, where that is over: a letter asks on the day it goes.
    past: bool | UnsetType = UNSET

    @property
    def title(self) -> str:
        return f"{self.letter.title}, {self.letter.date}"

    @property
    def ask_groups(self) -> tuple[AskGroup, ...]:
        return ask_groups(self.asks, self.letter.to, past=bool(self.past))

    @property
    def open_asks(self) -> list[AskItem]:
        return [ask for ask in self.asks if ask.is_to_answer]

    @property
    def asks_in_words(self) -> bool:
        """True where something to answer was put in words of an ask, and not only named."""
        return any(not ask.is_obstacle for ask in self.open_asks)

    @property
    def asks_title(self) -> str:
        return asks_title(self.asks, self.trying, past=bool(self.past))

    @property
    def contents(self) -> list[tuple[str, str]]:
        """Where its parts stand, and what they are called, for a list of contents."""
        parts = [("letter", str(LETTER_TITLE))]
        if self.differs:
            parts.append(("differs", _("What is different from our last letter")))
        if self.agreed:
            parts.append(("agreed", self.agreed.title))
        if self.changes:
            parts.append(("changes", self.changes.title))
        if self.asks or self.trying:
            parts.append(("asks", self.asks_title))
        if self.around and not self.themes:
            parts.append(("around", _("What changed around us, and when we talked")))
        if self.hard_to_say:
            parts.append(("hard-to-say", str(HARD_TITLE)))
        parts += [(theme.anchor, theme.name) for theme in self.themes]
        parts.append(("reading", _("How to read this, and how not")))
        if self.quotable:
            parts.append(("quotable", str(QUOTABLE_TITLE)))
        if not self.letter.by_one:
            return parts
        by_one = in_singular(tuple(parts), of=self)
        singular = []
        for (anchor, title), (_anchor, title_by_one) in zip(parts, by_one, strict=True):
            # What two have agreed is said by both; an anchor is no word.
            singular.append((anchor, title if anchor == "agreed" else title_by_one))
        return singular


def build_report(
    records: Sequence[Record],
    *,
    options: Options,
    being_put_right: Collection[str] = (),
    apart: Sequence[Record] = (),
) -> Report:
    """Build a report of one service.

    Args:
        records: the sealed records of its conversations, in any order, one for each.
        being_put_right: ids of conversations that are open for putting something right just now.
        apart: the service's other records, which the team leaves out: nothing of them is told.

    Raises NothingKeptError where there is no record.
    """
    if not records:
        raise NothingKeptError
    records = oldest_first(records)
    if not options.inside:  # the team itself reads where its words were taken out
        records = tuple(map(without_marks, records))
    if options.asks is not None:
        records = tuple(_without_asks_left_out(record, options.asks) for record in records)
    today = as_of_day(options.date, records, others=apart, ended=options.ended)
    meant_now = is_meant_now(options.date, records, others=apart, ended=options.ended)
    examples, selected = options.has(chosen.EXAMPLES), options.selected
    layout = lay_out(records, apart=apart, selected=selected, subject=examples, today=today)
    changes = layout.changes if options.has(chosen.CHANGES) else None
    themes: tuple[ThemeText, ...] = ()
    key: tuple[KeyMark, ...] = ()
    if options.has(chosen.THEMES):
        words_above = changes.line_words if changes else ()
        story = Story(records, layout.rows, options, today, words_above, layout.lines)
        themes = theme_texts(story)
        key = marks_shown(layout.rows, today=today)
    trying = None
    if options.has(chosen.TRYING):
        trying = steps_tried(records, with_who=options.inside, meant_now=meant_now, today=today)
    around: tuple[AroundItem, ...] = ()
    if options.has(chosen.AROUND):
        around = timeline(records, inside=options.inside)
    asked_as_of = today if options.inside else None  # a letter asks on the day it goes
    quotable = None
    if options.quote is not None:
        quotable = quotable_page(records[-1], options.quote, to=options.to)
    report = Report(
        language=get_language() or "en-gb",
        created=options.date.isoformat(),
        letter=letter(records, options, today=today),
        agreed=options.agreed or msgspec.UNSET,
        changes=changes,
        asks=ask_items(
            records, options.asks, to=options.to, to_ids=options.to_ids, today=asked_as_of
        ),
        trying=trying,
        around=around,
        themes=themes,
        key=key,
        reading=how_to_read(records, layout.rows, options, being_put_right=being_put_right),
        provenance=provenance(records, options),
        hard_to_say=own(options.hard_to_say) or UNSET,
        quotable=quotable or UNSET,
        past=(options.inside and not meant_now) or UNSET,
    )
    if options.by_myself:
        report = in_singular(report, of=report)
    return sealed(report)


def _without_asks_left_out(record: Record, asks: Collection[str]) -> Record:
    """Blank why a line isn't ours to change, where the ask it became does not go with this.

    The same words stand in both places; a team that leaves the ask out leaves them out.
    """
    go: set[str] = set()
    for factor in record.factors:
        if factor.ask and factor.ask.id in asks:
            go |= {factor.words, factor.ask.words}
    judgements = tuple(_blanked(judgement, go) for judgement in record.judgements)
    return replace(record, judgements=judgements)


def _blanked(judgement: JudgementText, go: Collection[str]) -> JudgementText:
    """Blank such words that do not go; kept beside another answer, they have become a view."""
    status_words, lead = judgement.status_words, f"{Status.NOT_OURS.label}: "
    if judgement.place.status == Status.NOT_OURS and status_words not in go:
        status_words = ""
    views = []
    for view in judgement.views:
        # Older records have a straight apostrophe in it, which is as long.
        ask = view.words.replace("'", "’").startswith(lead)
        if ask and view.words[len(lead) :] not in go:
            view = replace(view, words=str(Status.NOT_OURS.label))  # noqa: PLW2901 -- blanked
        views.append(view)
    return replace(judgement, status_words=status_words, views=tuple(views))


def sealed(report: Report) -> Report:
    mark = fingerprint_of(report)
    with_fingerprint = replace(report.provenance, fingerprint=mark)
    return replace(report, provenance=with_fingerprint)


def fingerprint_of(report: Report) -> str:
    bare = replace(report.provenance, fingerprint="")
    document = replace(report, provenance=bare).to_json()
    return digest(document)
