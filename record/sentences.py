"""Distance travelled in words: the forms of docs/sentences.md, and no others.

Every sentence begins with the team's own line where there is one. Nothing is counted, nothing is
judged, and a lower place never stands without a sentence before it.
"""

from django.utils.translation import gettext as _

from record.distance import Break, Kind, Movement, Occasion, Row
from record.lineage import NARROWER, WIDER
from record.phrases import Part, Sentence, fill, joined, opening, own_words, when
from record.readings import ANOTHER_DAY, DIFFERS, DOES_NOT_APPLY, NOT_OURS
from record.wording import BARS, FORMS, stood, text, too, with_words

__all__ = ["break_words", "empty_words", "row_sentences", "sentence"]


def sentence(movement: Movement, *, named: bool = True, after: Movement | None = None) -> Sentence:
    """Say a movement.

    Args:
        movement: what became of a line.
        named: say the line's name; otherwise "it".
        after: a movement of the same line that has just been said: the team's line and its reason
            stand there and are not said again.

    Returns:
        The team's own line first, then one of the forms, then the team's reason.
    """
    later = movement.later
    said = "" if after is not None else later.said
    form = FORMS[movement.kind](movement, named)
    if movement.kind is Kind.AS_IT_WAS:
        return joined(with_words(form, said), _join_note(movement))
    if movement.kind in {Kind.KEPT_BACK, Kind.DOES_NOT_APPLY}:
        return joined(form)
    reason = _reason(movement, after)
    if movement.kind is Kind.LESS_SO and not later.said:
        explained = after is not None and after.kind is Kind.LESS_SO
        unsaid = movement.reason == "" and not explained
        before = reason or (text(_("The team has not said why.")) if unsaid else ())
        return joined(before, form, _join_note(movement))
    return joined(own_words(said), form, reason, _join_note(movement))


def row_sentences(row: Row, *, named: bool = True) -> tuple[Sentence, ...]:
    """Say a row: since last time first, since the first time last, the team's line once.

    `named`: say the line's name; otherwise "it", for where the name stands beside it.
    """
    last, *others = row.movements
    said = [sentence(last, named=named)]
    for each in others:
        if each.later.place is None:
            said.append(joined(stood(each)))
        elif _stood_there_too(each, last):
            said.append(joined(too(each)))
        else:
            said.append(sentence(each, named=False, after=last))
    return tuple(each for each in said if each)


def _stood_there_too(movement: Movement, after: Movement) -> bool:
    """True where an earlier time had the very level that has just been named.

    A lower place is told in full unless one has just been: what was seen more clearly is no fall.
    """
    if movement.kind is Kind.LESS_SO and after.kind is not Kind.LESS_SO:
        return False
    levels = [each.earlier.level for each in (movement, after) if each.earlier is not None]
    return after.compared and len(levels) > 1 and levels[0] == levels[1] is not None


def break_words(broken: Break, now: Occasion) -> str:
    """Say why a row is interrupted, in a few plain words."""
    day = when(broken.occasion.held_on, now.held_on)
    return joined(fill(BARS[broken.bar](), when=day, When=opening(day))).plain


def empty_words(row: Row) -> str:
    """The words for a rod that has nothing on it."""
    reading = row.points[-1].telling.reading
    if reading.kept_back:
        return _("kept within the team")
    if reading.passed_over:
        return _("not talked about yet")
    if reading.unanswered:
        return _("no place")
    words = {
        ANOTHER_DAY: _("left for another day"),
        DIFFERS: _("we don't all see it the same way"),
        DOES_NOT_APPLY: _("does not apply here, for now"),
        NOT_OURS: _("it isn't ours to change"),
    }
    return words.get(reading.status, _("no place"))


def _reason(movement: Movement, after: Movement | None) -> tuple[Part, ...]:
    """The team's reason in words, unless the form or the sentence before says it."""
    if movement.kind is Kind.SEEN_MORE_CLEARLY:
        return ()
    if after is not None and after.reason == movement.reason:
        return ()
    reasons = {
        "we_changed": _("We changed."),
        "seen_clearly": _("We see it more clearly."),
        "around_us": _("Things around us changed."),
        "people": _("Different people were in the room."),
    }
    words = reasons.get(movement.reason or "")
    return text(words) if words else ()


def _join_note(movement: Movement) -> tuple[Part, ...]:
    """Between editions a line may be not quite the same: the framework's note, or ours."""
    if not movement.compared or movement.earlier is None:
        return ()
    notes = {
        NARROWER: _("We asked about it more widely then."),
        WIDER: _("We asked about it more narrowly then."),
    }
    note = movement.join.note or notes.get(movement.join.kind, "")
    return text(note) if note else ()
