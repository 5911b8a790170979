"""Where a copy of a report comes from."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from record.document import Record
from record.framework import Struct
from record.words.days import day
from record.words.phrases import fill, listed, team_and_organisation
from reports.content.conversations import framework_name
from reports.content.options import Options


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
