"""The first page, a letter; how to read a report, and how not; and where the copy comes from."""

import datetime as dt
from collections.abc import Collection, Iterator, Sequence

from django.utils.translation import gettext as _
from msgspec import UNSET, UnsetType

from record.distance.movement import Kind
from record.document import Record, ServiceText
from record.framework import Struct
from record.words.labels import day, is_recent
from record.words.phrases import (
    Sentence,
    fill,
    listed,
    name_lines,
    quoted,
    team_and_organisation,
    text,
)
from reports.content.conversations import (
    Conversation,
    build_conversations,
    framework_name,
    origin,
    tells_who,
)
from reports.content.options import CHANGES, EXAMPLES, THEMES, Options, section_titles
from reports.content.pieces import Own, RowText, lower_first, month, own


class CoverLetter(Struct, kw_only=True):
    """Who writes to whom, why now, the team's opening, and what this is and is not."""

    service: str
    organisation: str
    to: str
    date: str
    reference: str
    title: str
    greeting: str
    purpose: Own | None = None
    took_part: str
    matters: Own | None = None
    opening: Own | None = None
    what_it_is: str
    what_it_is_not: str
    meet: Own | UnsetType = UNSET  # not in copies that were frozen before there was any
    by_one: bool | UnsetType = UNSET  # said only where one person makes up the team
    was_in: str | UnsetType = UNSET  # the month of the last talk, where that is long ago
    whom_to_ask: str = ""
    ending: str = ""
    signed: str = ""


class Source(Struct):
    """A framework's own line on where it comes from."""

    name: str
    acknowledgement: str
    licence: str


class Provenance(Struct, kw_only=True):
    """Where this copy comes from. `fingerprint` is the SHA-256 of everything else in the report."""

    reference: str
    lines: tuple[str, ...]
    sources: tuple[Source, ...]
    fingerprint: str = ""

    @property
    def groups(self) -> str:
        """The fingerprint in groups that can be read out."""
        digits = self.fingerprint
        return " ".join(digits[at : at + 8] for at in range(0, len(digits), 8))


def letter(
    records: Sequence[Record], options: Options, *, today: dt.date | None = None
) -> CoverLetter:
    """Write the first page. `today`: the day it is told on, where that is not its own."""
    service, held_on = records[-1].service, records[-1].held_on
    was_in = "" if is_recent(held_on, today or options.date) else month(held_on)
    return CoverLetter(
        service=service.name,
        organisation=service.organisation,
        to=options.to,
        date=day(options.date),
        reference=options.reference,
        title=_title(service.name, was_in),
        was_in=was_in or UNSET,
        greeting=_("Dear colleagues,") if options.to else "",
        purpose=own(options.purpose),
        took_part=origin(
            records, inside=options.inside, selected=options.selected, by_myself=options.by_myself
        ),
        matters=own(service.what_matters),
        opening=own(records[-1].occasion.opening),
        what_it_is=_(
            "This is our own account of how we work. We looked at what we do and how we do it, "
            "not at {people}."
        ).format(people=service.people),
        what_it_is_not=_(
            "It is not a score or an inspection, and it cannot be set beside another service’s. "
            "Finding that something is harder than we thought is part of an honest account."
        ),
        meet=own(options.meet) or UNSET,
        by_one=options.by_myself or UNSET,
        **_ending(service, options),
    )


def _title(service: str, was_in: str) -> str:
    """Say what it is about: how a team gets on, or how it did when it last talked."""
    form = _("How we are getting on at {service}")
    if was_in:
        form = _("How we were getting on at {service} in {month}")
    return form.format(service=service, month=was_in)


def _ending(service: ServiceText, options: Options) -> dict[str, str]:
    """Say who to turn to, and end; nothing of it where there is no addressee."""
    if options.inside:
        return {}
    by_one = _("{service}, written by the one person who works here")
    form = by_one if options.by_myself else _("the team of {service}")
    signed = form.format(service=service.name)
    form = _(
        "If something is unclear, or you would like to talk about it, turn to the manager of "
        "{service} at {organisation}. Nobody expects an answer by a certain day."
    )
    if service.organisation == service.name:
        form = _(
            "If something is unclear, or you would like to talk about it, turn to the manager of "
            "{service}. Nobody expects an answer by a certain day."
        )
    whom = fill(form, service=service.name, organisation=service.organisation)
    return {"whom_to_ask": whom.plain, "ending": _("With kind regards,"), "signed": signed}


def provenance(records: Sequence[Record], options: Options) -> Provenance:
    editions_by_words: dict[tuple[str, str], list[str]] = {}
    for record in records:
        text = record.framework
        editions = editions_by_words.setdefault((text.acknowledgement, text.licence), [])
        if framework_name(record) not in editions:
            editions.append(framework_name(record))
    sources = []
    for words, editions in editions_by_words.items():
        sources.append(Source(listed(editions), *words))
    lines = tuple(_lines(records[-1], options))
    return Provenance(reference=options.reference, lines=lines, sources=tuple(sources))


def _lines(latest: Record, options: Options) -> list[str]:
    form = _("Written by the team of {place}, on {day}.")
    if options.by_myself:
        form = _("Written by the one person who works at {place}, on {day}.")
    service = latest.service
    place = team_and_organisation(service.name, service.organisation)
    author_line = form.format(place=place, day=day(options.date))
    if not options.to:
        return [author_line, _("This is our own copy. It was not made to be shared.")]
    lines = [author_line, fill(_("Made for {body}."), body=options.to).plain]
    if options.until is not None:
        words = _("{body} can read it until {day}.")
        lines.append(words.format(body=options.to, day=day(options.until)))
    lines.append(
        _("The team can take it back at any time. Copies that were made before cannot be recalled.")
    )
    return lines


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
