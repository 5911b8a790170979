"""The forms in which distance travelled may be told (docs/sentences.md), one for each kind.

`sentences.py` puts them together with the team's own line and reason.
"""

from collections.abc import Callable

from django.utils.translation import gettext as _

from record import labels
from record.choices import Status
from record.document import View
from record.movement import Bar, Kind, Movement, bar_now
from record.phrases import (
    Part,
    Sentence,
    Slot,
    fill,
    in_month,
    joined,
    level_name,
    line_name,
    opening,
    own_words,
    text,
    when,
    with_words,
)
from record.telling import Telling

Named = bool  # say the line's name; otherwise "it"


def _when(movement: Movement) -> Part:
    earlier = movement.earlier or movement.later
    return when(earlier.record.occasion.held_on, movement.later.record.occasion.held_on)


def _slots(movement: Movement) -> dict[str, Slot]:
    """The slots that forms may use. Each name is the one people read at the time."""
    later, earlier = movement.later, movement.earlier
    day = _when(movement)
    slots: dict[str, Slot] = {"when": day, "When": opening(day)}
    if later.level is not None:
        slots["now"] = level_name(later.level.name)
        slots["line"] = line_name(later.line.name)
        slots["Line"] = line_name(later.line.name, starts=True)
    if earlier is not None and earlier.level is not None:
        slots["then"] = level_name(earlier.level.name)
    if earlier is not None and movement.recast is not None:
        name = earlier.record.framework.level_name(movement.recast.level)
        slots["recast"] = level_name(name)
    return slots


def _further_on(movement: Movement, named: Named) -> Sentence:
    form = _("{Line} was {then} {when}; it is {now} now.")
    if not named:
        form = _("It was {then} {when}; it is {now} now.")
    return fill(form, **_slots(movement))


def _less_so(movement: Movement, named: Named) -> Sentence:
    form = _("We called {line} {then} {when} and say {now} now.")
    if not named:
        form = _("We called it {then} {when} and say {now} now.")
    return fill(form, **_slots(movement))


def _seen_more_clearly(movement: Movement, _named: Named) -> Sentence:
    if movement.recast is None:
        form = _("We said {then} {when} and say {now} now. We see it more clearly.")
    elif movement.later.place and movement.recast.level == movement.later.place.level:
        form = _(
            "We said {then} {when}. Knowing what we know now we would have said {recast} then too."
        )
    else:
        form = _(
            "We said {then} {when}. Knowing what we know now we would have said {recast} then. "
            "It is {now} now."
        )
    return fill(form, **_slots(movement))


def _as_it_was(movement: Movement, named: Named) -> Sentence:
    form = _("{Line} is {now}, as it was {when}")
    if not named:
        form = _("It is {now}, as it was {when}")
    return fill(form, **_slots(movement))


def too(movement: Movement) -> Sentence:
    """The first time beside a line that is as it was last time as well."""
    return fill(_("It was {then} {when} too."), **_slots(movement))


def _steadier(movement: Movement, _named: Named) -> Sentence:
    return fill(_("Still {now}, a little steadier than {when}."), **_slots(movement))


def _less_steady(movement: Movement, _named: Named) -> Sentence:
    return fill(_("Still {now}, a little less steady than {when}."), **_slots(movement))


def _agreed_then_not(movement: Movement, _named: Named) -> Sentence:
    before = fill(_("{When} we all said {then}."), **_slots(movement))
    return joined(before, _differing(movement.later, _("Now we don’t all see it the same way")))


def _not_agreed_then_placed(movement: Movement, named: Named) -> Sentence:
    form = _("{When} we didn’t all see {line} the same way; it is {now} now.")
    if not named:
        form = _("{When} we didn’t all see it the same way; it is {now} now.")
    return fill(form, **_slots(movement))


def _first_time(movement: Movement, named: Named) -> Sentence:
    later = movement.later
    held_on = later.record.occasion.held_on
    first = fill(_("We first talked about this {when}."), when=in_month(held_on, held_on))
    if later.place is None:
        return joined(first, _status(later))
    form = _("{Line} is {now}.") if named else _("It is {now}.")
    return joined(first, fill(form, **_slots(movement)))


def _not_placed_either_time(movement: Movement, _named: Named) -> Sentence:
    later, earlier = movement.later, movement.earlier
    if later.unanswered:
        return text(BARS[bar_now(later)]())
    again = earlier is not None and earlier.status == later.status
    return _status(later, again=_when(movement) if again else None)


def _does_not_apply(movement: Movement, _named: Named) -> Sentence:
    return _status(movement.later)


def _kept_back(_movement: Movement, _named: Named) -> Sentence:
    return text(_("Kept within the team."))


def _not_comparable(movement: Movement, named: Named) -> Sentence:
    later = movement.later
    why = _why_not(movement)
    if later.place is not None:
        form = _("{Line} is {now} now.") if named else _("It is {now} now.")
        return joined(why, fill(form, **_slots(movement)))
    if later.status == Status.DIFFERS:
        return joined(why, _status(later))
    return joined(why, stood(movement))


