"""Distance travelled in words: the forms of docs/sentences.md, and no others.

Every sentence begins with the team's own line where there is one. Nothing is counted, nothing is
judged, and a lower place never stands without a sentence before it.
"""

from collections.abc import Callable, Collection, Iterator

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from msgspec.structs import replace

from record.choices import Status
from record.distance.movement import THEN, Bar, Kind, Movement, bar_now
from record.distance.rows import Row
from record.distance.telling import Telling
from record.sentences import wording
from record.sentences.bars import between_versions, why_not
from record.sentences.claims import (
    OWN_LINE,
    Because,
    Claim,
    Together,
    form_of,
    slots_of,
    when_before,
)
from record.sentences.wording import BARS, FORMS
from record.words import labels
from record.words.own_words import in_a_line, with_end
from record.words.phrases import Part, Sentence, joined, level_name

Forms = tuple[str | Promise, ...]


def row_sentences(row: Row, *, above: Collection[str] = ()) -> tuple[Sentence, ...]:
    """Say a row: since last time first, the team's line once; `above`: what is said already."""
    sentences = []
    for claims in row_claims(row):
        sentences.append(joined(*(claim.beside(above).apart() for claim in claims)))
    return tuple(filter(None, sentences))


def row_claims(row: Row) -> Iterator[Iterator[Claim]]:
    """Yield what is said of each movement of a row, since last time first."""
    last, *others = row.movements
    yield movement_claims(last)
    for other in others:
        if other.later.place is None:
            yield _stood_there(other)
        elif _was_on_that_level(other, last):
            yield iter([_before(other, wording.STOOD_THERE_TOO)])
        elif last.compared and other.kind is Kind.FURTHER_ON:
            yield _stood_there(other)  # where it is now has just been said
        else:
            yield movement_claims(other, after=last)


def movement_claims(movement: Movement, *, after: Movement | None = None) -> Iterator[Claim]:
    """Yield the team's own line, then what became of it, then how two lines hang together.

    `after`: a movement of the same line that has just been said: the team's line and its reason
    stand there and are not said again.
    """
    kind, line = movement.kind, "" if after else movement.later.words
    if kind in {Kind.KEPT_BACK, Kind.DOES_NOT_APPLY}:
        yield from COMPOSED.get(kind, _in_its_form)(movement)
        return
    if kind is Kind.AS_IT_WAS and not _level_is_renamed(movement):
        claim = _claim(movement, FORMS[kind], wording.AS_IT_WAS_TOGETHER)
        if after:
            claim = _before(movement, *FORMS[kind])
        yield replace(claim, words=line, words_say=OWN_LINE)
    else:
        if line:
            yield Claim(words=line, words_say=OWN_LINE)
        if kind in {Kind.FURTHER_ON, Kind.LESS_SO}:
            yield from _moved(movement, after)
        elif kind is Kind.AS_IT_WAS:
            yield _claim(movement, wording.LEVEL_RENAMED)
        else:
            yield from COMPOSED.get(kind, _in_its_form)(movement)
    yield from between_versions(movement, after)


def _level_is_renamed(movement: Movement) -> bool:
    then, now = movement.earlier and movement.earlier.level, movement.later.level
    return bool(then and now and then.name != now.name)


def _was_on_that_level(movement: Movement, after: Movement) -> bool:
    """True where an earlier time had the very level that has just been named.

    A lower place is told in full unless one has just been: what was seen more clearly is no fall.
    """
    if movement.kind is Kind.LESS_SO and after.kind is not Kind.LESS_SO:
        return False
    where_it_was = movement.kind is Kind.AS_IT_WAS and not movement.reason
    if where_it_was and after.later.place is not None and not _level_is_renamed(movement):
        return True  # where it is now has just been said
    if not after.compared or movement.earlier is None or after.earlier is None:
        return False
    then, before = movement.earlier.level, after.earlier.level
    return then is not None and before is not None and then.name == before.name


def _claim(movement: Movement, forms: Forms, together: Forms = (), because: str = "") -> Claim:
    """Claim something of a movement. `together`: the forms in which it is said of several lines."""
    form, later = form_of(movement, *forms), movement.later
    claim = Claim(form, slots_of(movement, form))
    if not together or not later.was_asked or later.subject:
        return claim
    of_several = form_of(movement, *together)
    slots = slots_of(movement, of_several, because=because)
    opens = together in {wording.MOVED_TOGETHER, wording.MOVED_BECAUSE_TOGETHER}
    return replace(claim, together=Together(of_several, slots, opens=opens))


def _before(movement: Movement, *forms: Promise) -> Claim:
    claim, earlier, form = _claim(movement, forms), movement.earlier, str(wording.BEFORE_TOGETHER)
    if earlier is None or earlier.level is None or earlier.subject:
        return claim
    return replace(claim, together=Together(form, slots_of(movement, form), is_past=True))


def _stood_there(movement: Movement) -> Iterator[Claim]:
    if movement.earlier is not None and movement.earlier.place is not None:
        yield _before(movement, wording.STOOD_THERE)


def _in_its_form(movement: Movement) -> Iterator[Claim]:
    yield _claim(movement, FORMS[movement.kind])


