"""How to read a report, and how not: the conversations, and what cannot be set side by side."""

from collections.abc import Collection, Iterator, Sequence

from django.utils.translation import gettext as _

from record.distance.movement import Kind
from record.document import Record
from record.framework import Struct
from record.words.phrases import Sentence, listed, name_lines, quoted, text
from reports.content.conversations import (
    Conversation,
    build_conversations,
    framework_name,
    tells_who,
)
from reports.content.options import CHANGES, EXAMPLES, THEMES, Options, section_titles
from reports.content.pieces import RowText, lower_first


class HowToRead(Struct, kw_only=True):
    """Short paragraphs, the conversations, where times cannot be compared, what was left out."""

    hints: tuple[str, ...]
    conversations: tuple[Conversation, ...]
    breaks: tuple[Sentence, ...] = ()
    left_out: tuple[str, ...] = ()
    number: str


def how_to_read(
    records: Sequence[Record],
    rows: Sequence[RowText],
    options: Options,
    *,
    being_put_right: Collection[str],
) -> HowToRead:
    """Gather what a fair reader needs to know."""
    editions = set(map(framework_name, records))
    conversations = build_conversations(
        records,
        among=records,
        inside=options.inside,
        words=options.has(EXAMPLES),
        being_put_right=being_put_right,
        framework=len(editions) > 1,
    )
    rows_shown: Sequence[RowText] = ()
    if options.has(THEMES) or options.has(CHANGES):
        rows_shown = rows
    placed = any(row.drawn for row in rows_shown)
    return HowToRead(
        hints=(
            *_hints(records, placed=placed, inside=options.inside),
            *_same_words(editions, rows_shown),
        ),
        conversations=conversations,
        breaks=tuple(_breaks(rows_shown)),
        left_out=tuple(_left_out(options)),
        number=_(
            "If you need a number for a form, the honest one is the number of times we sat down "
            "together."
        ),
    )


def _hints(records: Sequence[Record], *, placed: bool, inside: bool) -> list[str]:
    """Say how to read levels, where any is told, and differences, where there can be some."""
    hints = []
    if placed:
        levels = [quoted(level.name) for level in records[-1].framework.levels]
        form = _(
            "The words {levels} say how far people can rely on something here. We chose among "
            "them as we talked. They are places on a road, not marks, and cannot be added up."
        )
        hints.append(form.format(levels=listed(levels)))
    if len(records) == 1:
        return hints
    if placed:
        hints.append(
            _("Looking more closely often puts a bead lower at first, before practice changes.")
        )
    others = _("Other people in the room see other things.")
    if sum(tells_who(record, inside=inside) for record in records) > 1:
        look = _("Before you read much into a difference, look at who was there each time.")
        others = f"{others} {look}"
    return [*hints, others]


def _same_words(editions: Collection[str], rows: Sequence[RowText]) -> list[str]:
    """Name the framework once, where it was the same each time and a name of it is told."""
    is_named = any(row.kind != "whole" or row.drawn for row in rows)
    if len(editions) > 1 or not is_named:
        return []
    return [_("The words we used are those of {framework}.").format(framework=max(editions))]


def _breaks(rows: Sequence[RowText]) -> Iterator[Sentence]:
    """Say where earlier times cannot be set side by side: each reason once, with its lines."""
    reasons: dict[str, list[str]] = {}
    for row in rows:
        if row.moved == Kind.KEPT_BACK.value or not row.drawn:
            continue  # that it is kept is said already; and without a place there is none to set
        for mark in row.marks:
            if not mark.broken or mark.now:
                continue  # of the last time its own sentence says so already
            lines = reasons.setdefault(mark.broken, [])
            if row.name not in lines and row.kind != "whole":
                lines.append(row.name)
    for reason, lines in reasons.items():
        # That it was about the whole place, or about something else, says itself what it is of.
        if lines:
            yield name_lines(_("{names} – {reason}"), lines, reason=lower_first(reason))
        else:
            yield text(reason)


def _left_out(options: Options) -> list[str]:
    if options.inside:
        return []
    sections = set(options.sections)
    if THEMES in sections:
        sections.add(CHANGES)  # of each line by itself
    lines = []
    for section, title in section_titles().items():
        if section not in sections:
            lines.append(f"{title}.")
    if not options.include_ours:
        lines.append(_("What gets in the way and is ours to change."))
    if options.asks is not None:
        lines.append(_("What we ask of others is here as far as we chose it for this letter."))
    if options.some_words_kept:
        lines.append(_("Some of our words, which are kept within the team."))
    if options.selected:
        lines.append(_("This letter is built from selected conversations: those named above."))
    return lines