def _why_not(movement: Movement) -> Sentence:
    """Why a line cannot be compared."""
    later, bar = movement.later, movement.bar or Bar.PASSED_OVER_NOW
    if bar is Bar.NOT_OURS_NOW:
        return _status(later)
    if bar in {Bar.SPLIT, Bar.MERGED} and movement.join.note:
        return text(movement.join.note)
    if bar is Bar.OTHER_FRAMEWORK and later.place is None:
        return text(_("We use another framework now."))
    if bar is Bar.OTHER_FRAMEWORK and movement.earlier is None:
        return text(_("We used another framework before."))
    return fill(BARS[bar](), **_slots(movement))


def stood(movement: Movement) -> Sentence:
    """Where a line without a place now stood before."""
    if movement.earlier is None or movement.earlier.place is None:
        return text("")
    return fill(_("It was {then} {when}."), **_slots(movement))


def _status(telling: Telling, again: Part | None = None) -> Sentence:
    """A status with the team's words to it; `again` where it was so the time before, too."""
    form = labels.status(telling.status) or _("Not talked about this time")
    if again is not None:
        form = fill(_("{status}, as {when}"), status=form, when=again).plain
    if telling.status == Status.DIFFERS:
        return _differing(telling, form)
    words = telling.status_words
    # The team's own line stands first elsewhere; these forms have room for it behind a colon.
    if not words and telling.status == Status.DOES_NOT_APPLY:
        words = telling.words
    return with_words(text(form), words)


def _differing(telling: Telling, form: str) -> Sentence:
    """The form with every view behind it: in the team's words, or the card it pointed at."""
    views = [view for view in telling.views if view.words.strip() or view.level]
    if not views:
        return with_words(text(form), telling.status_words)
    lead = f"{form}:" if views[0].words.strip() else f"{form}."
    return joined(text(lead), *(_view(view, telling) for view in views))


def _view(view: View, telling: Telling) -> Sentence:
    if view.words.strip() or view.level is None:
        return own_words(view.words.strip())
    level = level_name(telling.record.framework.level_name(view.level))
    return fill(_("Some say {level}."), level=level)


# Functions, because the language is known only when a page is printed.
BARS: dict[Bar, Callable[[], str]] = {
    Bar.OTHER_WORDS: lambda: _("We used other words then, {when}."),
    Bar.OTHER_FRAMEWORK: lambda: _("We used another framework {when}."),
    Bar.SPLIT: lambda: _("The framework split this in two."),
    Bar.MERGED: lambda: _("The framework brought this together with something else."),
    Bar.ANOTHER_DAY_NOW: lambda: _("Left for another day this time."),
    Bar.ANOTHER_DAY_THEN: lambda: _("Left for another day {when}."),
    Bar.PASSED_OVER_NOW: lambda: _("Not talked about this time."),
    Bar.PASSED_OVER_THEN: lambda: _("Not talked about {when}."),
    Bar.NO_CARD_NOW: lambda: _("We gave it no place this time."),
    Bar.NO_CARD_THEN: lambda: _("{When} we gave it no place."),
    Bar.NOT_OURS_NOW: lambda: _("We can’t, and it isn’t ours to change."),
    Bar.NOT_OURS_THEN: lambda: _("{When} we said it wasn’t ours to change."),
    Bar.NOT_OFFERED_NOW: lambda: _("Not part of this conversation."),
    Bar.OPENED_NOW: lambda: _("This time we talked about its parts."),
    Bar.DID_NOT_APPLY_THEN: lambda: _("{When} it did not apply here."),
    Bar.DIFFERED_THEN: lambda: _("{When} we didn’t all see it the same way."),
    Bar.KEPT_BACK_THEN: lambda: _("Kept within the team {when}."),
    Bar.LEFT_OUT: lambda: "",  # nothing is told of what was left out
}

FORMS: dict[Kind, Callable[[Movement, Named], Sentence]] = {
    Kind.FURTHER_ON: _further_on,
    Kind.LESS_SO: _less_so,
    Kind.SEEN_MORE_CLEARLY: _seen_more_clearly,
    Kind.AS_IT_WAS: _as_it_was,
    Kind.STEADIER_INSIDE: _steadier,
    Kind.LESS_STEADY_INSIDE: _less_steady,
    Kind.AGREED_THEN_NOT: _agreed_then_not,
    Kind.NOT_AGREED_THEN_PLACED: _not_agreed_then_placed,
    Kind.FIRST_TIME: _first_time,
    Kind.NOT_PLACED_EITHER_TIME: _not_placed_either_time,
    Kind.DOES_NOT_APPLY: _does_not_apply,
    Kind.KEPT_BACK: _kept_back,
    Kind.NOT_COMPARABLE: _not_comparable,
}
