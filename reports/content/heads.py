"""The heads under which lines are told: the team's own words first, then what became of each.

Lines that moved alike share one sentence after their words.
"""

import re
from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from record.choices import Status, WhyDiffers
from record.distance.movement import Bar, Kind, Movement
from record.distance.rows import Row
from record.framework import Struct
from record.sentences.distance import row_sentences
from record.sentences.slots import when_before
from record.sentences.wording import BARS, NO_LONGER_AGREED, REASONS
from record.words import labels
from record.words.own_words import with_end
from record.words.phrases import Part, PartRole, Sentence, level_name, quoted, single_sentences
from reports.content.pieces import Own, name_lines, own

SAID = "said"
ROOTED = "rooted"
MORE = "more"
HARDER = "harder"
CLEARER = "clearer"
NOT_GOT_TO = "not_got_to"
DIFFERENT = "different"
NOT_OURS_HEAD = "not_ours"
NOT_HERE = "not_here"
AGREED = "agreed"
SAME = "same"
NEW = "new"
APART = "apart"
BEFORE = "before"
STOOD = "stood"

_MOVED = {Kind.SEEN_MORE_CLEARLY: CLEARER, Kind.NOT_AGREED_THEN_PLACED: AGREED}
_ANSWERED: dict[str, str] = {
    Status.DIFFERS: DIFFERENT,
    Status.NOT_OURS: NOT_OURS_HEAD,
    Status.DOES_NOT_APPLY: NOT_HERE,
}
ANSWERED: dict[str, str] = {DIFFERENT: Status.DIFFERS, NOT_OURS_HEAD: Status.NOT_OURS}
_NOT_ASKED = {Bar.NOT_OFFERED_NOW, Bar.OPENED_NOW}
_NOT_GOT_TO = {Bar.ANOTHER_DAY_NOW, Bar.PASSED_OVER_NOW}


class Item(Struct):
    """A line under a head: the team's words on it, then our sentences, if they stand here."""

    code: str
    name: str
    sentences: tuple[Sentence, ...]
    words: Own | None = None


class Head(Struct):
    """A head with its lines, then what is said of several at once; `empty` where there is none."""

    code: str
    title: str
    items: tuple[Item, ...] = ()
    empty: str = ""
    alike: tuple[Sentence, ...] = ()


def titles(*, only_said: bool) -> dict[str, str]:
    """Return the heads in the reader's language. `only_said`: nothing is set beside anything."""
    return {
        SAID: _("What we said") if only_said else _("What else we said"),
        ROOTED: _("What has taken root"),
        MORE: _("What we see more of"),
        HARDER: _("What we see less of"),
        CLEARER: _("What we see more clearly"),
        DIFFERENT: _("What we don’t all see the same way"),
        AGREED: _("What we came to see the same way"),
        NEW: _("What we talked about for the first time"),
        APART: _("What cannot be set beside last time"),
        NOT_OURS_HEAD: _("What isn’t ours to change"),
        NOT_HERE: _("What does not apply here, for now"),
        NOT_GOT_TO: _("What we have not got to"),
    }


def head_of(row: Row) -> str:
    """Say under which head a row belongs since last time; "" for none."""
    last = row.since_last
    code = _ANSWERED.get(last.later.status, "") or moved_head(last)
    if code:
        return code
    if last.bar in _NOT_GOT_TO or (
        last.kind is Kind.NOT_PLACED_EITHER_TIME and _is_unreached(last)
    ):
        return NOT_GOT_TO
    if last.kind is Kind.FIRST_TIME:
        return NEW
    if last.compared:
        return SAME
    if row.former or last.kind is Kind.KEPT_BACK or last.bar in _NOT_ASKED:
        return ""
    return SAID if last.bar is Bar.LEFT_OUT else APART


def moved_head(moved: Movement) -> str:
    """What is seen more clearly and has moved since belongs where it moved: no fall is hidden.

    Only the top of the scale has taken root.
    """
    if moved.went is Kind.LESS_SO:
        return HARDER
    if moved.went is not Kind.FURTHER_ON:
        return _MOVED.get(moved.kind, "")
    level = moved.later.level
    top = level is not None and level.code == moved.later.record.framework.scale[-1]
    return ROOTED if top else MORE


def _is_unreached(last: Movement) -> bool:
    later = last.later
    return later.passed_over or (later.status == Status.ANOTHER_DAY and not later.unanswered)


def head(code: str, title: str, rows: Sequence[Row], in_words: Sequence[Item]) -> Head:
    """Return a head: each line's words, then its own sentences or one that several share."""
    if code in {NOT_HERE, NOT_GOT_TO}:
        return _silent_head(code, title, rows)
    if code in ANSWERED:
        return _answered_head(code, title, rows, in_words)
    items, alike = list(in_words), []
    by_level: dict[str, list[Row]] = {}
    for row in rows:
        words, level = team_line(row), row.since_last.later.level
        sentences: tuple[Sentence, ...] = ()
        if code in {NEW, SAID} and level is not None:
            by_level.setdefault(level.code, []).append(row)
        else:
            sentences = our_sentences(row)
        if words or sentences:
            items.append(Item(row.line.code, row_name(row), sentences, words=words))
    for together in by_level.values():
        level = together[0].since_last.later.level
        alike.append(on_level(level.name if level else "", line_names(together)))
    return Head(code, title, tuple(items), alike=tuple(alike))


