"""What a team asks of others, and what it is trying itself."""

import datetime as dt
from collections.abc import Collection, Iterator, Sequence

import msgspec
from django.utils import timezone
from django.utils.translation import gettext as _
from msgspec import UNSET, UnsetType
from msgspec.structs import replace

from record.choices import ANSWER_HERE, AskedOf, FactorState
from record.document import AnswerText, AskText, FactorText, Record
from record.framework import Struct
from record.last_time import newest
from record.taking_out import is_taken_out_mark
from record.words import labels
from record.words.days import day, is_recent
from record.words.own_words import goes_on, same_words
from reports.content.pieces import Own, Titled, own, titled
from reports.content.steps import Trying, as_aside


class AnswerItem(Struct):
    """An answer: what was chosen, the words, the day; by which body, where it was one."""

    answer: str
    words: Own | None
    day: str
    about_when: Own | None = None
    body: str = ""


class AskItem(Struct, kw_only=True):
    """Something asked of others. `is_gone` where it is no longer in the way.

    `unanswered` says so as of the day it was last told: later answers are not in these records.
    """

    id: str
    to: str
    to_code: str
    what: Own
    why: Own | None = None
    tried: Own | None = None
    would_change: Own | None = None
    meanwhile: Own | None = None
    came_of: Own | None = None
    first_named: str = msgspec.field(default="", name="asked")
    unanswered: str = ""
    answers: tuple[AnswerItem, ...] = ()
    is_gone: bool = msgspec.field(default=False, name="gone")
    # Whom else it is put to; not in copies that were frozen before there was any.
    also: tuple[str, ...] | UnsetType = UNSET
    # It has no words of its own: those of what is in the way stand for it.
    is_obstacle: bool | UnsetType = msgspec.field(default=UNSET, name="obstacle")
    # Last told so long ago that it may not be called so now, whatever was talked of since.
    is_past: bool | UnsetType = msgspec.field(default=UNSET, name="past")

    @property
    def asked_of(self) -> tuple[str, ...]:
        return labels.recipients(self.to_code, self.also)

    @property
    def is_asked_outside(self) -> bool:
        return labels.is_asked_outside(self.asked_of)

    @property
    def is_to_answer(self) -> bool:
        return not self.is_gone and not self.is_taken_out

    @property
    def is_taken_out(self) -> bool:
        """True where the team took its words out: nobody can answer words that are gone."""
        return is_taken_out_mark(self.what.words)

    @property
    def is_open(self) -> bool:
        return not self.answers and self.is_to_answer

    @property
    def waits_for_reader(self) -> bool:
        """True while the body it is put to has not answered, whatever our own organisation did."""
        for answer in self.answers:
            if answer.body:
                return False
        return self.is_to_answer

    @property
    def aside(self) -> str:
        """When it was first named, and that it was not answered: its own sentence goes on so."""
        return as_aside(self.first_named, self.unanswered if self.is_open else "")

    @property
    def goes_on(self) -> bool:
        """True where the aside can stand behind the words; else it stands before them."""
        return goes_on(self.what.words)

    @property
    def parts(self) -> tuple[Titled, ...]:
        """Why, what was tried, what it would change, meanwhile; that all went is said once."""
        parts = titled(
            [
                (_("Why"), self.why),
                (_("What we have tried"), self.tried),
                (_("What it would change"), self.would_change),
                (_("Meanwhile"), self.meanwhile),
            ]
        )
        if not self.is_taken_out:
            return parts
        return tuple(part for part in parts if not is_taken_out_mark(part.words.words))


class AskGroup(Struct):
    """What is asked of one reader or body. `space`: an answer is hoped for on this copy."""

    title: str
    asks: tuple[AskItem, ...]
    space: bool = False


def ask_items(
    records: Sequence[Record],
    ids: Collection[str] | None,
    *,
    to: str = "",
    to_ids: Collection[str] = (),
    today: dt.date | None = None,
) -> tuple[AskItem, ...]:
    """Return the asks as last told, those no longer in the way last.

    `ids`: of those that are chosen, or None for all. `to`, `to_ids`: the body this is written to,
    and the keys it is known by: it reads its own answers, those of the team's manager and
    organisation that were agreed to go out, and never another body's. When it was first named is
    said only of a conversation among the records, and only where that was not the last. `today`:
    the day on which what earlier talks told may be past; a letter asks on the day it goes.
    """
    days_before = [record.held_on for record in records[:-1]]
    talks_with = _talks_with(records)
    items = []
    for factor, record in newest(records, lambda record: record.factors):
        ask = factor.ask
        if ask is None or (ids is not None and ask.id not in ids):
            continue
        answers = tuple(_to_be_read(ask, to_ids)) if to else ask.answers
        if to and not answers and is_taken_out_mark(ask.words or factor.words):
            continue  # nobody can answer words that are gone
        if ask.asked_on is not None:
            ask = replace(ask, asked_on=min(ask.asked_on, talks_with[ask.id][0].held_on))
        item = _ask_item(factor, ask, days_before=days_before, to=to, answers=answers)
        if not ask.answers and _could_be_answered(ask, record, talks_with[ask.id]):
            form = _("When we talked on {day} nobody had answered.")
            item = replace(item, unanswered=form.format(day=day(record.held_on)))
        if record is not records[-1] and not is_recent(record.held_on, today):
            item = replace(item, is_past=True)
        items.append(item)
    return tuple(sorted(items, key=lambda item: item.is_gone))