def _moved(movement: Movement, after: Movement | None) -> Iterator[Claim]:
    """Say which way a level went, and why: before a lower place where no words of the team do."""
    reason = _reason(movement)
    because, together = "", wording.MOVED_TOGETHER
    if reason:
        because, together = reason.because, wording.MOVED_BECAUSE_TOGETHER
    claim = _claim(movement, FORMS[movement.kind], together, because)
    if after is not None and after.reason == movement.reason:
        reason = None
    if movement.kind is Kind.FURTHER_ON or movement.later.words:
        yield replace(claim, reason=reason)
        return
    explained = after is not None and after.kind is Kind.LESS_SO
    if reason:
        claim = _claim(movement, FORMS[movement.kind], wording.MOVED_TOGETHER)
        yield Claim(reason.alone, together=Together(leads=True))
    elif movement.reason == "" and not explained:
        of_several = Together(str(wording.NO_REASON_TOGETHER), leads=True)
        yield Claim(str(wording.NO_REASON), together=of_several)
    yield claim


def _reason(movement: Movement) -> Because | None:
    """Return why a place is not what it was, where the team said so."""
    code = movement.reason or ""
    if code not in wording.REASONS:
        return None
    alone, because = wording.REASONS[code]
    return Because(code, form_of(movement, *alone), form_of(movement, *because))


def _seen_more_clearly(movement: Movement) -> Iterator[Claim]:
    later, recast = movement.later.place, movement.recast
    if recast is None:
        yield replace(_claim(movement, FORMS[movement.kind]), reason=_reason(movement))
        return
    yield _claim(movement, (wording.SAID_BEFORE,))
    is_new = movement.recast_in is movement.later
    if later and recast.level == later.level:
        yield _claim(movement, wording.RECAST_TO_NOW if is_new else (wording.SEEN_TO_NOW,))
        return
    yield _claim(movement, wording.RECAST if is_new else (wording.SEEN,))
    yield _claim(movement, wording.IT_IS_NOW, wording.NOW_TOGETHER)


def _agreed_then_not(movement: Movement) -> Iterator[Claim]:
    now = _claim(movement, wording.NO_LONGER_AGREED)
    yield from _differing(movement.later, now)
    yield _before(movement, wording.SAID_THEN)


def _first_time(movement: Movement) -> Iterator[Claim]:
    if movement.later.place is None:
        return _status(movement.later)
    return iter([_claim(movement, FORMS[movement.kind], wording.NOW_TOGETHER)])


def _agreed_now(movement: Movement) -> Iterator[Claim]:
    form, now = form_of(movement, *FORMS[movement.kind]), form_of(movement, *wording.IS_NOW)
    slots = slots_of(movement, form + now)
    yield Claim(form, slots, then=Bar.DIFFERED_THEN, without_then=now)


def _not_placed_either_time(movement: Movement) -> Iterator[Claim]:
    later, earlier = movement.later, movement.earlier
    if later.unanswered:
        bar = bar_now(later)
        yield Claim(str(BARS[bar][0]), form_says=bar)
    else:
        again = earlier is not None and earlier.status == later.status
        yield from _status(later, when_before(movement) if again else None)


def _not_comparable(movement: Movement) -> Iterator[Claim]:
    later = movement.later
    if movement.bar is Bar.NOT_OURS_NOW:
        yield from _status(later)
    else:
        yield why_not(movement)
    if later.place is not None:
        yield _claim(movement, wording.IS_NOW, wording.NOW_TOGETHER)
    elif later.status == Status.DIFFERS:
        yield from _status(later)
    else:
        if movement.bar is Bar.ANOTHER_DAY_NOW:
            yield Claim(words=later.status_words)
        yield from _stood_there(movement)


COMPOSED: dict[Kind, Callable[[Movement], Iterator[Claim]]] = {
    Kind.SEEN_MORE_CLEARLY: _seen_more_clearly,
    Kind.AGREED_THEN_NOT: _agreed_then_not,
    Kind.NOT_AGREED_THEN_PLACED: _agreed_now,
    Kind.FIRST_TIME: _first_time,
    Kind.NOT_PLACED_EITHER_TIME: _not_placed_either_time,
    Kind.NOT_COMPARABLE: _not_comparable,
    Kind.DOES_NOT_APPLY: lambda movement: _status(movement.later),
}


def _status(telling: Telling, again: Part | None = None) -> Iterator[Claim]:
    """A status with the team's words to it; `again` where it was so the time before, too."""
    status = labels.status(telling.status) or _("Not talked about this time")
    claim = Claim("{status}", (("status", status),), form_says=telling.status)
    differs = telling.status == Status.DIFFERS
    if again is not None:
        # "as in March" behind "the same way" would say that in March we did see it so.
        twice = _("{status}, and didn’t {when}") if differs else _("{status}, as {when}")
        slots = (*claim.slots, ("when", again))
        then = THEN.get(telling.status, "")
        claim = replace(claim, form=twice, slots=slots, then=then, without_then=claim.form)
    if differs:
        yield from _differing(telling, claim)
        return
    words, says = telling.status_words, ""
    # The team's own line stands first elsewhere; these forms have room for it behind a colon.
    if telling.status == Status.DOES_NOT_APPLY:
        words = words or telling.words
        says = OWN_LINE if with_end(words) == with_end(telling.words) else ""
    yield replace(claim, words=words, words_say=says)


def _differing(telling: Telling, claim: Claim) -> Iterator[Claim]:
    """The form with every view behind it: in the team's words, or the card it pointed at."""
    claim = replace(claim, form_says=Status.DIFFERS)
    first, *others = list(views_of(telling)) or [Claim(words=telling.status_words)]
    if first.form:
        yield claim
        yield first
    else:
        yield replace(claim, words=first.words)
    yield from others


def views_of(telling: Telling) -> Iterator[Claim]:
    """Yield each view: in the team's words, or the card it pointed at."""
    for view in telling.views:
        if view.words.strip():
            yield Claim(words=in_a_line(view.words))
        elif view.level:
            level = level_name(telling.record.framework.level_name(view.level))
            yield Claim(_("Some say {level}."), (("level", level),))
