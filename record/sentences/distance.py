"""Distance travelled in words: the forms of docs/sentences.md, and no others.

Every sentence begins with the team's own line where there is one. Nothing is counted, nothing is
judged, and a lower place never stands without a sentence before it.
"""

from collections.abc import Callable

from django.utils.translation import gettext as _

from record.choices import Status
from record.distance.movement import Bar, Kind, Movement, bar_now
from record.distance.points import Break
from record.distance.rows import Row
from record.distance.telling import Telling
from record.framework import NARROWER, WIDER
from record.sentences.slots import filled, on_that_day, other_subject, when_before, why_not
from record.sentences.wording import (
    BARS,
    FORMS,
    IS_NOW,
    NO_LONGER_AGREED,
    REASONS,
    RECAST,
    RECAST_TO_NOW,
    SAID_THEN,
    STOOD_THERE,
    STOOD_THERE_TOO,
)
from record.words import labels
from record.words.labels import when
from record.words.own_words import in_a_line
from record.words.phrases import (
    Part,
    PartRole,
    Sentence,
    fill,
    joined,
    level_name,
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
    form = _what_became(movement)
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
            sentences.append(filled(other, STOOD_THERE_TOO))
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


def _what_became(movement: Movement) -> Sentence:
    compose = COMPOSED.get(movement.kind)
    if compose is None:
        return filled(movement, *FORMS[movement.kind])
    return compose(movement)


def _seen_more_clearly(movement: Movement) -> Sentence:
    later, recast = movement.later.place, movement.recast
    if recast is None:
        return filled(movement, *FORMS[movement.kind])
    if later and recast.level == later.level:
        return filled(movement, *RECAST_TO_NOW)
    return filled(movement, *RECAST)


def _agreed_then_not(movement: Movement) -> Sentence:
    now = filled(movement, *NO_LONGER_AGREED)
    return joined(_differing(movement.later, now.plain), filled(movement, SAID_THEN))


def _first_time(movement: Movement) -> Sentence:
    if movement.later.place is None:
        return _status(movement.later)
    return filled(movement, *FORMS[movement.kind])


def _not_placed_either_time(movement: Movement) -> Sentence:
    later, earlier = movement.later, movement.earlier
    if later.unanswered:
        return text(str(BARS[bar_now(later)][0]))
    if earlier is not None and earlier.status == later.status:
        return _status(later, again=when_before(movement))
    return _status(later)


def _not_comparable(movement: Movement) -> Sentence:
    later = movement.later
    why = _status(later) if movement.bar is Bar.NOT_OURS_NOW else why_not(movement)
    if later.place is not None:
        return joined(why, filled(movement, *IS_NOW))
    if later.status == Status.DIFFERS:
        return joined(why, _status(later))
    if movement.bar is Bar.ANOTHER_DAY_NOW:
        why = joined(why, own_words(later.status_words))
    return joined(why, stood_there(movement))


COMPOSED: dict[Kind, Callable[[Movement], Sentence]] = {
    Kind.SEEN_MORE_CLEARLY: _seen_more_clearly,
    Kind.AGREED_THEN_NOT: _agreed_then_not,
    Kind.FIRST_TIME: _first_time,
    Kind.NOT_PLACED_EITHER_TIME: _not_placed_either_time,
    Kind.DOES_NOT_APPLY: lambda movement: _status(movement.later),
    Kind.NOT_COMPARABLE: _not_comparable,
}


def stood_there(movement: Movement) -> Sentence:
    """Where a line without a place now stood before."""
    if movement.earlier is None or movement.earlier.place is None:
        return text("")
    return filled(movement, STOOD_THERE)


def no_reason() -> Sentence:
    """Say of a lower place that nobody gave a reason."""
    return text(_("We have not said why."))


def _status(telling: Telling, again: Part | None = None) -> Sentence:
    """A status with the team's words to it; `again` where it was so the time before, too."""
    form = labels.status(telling.status) or _("Not talked about this time")
    if again is not None:
        # "as in March" behind "the same way" would say that in March we did see it so.
        differs = telling.status == Status.DIFFERS
        twice = _("{status}, and didn’t {when}") if differs else _("{status}, as {when}")
        form = fill(twice, status=form, when=again).plain
    if telling.status == Status.DIFFERS:
        return _differing(telling, form)
    words = telling.status_words
    # The team's own line stands first elsewhere; these forms have room for it behind a colon.
    if not words and telling.status == Status.DOES_NOT_APPLY:
        words = telling.words
    return with_words(text(form), words)


def _differing(telling: Telling, form: str) -> Sentence:
    """The form with every view behind it: in the team's words, or the card it pointed at."""
    views = views_of(telling)
    if not views:
        return with_words(text(form), telling.status_words)
    lead = f"{form}:" if views[0].parts[0].words else f"{form}."
    return joined(text(lead), *views)


def views_of(telling: Telling) -> list[Sentence]:
    """Each view: in the team's words, or the card it pointed at."""
    views = []
    for view in telling.views:
        if view.words.strip():
            views.append(own_words(in_a_line(view.words)))
        elif view.level:
            level = level_name(telling.record.framework.level_name(view.level))
            views.append(fill(_("Some say {level}."), level=level))
    return views


def break_words(broken: Break, row: Row) -> str:
    """Say why a row is interrupted, in a few plain words."""
    held_on, last = broken.record.occasion.held_on, row.latest.occasion.held_on
    day = when(held_on, last, row.today)
    if held_on == last and broken.record is not row.latest:
        day = on_that_day(broken.record.occasion, row.today or last, row.order, place=0)
    if broken.bar is Bar.OTHER_SUBJECT:
        return other_subject(broken.record, day, subjects=row.subjects).plain
    return fill(str(BARS[broken.bar][0]), when=day, When=opening(day)).plain


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
    return text(str(REASONS.get(movement.reason, "")))


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
