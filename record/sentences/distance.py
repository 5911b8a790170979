"""Distance travelled in words: the forms of docs/sentences.md, and no others.

Every sentence begins with the team's own line where there is one. Nothing is counted, nothing is
judged, and a lower place never stands without a sentence before it.
"""

from django.utils.translation import gettext as _

from record.choices import WhyDiffers
from record.distance.lineage import NARROWER, WIDER
from record.distance.movement import Bar, Kind, Movement
from record.distance.points import Break
from record.distance.rows import Row
from record.distance.telling import Telling
from record.sentences.bars import BARS, other_subject
from record.sentences.slots import on_that_day, when_before
from record.sentences.wording import FORMS, no_reason, stood_there, stood_there_too
from record.words import labels
from record.words.dates import when
from record.words.phrases import (
    Part,
    PartRole,
    Sentence,
    fill,
    joined,
    opening,
    own_words,
    text,
    with_words,
)


def movement_sentence(movement: Movement, *, after: Movement | None = None) -> Sentence:
    """Say a movement: the team's own line first, then one of the forms, then the team's reason.

    `after`: a movement of the same line that has just been said: the team's line and its reason
    stand there and are not said again.
    """
    team_line = movement.later.words
    words = "" if after is not None else team_line
    form = FORMS[movement.kind](movement)
    # Between versions a line may have another name, or be not quite the same.
    note = joined(_old_name(movement), _note(movement))
    if movement.kind in {Kind.KEPT_BACK, Kind.DOES_NOT_APPLY}:
        return form
    if movement.kind is Kind.AS_IT_WAS:
        return joined(with_words(form, words), note)
    reason = _reason(movement, after)
    if movement.kind is Kind.LESS_SO and not team_line:
        return joined(reason or _no_reason(movement, after), form, note)
    return joined(own_words(words), form, reason, note)


def row_sentences(row: Row) -> tuple[Sentence, ...]:
    """Say a row: since last time first, since the first time last, the team's line once."""
    last, *others = row.movements
    sentences = [movement_sentence(last)]
    for other in others:
        if other.later.place is None:
            sentences.append(stood_there(other))
        elif _was_on_that_level(other, last):
            sentences.append(stood_there_too(other))
        elif last.compared and other.kind is Kind.FURTHER_ON:
            sentences.append(stood_there(other))  # where it is now has just been said
        else:
            sentences.append(movement_sentence(other, after=last))
    return tuple(filter(None, sentences))


def _was_on_that_level(movement: Movement, after: Movement) -> bool:
    """True where an earlier time had the very level that has just been named.

    A lower place is told in full unless one has just been: what was seen more clearly is no fall.
    """
    if movement.kind is Kind.LESS_SO and after.kind is not Kind.LESS_SO:
        return False
    where_it_was = movement.kind is Kind.AS_IT_WAS and not movement.reason
    if where_it_was and after.later.place is not None:
        return True  # where it is now has just been said
    if not after.compared or movement.earlier is None or after.earlier is None:
        return False
    then, before = movement.earlier.level, after.earlier.level
    return then is not None and before is not None and then.name == before.name


def break_words(broken: Break, row: Row) -> str:
    """Say why a row is interrupted, in a few plain words."""
    held_on, last = broken.record.occasion.held_on, row.latest.occasion.held_on
    day = when(held_on, last, row.today)
    if held_on == last and broken.record is not row.latest:
        day = on_that_day(broken.record.occasion, row.today or last, row.order, place=0)
    if broken.bar is Bar.OTHER_SUBJECT:
        return other_subject(broken.record, day, subjects=row.subjects).plain
    return fill(BARS[broken.bar](), when=day, When=opening(day)).plain


def empty_words(row: Row) -> str:
    telling = row.points[-1].telling
    if telling.passed_over and not telling.kept_back:
        return _("not talked about yet")
    return without_place(telling)


def without_place(telling: Telling) -> str:
    """Say what was answered instead of a place, in a few words."""
    if telling.kept_back:
        return _("kept within the team")
    if telling.passed_over:
        return _("not talked about")
    return labels.short_status("" if telling.unanswered else telling.status)


def _reason(movement: Movement, after: Movement | None) -> Sentence:
    """The team's reason in words, unless the form or the sentence before says it."""
    if movement.kind is Kind.SEEN_MORE_CLEARLY or not movement.reason:
        return text("")
    if after is not None and after.reason == movement.reason:
        return text("")
    return text(reasons().get(movement.reason, ""))


def reasons() -> dict[str, str]:
    """Return each reason that a team can choose, as a sentence."""
    return {
        WhyDiffers.WE_CHANGED: _("We changed."),
        WhyDiffers.SEEN_CLEARLY: _("We see it more clearly."),
        WhyDiffers.AROUND_US: _("Things around us changed."),
        WhyDiffers.PEOPLE: _("Different people were in the room."),
    }


def _no_reason(movement: Movement, after: Movement | None) -> Sentence:
    """Say that there is none, where the team could have given one and it was not said before."""
    explained = after is not None and after.kind is Kind.LESS_SO
    if movement.reason == "" and not explained:
        return no_reason()
    return text("")


def _old_name(movement: Movement) -> Sentence:
    """Say what a line was called the time before, where it has another name now."""
    earlier, later = movement.earlier, movement.later
    if earlier is None or not earlier.was_asked or not later.was_asked:
        return text("")
    if later.subject or earlier.subject:
        return text("")
    if earlier.line.name == later.line.name:
        return text("")
    form = _("It was called “{name}” {when}.")
    return fill(form, name=Part(PartRole.LINE, earlier.line.name), when=when_before(movement))


def _note(movement: Movement) -> Sentence:
    """Say how the two lines hang together: in the framework's words, or ours."""
    if not movement.compared or movement.earlier is None:
        return text("")
    notes = {
        NARROWER: _("We asked about it more widely then."),
        WIDER: _("We asked about it more narrowly then."),
    }
    return text(movement.join.note or notes.get(movement.join.kind, ""))