def _talks_with(records: Sequence[Record]) -> dict[str, list[Record]]:
    """Return by ask the talks that tell it, by their days, also where one was typed in late."""
    talks: dict[str, list[Record]] = {}
    for record in records:
        for factor in record.factors:
            if factor.ask is not None:
                talks.setdefault(factor.ask.id, []).append(record)
    return talks


def _ask_item(
    factor: FactorText,
    ask: AskText,
    *,
    days_before: Sequence[dt.date],
    to: str,
    answers: Sequence[AnswerText],
) -> AskItem:
    first_named = ""
    if ask.asked_on is not None and ask.asked_on in days_before:
        first_named = _("First named on {day}.").format(day=day(ask.asked_on))
    return AskItem(
        id=ask.id,
        to=addressee(labels.recipients(ask.to, ask.also), to),
        to_code=ask.to,
        also=ask.also,
        what=Own(ask.words or factor.words),
        why=own(ask.why),
        tried=own(ask.tried),
        would_change=own(ask.would_change),
        meanwhile=own(ask.meanwhile),
        came_of=own(ask.came_of),
        first_named=first_named,
        answers=tuple(map(_answer_item, answers)),
        is_gone=factor.state == FactorState.GONE,
        is_obstacle=same_words(ask.words or factor.words, factor.words) or UNSET,
    )


def ask_groups(asks: Sequence[AskItem], to: str, *, past: bool = False) -> tuple[AskGroup, ...]:
    """Put asks together by whom they are put to, in their order.

    `to`: the body written to. `past`: the team last talked long ago, and asks nobody by this.
    """
    of_whom = _("What we asked of {who}"), _("What we ask of {who}")
    in_the_way = _("What needed {who}"), _("What needs {who}")
    of_nobody = _("What needed somebody else"), _("What needs somebody else")
    groups: dict[str, list[AskItem]] = {}
    spaces = set()
    for ask in asks:
        reader = AskedOf.COMMISSIONER in ask.asked_of and to
        whose = reader or ask.to
        is_now = not (past or ask.is_past or ask.is_taken_out)
        if ask.is_gone and ask.is_obstacle:
            title = _("What is no longer in the way")
        elif ask.is_gone:
            title = _("What we asked, and is no longer in the way")
        elif not whose:
            title = of_nobody[is_now]
        elif ask.is_obstacle and not ask.is_taken_out:
            title = in_the_way[is_now].format(who=whose)
        else:
            title = of_whom[is_now].format(who=whose)
        groups.setdefault(title, []).append(ask)
        if reader:
            spaces.add(title)
    return tuple(AskGroup(title, tuple(some), title in spaces) for title, some in groups.items())


def asks_title(asks: Sequence[AskItem], trying: Trying | None, *, past: bool = False) -> str:
    """What stands above what is asked and tried. `past`: as for `ask_groups`."""
    trying = trying or Trying()
    if not asks:
        return trying.title_alone
    is_past = past or not any(ask.is_to_answer and not ask.is_past for ask in asks)
    in_the_way = all(ask.is_obstacle and not ask.is_taken_out for ask in asks)
    titles = _titles_with_asks(trying, steps_are_past=past or trying.is_past)
    return (titles[2:] if in_the_way else titles[:2])[is_past]


def _titles_with_asks(trying: Trying, *, steps_are_past: bool) -> tuple[str, str, str, str]:
    """Return what is said where something is asked, was; where it is only in the way, was."""
    if not trying.now and not trying.learned:
        return _("What we ask"), _("What we asked"), _("What needs others"), _("What needed others")
    if not trying.now:
        return (
            _("What we ask, and what we learned"),
            _("What we asked, and what we learned"),
            _("What needs others, and what we learned"),
            _("What needed others, and what we learned"),
        )
    if steps_are_past:
        return (
            _("What we ask, and what we were trying"),
            _("What we asked, and what we were trying"),
            _("What needs others, and what we were trying"),
            _("What needed others, and what we were trying"),
        )
    return (
        _("What we ask, and what we are trying"),
        _("What we asked, and what we are trying"),
        _("What needs others, and what we are trying"),
        _("What needed others, and what we are trying"),
    )


def addressee(codes: Sequence[str], to: str) -> str:
    """Say to whom an ask is put; nothing while nobody is known.

    The body that a letter goes to is called by its name: it is the one that is asked, and reads
    nothing here of who else is.
    """
    if AskedOf.COMMISSIONER in codes and to:
        return to
    return labels.recipients_in_words(codes)


def _could_be_answered(ask: AskText, record: Record, talks: Sequence[Record]) -> bool:
    """Say whether anybody could have answered by then: they read it here once it was kept."""
    known = [talk.occasion.entered_on for talk in talks if talk is not record]
    known_on = min(known, default=ask.asked_on)
    inside = not ANSWER_HERE.isdisjoint(labels.recipients(ask.to, ask.also))
    return inside and known_on is not None and known_on < record.held_on


def _to_be_read(ask: AskText, to_ids: Collection[str]) -> Iterator[AnswerText]:
    """Give what this body answered, and what others of the team's own agreed to let go out."""
    for answer in ask.answers:
        if answer.body_id in to_ids or (not answer.body_id and answer.may_go_out):
            yield answer


def _answer_item(answer: AnswerText) -> AnswerItem:
    return AnswerItem(
        answer=labels.answer(answer.answer, answer.words),
        words=own(answer.words),
        day=day(timezone.localdate(answer.at)),
        about_when=own(answer.about_when),
        body=answer.body,
    )
