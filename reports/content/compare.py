"""Any two conversations side by side, with what else changed between them."""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence

from django.utils.translation import gettext as _

from frameworks.selectors import links_of
from record.choices import FactorKind, FactorState, HowTalked
from record.distance.movement import Kind
from record.distance.points import is_opened
from record.distance.rows import Row
from record.distance.telling import Telling, oldest_first
from record.document import Record
from record.framework import Struct, joins_to, unbroken
from record.sentences.distance import views_of
from record.words import labels
from record.words.days import day, which_of
from record.words.own_words import first_line, same_words
from record.words.phrases import Sentence, fill, listed, own_words, quoted
from reports.content.conversations import (
    Conversation,
    as_of_day,
    attendance,
    build_conversations,
    framework_name,
    talk_titles,
)
from reports.content.journey import AroundItem, ThemeRows, by_theme, changes_around, lay_out
from reports.content.pieces import ExampleItem, FactorItem, Mark, Own, RowText, WordList, own


class OneSide(Struct):
    """What one conversation says of a line, by its `code` of that day: words, then the answer."""

    code: str
    words: Own | None
    answer: str
    more: tuple[Sentence, ...] = ()
    missing: str = ""  # why it says nothing


class LinePair(Struct):
    """One line in both conversations, the earlier side first.

    `words_first`: what the team said stands in the sides, and so before what we say of the two.
    """

    code: str
    name: str
    sides: tuple[OneSide, OneSide]
    sentences: tuple[Sentence, ...]
    row: RowText
    words_first: bool


class PairGroup(Struct):
    code: str
    name: str
    pairs: tuple[LinePair, ...]


class SideInWords(Struct):
    """What one conversation said that stands with no line, in lists; where nothing, why."""

    lists: tuple[WordList, ...]
    missing: str = ""


class Comparison(Struct, kw_only=True):
    """Two conversations: what else changed first, then line by line.

    `in_words`: what stands with none of the lines, the earlier side first; nothing where neither
    said such a thing.
    """

    earlier: Conversation
    later: Conversation
    also: tuple[str, ...]
    around: tuple[AroundItem, ...]
    in_words: tuple[SideInWords, ...]
    groups: tuple[PairGroup, ...]


def build_comparison(
    one: Record,
    other: Record,
    *,
    among: Sequence[Record],
    today: dt.date,
    by_myself: bool = False,
    ended: bool = False,
) -> Comparison:
    """Set two records side by side, the earlier first.

    `among`: all of the service's records, for what happened between the two and what the later
    was told against. `today`: the day it is read. `by_myself`: one person was there each time.
    `ended`: there is no such team any more.
    """
    earlier, later = oldest_first((one, other))
    ids = {earlier.occasion.id, later.occasion.id}
    apart = [record for record in among if record.occasion.id not in ids]
    on = as_of_day(today, (earlier, later), others=apart, ended=ended)
    layout = lay_out((earlier, later), apart=apart, today=on)
    around = []
    for item in changes_around(among):
        if earlier.held_on < item.happened_on <= later.held_on:
            around.append(item)
    themes = by_theme((earlier, later), layout.rows)
    codes = _codes_then(layout.lines, (earlier, later))
    groups = tuple(_pairs(theme, earlier, later, codes) for theme in themes)
    talks = build_conversations((earlier, later), among=among, inside=True)
    return Comparison(
        earlier=talks[0],
        later=talks[1],
        also=(*_also(earlier, later, by_myself=by_myself), *_between(earlier, later, among)),
        around=tuple(around),
        in_words=_in_words(earlier, later, groups),
        groups=groups,
    )


def _in_words(
    earlier: Record, later: Record, groups: Sequence[PairGroup]
) -> tuple[SideInWords, ...]:
    """Return what was said and stands with none of the lines, as over coffee without a card.

    What helps and what gets in the way is what there is to read of a talk without any answer by
    card, and is then set beside the other's.
    """
    with_factors = not (earlier.has_answers and later.has_answers)
    sides = []
    for number, record in enumerate((earlier, later)):
        lines: set[str] = set()
        for group in groups:
            for pair in group.pairs:
                lines.add(pair.sides[number].code)
        lists = tuple(filter(None, _lists(record, lines, with_factors=with_factors)))
        missing = _("Nothing was written down.")
        if record.examples or record.has_answers:
            missing = _("What we said that day is below.")
        sides.append(SideInWords(lists, "" if lists else missing))
    if any(side.lists for side in sides):
        return tuple(sides)
    return ()


def _lists(record: Record, lines: Collection[str], *, with_factors: bool) -> Iterator[WordList]:
    """Yield what a conversation said on none of these lines; some may be empty."""
    examples = []
    for example in record.examples:
        if not set(lines).intersection(example.lines):
            examples.append(ExampleItem(Own(example.words)))
    yield WordList(_("What we said"), tuple(examples))
    if not with_factors:
        return
    helps, obstacles = _("What we have going for us"), _("What gets in the way")
    heads_of = {FactorKind.HELP: helps, FactorKind.OBSTACLE: obstacles}
    for kind, title in heads_of.items():
        factors = []
        for factor in record.factors:
            if factor.kind == kind and factor.state != FactorState.GONE:
                factors.append(FactorItem(Own(factor.words)))
        yield WordList(title, tuple(factors))


