"""What a team chose for a share, as its reader will see it.

Built from sealed records, with what the body itself has answered since.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from msgspec.structs import replace

from accounts.selectors import ids_of
from agreeing.text import agreement_page
from assessments.actions import Refused
from assessments.models import Ask, Closure
from assessments.selectors import is_by_one
from frameworks.selectors import links_of
from pages.signatures import When
from record.document import AnswerText, Record
from record.withholding import ReaderRecords, line_key, pieces_of, telling_sentence, withhold
from reports.content import Options, Report, build_report
from reports.content.asks import AskItem, ask_items
from reports.content.copies import issued_anew
from reports.content.quotable import level_named
from reports.selectors import with_todays_names
from sharing.models import Share
from sharing.selectors import Altered, answers_between, frozen_report

MOST_ASKS = 3
THREE_AT_MOST = gettext_lazy(
    "Three asks at most go with one report. Choose those that matter most now."
)


def current_closures(share: Share) -> QuerySet[Closure]:
    """Return the chosen conversations as they are kept now, oldest first.

    One that was put right since it was chosen comes as it was put right.
    """
    talks = share.closures.values("assessment")
    return Closure.objects.current().of(share.service).filter(assessment__in=talks).in_order()


def has_talks(share: Share) -> bool:
    return share.closures.exists()


def whole_records(share: Share) -> list[Record]:
    """Return the records of the chosen conversations as the team has them, oldest first.

    What the body has answered since stands in them: nobody is asked again what they answered. The
    team is called what it is called now.
    """
    answers: dict[str, list[AnswerText]] = {}
    for answer in answers_between(share.service, share.body):
        answers.setdefault(str(answer.ask_id), []).append(answer.text)
    records = []
    for closure in current_closures(share):
        record = with_todays_names(closure.record, share.service)
        records.append(_answered_since(record, answers))
    return records


def _answered_since(record: Record, answers: Mapping[str, list[AnswerText]]) -> Record:
    factors = []
    for factor in record.factors:
        ask = factor.ask
        if ask is not None and ask.id in answers:
            known_times = {answer.at for answer in ask.answers}
            new = [answer for answer in answers[ask.id] if answer.at not in known_times]
            answered_ask = replace(ask, answers=(*ask.answers, *new))
            factors.append(replace(factor, ask=answered_ask))
        else:
            factors.append(factor)
    return replace(record, factors=tuple(factors))


def records_for_reader(share: Share) -> ReaderRecords:
    """Return the records of the chosen conversations without what the team keeps of them."""
    records = whole_records(share)
    links = links_of(records)
    return withhold(records, share.held, marked=share.held_marked, links=links)


def left_out_records(share: Share) -> list[Record]:
    """Return the records of the team's other finished conversations, oldest first."""
    talks = share.closures.values("assessment")
    others = Closure.objects.current().of(share.service).exclude(assessment__in=talks).in_order()
    return [closure.record for closure in others]


def asks_offered(share: Share) -> tuple[AskItem, ...]:
    """Return what the chosen conversations ask of others, in the words the reader would see."""
    records = records_for_reader(share).records
    return ask_items(records, None, to=share.body.name, to_ids=ids_of(share.body))


def asks_to_answer(share: Share) -> list[Ask]:
    """Return the asks of the chosen conversations: each is asked about by itself, in order."""
    return ask_rows(asks_offered(share))


def ask_rows(items: Sequence[AskItem]) -> list[Ask]:
    order = [item.id for item in items]
    return sorted(Ask.objects.filter(pk__in=order), key=lambda ask: order.index(str(ask.pk)))


@dataclass(frozen=True, slots=True)
class WithheldParts:
    """What is kept, and the sentences that went with it: for the team’s eyes only."""

    lines: list[str]
    words: list[str]
    sentences: list[str]
    marked: bool

    def __bool__(self) -> bool:
        return bool(self.lines or self.words)