def _silent_head(code: str, title: str, rows: Sequence[Row]) -> Head:
    """Tell why lines do not apply, or what else is known of those that were not got to.

    What holds for them all the head says; lines of which no more is said are named together.
    """
    items, silent = [], []
    not_talked_about = str(BARS[Bar.PASSED_OVER_NOW][0])
    for row in rows:
        later, words = row.since_last.later, team_line(row)
        sentences: tuple[Sentence, ...] = ()
        if code == NOT_HERE:
            words = own(later.status_words or later.words)
        else:
            sentences = our_sentences(row)
            if sentences and sentences[0].plain == not_talked_about:
                sentences = sentences[1:]
        if words or sentences:
            items.append(Item(row.line.code, row_name(row), sentences, words=words))
        else:
            silent.append(row)
    alike = tuple(filter(None, [list_of_lines(silent)]))
    return Head(code, title, tuple(items), alike=alike)


def team_line(row: Row) -> Own | None:
    """Return the team's own line of the latest conversation, as the sentences begin with it."""
    return own(row.since_last.later.words)


def our_sentences(row: Row, *, headed: bool = True) -> tuple[Sentence, ...]:
    """Return a row's sentences one by one, without the team's own line: that stands before them.

    `headed`: they stand under the row's head, and do not say what that says.
    """
    words = with_end(row.since_last.later.words)
    clearer = headed and moved_head(row.since_last) == CLEARER
    sentences: list[Sentence] = []
    for row_sentence in row_sentences(row):
        sentences += single_sentences(with_reasons(row_sentence.without(words), clearer=clearer))
    return tuple(sentences)


def _answered_head(code: str, title: str, rows: Sequence[Row], in_words: Sequence[Item]) -> Head:
    """Tell what was said of each line, and once of which the head was so before, too."""
    status = ANSWERED[code]
    items, before = list(in_words), dict[Part, list[str]]()
    for row in rows:
        last = row.since_last
        rest = [_without(status, sentence) for sentence in our_sentences(row)]
        sentences = tuple(filter(None, rest))
        items.append(Item(row.line.code, row_name(row), sentences, words=team_line(row)))
        if last.earlier is not None and last.earlier.status == status:
            day = when_before(last)
            before.setdefault(day, []).append(row_name(row))
    form = _("It was so {when}, too: {names}.")
    alike = tuple(name_lines(form, lines, slots={"when": day}) for day, lines in before.items())
    return Head(code, title, tuple(items), alike=alike)


def _without(status: str, sentence: Sentence) -> Sentence:
    """Leave out the beginning of a sentence that says what the head says."""
    first, *others = sentence.parts
    begins = [re.escape(labels.status(status))]
    if status == Status.DIFFERS:
        now, past = map(str, NO_LONGER_AGREED)
        begins += [re.escape(now), ".*" + re.escape(past.replace("{At}", ""))]
    rest = re.sub(rf"^(?:{'|'.join(begins)})[^.:]*[.:]\s*", "", first.text)
    return Sentence((Part(first.role, rest), *others) if rest else tuple(others))


def with_reasons(sentence: Sentence, *, clearer: bool = False) -> Sentence:
    """Let a reason go on in the sentence it is the reason of: it is no sentence said again.

    `clearer`: the head says already that it is seen more clearly.
    """
    parts = []
    for part in sentence.parts:
        text = part.text
        if part.role is PartRole.TEXT and ". " in text:
            for code, alone, because in _reasons():
                is_said = clearer and code == WhyDiffers.SEEN_CLEARLY
                text = text.replace(f". {alone}", "." if is_said else f", {because}.")
        parts.append(Part(part.role, text))
    return Sentence(tuple(parts))


def because_of(reason: str | None) -> str:
    """Return why a place is not what it was, as the end of a sentence; nothing without a reason."""
    if not reason:
        return ""
    for code, _alone, because in _reasons():
        if code == reason:
            return because
    return ""


def _reasons() -> Iterator[tuple[str, str, str]]:
    """Yield why a place is not what it was, as a sentence and as the end of one."""
    because = {
        WhyDiffers.WE_CHANGED: _("because we changed"),
        WhyDiffers.AROUND_US: _("because things around us changed"),
        WhyDiffers.PEOPLE: _("because different people were in the room"),
        WhyDiffers.SEEN_CLEARLY: _("as we see it more clearly"),
    }
    for code, ending in because.items():
        yield code, str(REASONS[code]), ending
    yield WhyDiffers.SEEN_CLEARLY, _("We saw it more clearly."), _("as we saw it more clearly")


def on_level(level: str, lines: Sequence[str]) -> Sentence:
    """Say which lines were placed on a level: "Usual here: training and support."."""
    slots = {"Level": level_name(level, starts=True)}
    return name_lines(_("{Level}: {names}."), lines, slots=slots)


def list_of_lines(rows: Sequence[Row]) -> Sentence:
    """Name lines, for under a heading that says what holds for them all."""
    if rows:
        return name_lines("{names}.", line_names(rows), starts=True)
    return Sentence()


def line_names(rows: Sequence[Row]) -> list[str]:
    return list(map(row_name, rows))


def row_name(row: Row) -> str:
    """Return what a line is called, or the one thing that was talked about instead of all of it."""
    later = row.since_last.later
    if later.kept_back or not later.was_asked or not later.subject:
        return row.line.name
    return quoted(later.subject) if row.subjects else _("One thing we talked about")