Codes = Mapping[tuple[str, str], str]


def _codes_then(rows: Sequence[Row], records: Sequence[Record]) -> Codes:
    """Return what each line's code was in a conversation's framework, by its code now and the talk.

    Nothing where that framework asks of it only with others, or as a part.
    """
    links = links_of(records)
    codes = {}
    for row in rows:
        if row.former:
            continue
        for record in records:
            joins = joins_to(record.framework, row.line, row.latest.framework, links)
            codes[row.line.code, record.occasion.id] = unbroken(joins)
    return codes


def _pairs(group: ThemeRows, earlier: Record, later: Record, codes: Codes) -> PairGroup:
    pairs = []
    for row in group.rows:
        marks = {mark.occasion: mark for mark in row.marks}
        then, now = marks.get(earlier.occasion.id), marks.get(later.occasion.id)
        sides = (_side(row, then, earlier, codes), _side(row, now, later, codes))
        # A lower place is not told before a sentence.
        words_then = bool(sides[0].words) and row.moved != Kind.LESS_SO
        pairs.append(
            LinePair(
                code=row.code,
                name=row.name,
                sides=sides,
                sentences=_besides(row, (earlier, then), (later, now), sides[1].words),
                row=row,
                words_first=bool(sides[1].words) or words_then,
            )
        )
    return PairGroup(group.code, group.name, tuple(pairs))


def _side(row: RowText, mark: Mark | None, record: Record, codes: Codes) -> OneSide:
    """Return what a conversation says of a line; where nothing, why: there may be no such."""
    code = row.code if row.former else codes.get((row.code, record.occasion.id), "")
    if mark is not None:
        return OneSide(code, mark.line, mark.answer, _answer_words(mark, Telling(record, code)))
    is_of_another = row.former and row.edition != "-".join(record.framework.edition)
    if is_of_another or code not in record.framework.by_code:
        missing = _("The framework we used that day does not ask about it.")
        return OneSide("", None, "", missing=missing)
    words = own(first_line(record.team_line(code)))
    if words and row.kind == "whole":
        return OneSide(code, words, "")
    if is_opened(record, code):
        return OneSide(code, words, "", missing=_("We talked about its parts."))
    return OneSide(code, None, "", missing=_("Not part of this conversation."))


def _answer_words(mark: Mark, telling: Telling) -> tuple[Sentence, ...]:
    """Return the several views, or the words of another answer than a card."""
    if mark.spot is not None or telling.kept_back or not telling.judgement.answered:
        return ()
    views = [view.of_one() for view in views_of(telling)]
    return (*views, *filter(None, [own_words(telling.status_words)]))


def _besides(
    row: RowText,
    earlier: tuple[Record, Mark | None],
    later: tuple[Record, Mark | None],
    words: Own | None,
) -> tuple[Sentence, ...]:
    """Return what there is to say besides the sides, which say what was said and answered then.

    Where one of the two did not place the line and both could have, they say all there is.
    """
    for record, mark in (earlier, later):
        if mark is None and row.code in record.framework.by_code:
            return ()
    if later[1] is not None and later[1].spot is None:
        return ()
    return row.sentences_without(words)


def _also(earlier: Record, later: Record, *, by_myself: bool) -> Iterator[str]:
    """Say what else was different, so that nobody reads all of it as movement."""
    then = _circumstances(earlier, by_myself=by_myself)
    now = _circumstances(later, by_myself=by_myself)
    for form, first in then.items():
        if not same_words(first, now[form]):
            yield fill(form, first=first, later=now[form]).plain


def _circumstances(record: Record, *, by_myself: bool) -> dict[str, str]:
    """Return of one conversation what it is set beside another's in, by the sentence for both."""
    talk, unknown = record.occasion, _("not written down")
    present, subject = "", _("the whole place")
    if not by_myself:
        present = attendance(record, inside=True) or unknown
    about = " ".join(talk.about.split())
    if about:
        subject = quoted(about)
    return {
        _("Who was in the room: first {first}; later {later}."): present,
        _("How long we had: first {first}; later {later}."): labels.length(talk.length),
        _("How we talked: first {first}; later {later}."): labels.label(HowTalked, talk.how_talked)
        or unknown,
        _("What it was about: first {first}; later {later}."): subject,
        _("Which words we used: first {first}; later {later}."): framework_name(record),
    }


def _between(earlier: Record, later: Record, among: Sequence[Record]) -> Iterator[str]:
    which = talk_titles(among, which_of)
    talks = list(which)
    between = talks[talks.index(earlier.occasion.id) + 1 : talks.index(later.occasion.id)]
    if between:
        yield _("We also talked {on_days}.").format(
            on_days=listed([which[talk] for talk in between])
        )
    for record in (earlier, later):
        on_day = which[record.occasion.id]
        if record.number > 1:
            yield _("What we said {on_day} was put right later.").format(on_day=on_day)
        if record.occasion.entered_on > record.held_on:
            form = _("What we said {on_day} was written down here on {entered}.")
            yield form.format(on_day=on_day, entered=day(record.occasion.entered_on))