def withheld_parts(share: Share) -> WithheldParts:
    """Tell what of a report that is not sent yet stays within the team."""
    if not share.held:
        return WithheldParts([], [], [], marked=False)
    records = whole_records(share)
    readable = records_for_reader(share)
    words = [piece.words for piece in pieces_of(records) if piece.key in share.held]
    names: dict[str, str] = {}
    for record in records:
        for line in record.framework.lines:
            key = line_key(record.framework.edition, line.code)
            if key in share.held:
                names[key] = line.name
    sentences = list(readable.sentences)
    return WithheldParts(list(names.values()), words, sentences, share.held_marked)


def preview(share: Share, *, at: When = None) -> Report:
    """Build the report exactly as its reader will see it. Raises Refused when choices miss."""
    gap = missing_choice(share)
    if gap is not None:
        raise Refused(gap[1])
    return report_of(share, records_for_reader(share), at=at)


def report_of(share: Share, readable: ReaderRecords, *, at: When = None) -> Report:
    """Build the report of what a team chose from records as its reader may have them."""
    left_out = left_out_records(share)
    talks = [record.occasion for record in readable.records]
    report = build_report(
        readable.records,
        apart=left_out,
        options=Options(
            date=timezone.localdate(at),
            reference=share.reference,
            to=share.body.name,
            to_ids=ids_of(share.body),
            purpose=share.purpose,
            until=share.ends_on,
            sections=tuple(share.sections),
            asks=tuple(str(row.ask_id) for row in share.asks.filter(included=True)),
            include_ours=share.include_ours,
            selected=bool(left_out),
            agreed=agreement_page(share.service, share.body),
            by_myself=is_by_one(share.service, talks),
            ended=share.service.archived_on is not None,
            some_words_kept=readable.words_kept and share.held_marked,
            meet=share.meet,
            hard_to_say=share.hard_in_report,
            quote=share.quotation,
        ),
    )
    last_copy = share.again_of
    if last_copy is None or not last_copy.document:
        return report
    try:
        return issued_anew(report, frozen_report(last_copy), over=not last_copy.is_live)
    except Altered:
        return report


def too_many_asks(items: Sequence[AskItem], chosen_ids: Collection[str]) -> list[AskItem]:
    """Return the chosen asks beyond three that are still in the way."""
    open_asks = [item for item in items if item.id in chosen_ids and not item.is_gone]
    return open_asks[MOST_ASKS:]


def missing_choice(share: Share) -> tuple[str, str] | None:
    """Return what is still to be chosen: the page that asks for it and a sentence. None: nothing.

    The pages, in order: "what", "asks", "why", "say", "quote".
    """
    if not has_talks(share):
        return "what", _("Choose at least one finished conversation.")
    items = asks_offered(share)
    answers = {str(row.ask_id): row.included for row in share.asks.all()}
    if {item.id for item in items} - answers.keys():
        return "asks", _("Answer for each thing you ask of others: does it go with this or not?")
    if too_many_asks(items, [key for key, goes in answers.items() if goes]):
        return "asks", str(THREE_AT_MOST)
    if not share.purpose:
        return "why", _("Say in a line why you send this now.")
    if share.ends_on is None:
        return "why", _("Choose the last day it can be read.")
    return _to_be_said_otherwise(share)


def _to_be_said_otherwise(share: Share) -> tuple[str, str] | None:
    """Return what was written for this report and cannot stand in it: its page and a sentence."""
    quote = share.quotation.texts if share.quotation else ()
    if not (share.held or quote):
        return None
    records = whole_records(share)
    links = links_of(records)
    pages = {"why": (share.purpose, share.meet), "say": (share.hard_in_report,), "quote": quote}
    for page, texts in pages.items():
        for text in texts:
            kept_words = telling_sentence(records, share.held, text, links=links)
            if kept_words:
                form = _("You keep this back, so write without it: “{words}”")
                return page, form.format(words=kept_words)
    level = level_named(records, quote)
    if level:
        return ("quote", no_level(level))
    return None


def no_level(name: str) -> str:
    """Say why the name of a level does not stand on a page for everybody."""
    return _(
        "“{name}” is one of the places on our road. Whoever was not in the room reads it as a "
        "mark: say it in other words."
    ).format(name=name)
