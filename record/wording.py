"""The forms in which distance travelled may be told (docs/sentences.md), one for each kind.

`sentences.py` puts them together with the team's own line and reason.
"""

from collections.abc import Callable

from django.utils.translation import gettext as _

from record.movement import Bar, Kind, Movement, bar_now
from record.phrases import (
    Part,
    Role,
    fill,
    in_month,
    joined,
    level_name,
    line_name,
    opening,
    own_words,
    when,
)
from record.readings import ANOTHER_DAY, DIFFERS, DOES_NOT_APPLY, NOT_OURS, Telling, View

Parts = tuple[Part, ...]
Named = bool  # say the line's name; otherwise "it"


def text(words: str) -> Parts:
    """Our own words as they are."""
    return (Part(Role.TEXT, words),)


def with_words(form: Parts, words: str) -> Parts:
    """End a form with a colon and words, or with a full stop."""
    if not words:
        return (*form, Part(Role.TEXT, "."))
    return (*form, Part(Role.TEXT, ": "), *own_words(words))


def _level(telling: Telling) -> Part:
    return level_name(telling.level.name if telling.level else "")


def _day(movement: Movement) -> Part:
    earlier = movement.earlier or movement.later
    return when(earlier.occasion.held_on, movement.later.occasion.held_on)


def _slots(movement: Movement) -> dict[str, Part | Parts]:
    """The slots that forms may use. Each name is the one people read at the time."""
    day = _day(movement)
    slots: dict[str, Part | Parts] = {"when": day, "When": opening(day)}
    if movement.later.place is not None:
        slots["now"] = _level(movement.later)
        slots["line"] = line_name(movement.later.line.name)
        slots["Line"] = line_name(movement.later.line.name, starts=True)
    if movement.earlier is not None and movement.earlier.place is not None:
        slots["then"] = _level(movement.earlier)
    if movement.recast is not None and movement.earlier is not None:
        slots["recast"] = level_name(movement.earlier.occasion.level(movement.recast.level).name)
    return slots


def _further_on(movement: Movement, named: Named) -> Parts:
    form = _("{Line} was {then} {when}; it is {now} now.")
    return fill(form if named else _("It was {then} {when}; it is {now} now."), **_slots(movement))


def _less_so(movement: Movement, named: Named) -> Parts:
    form = _("We called {line} {then} {when} and say {now} now.")
    return fill(
        form if named else _("We called it {then} {when} and say {now} now."), **_slots(movement)
    )


def _seen_more_clearly(movement: Movement, _named: Named) -> Parts:
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


def _as_it_was(movement: Movement, named: Named) -> Parts:
    form = _("{Line} is {now}, as it was {when}") if named else _("It is {now}, as it was {when}")
    return fill(form, **_slots(movement))


def too(movement: Movement) -> Parts:
    """The first time beside a line that is as it was last time as well."""
    return fill(_("It was {then} {when} too."), **_slots(movement))


def _steadier(movement: Movement, _named: Named) -> Parts:
    return fill(_("Still {now}, a little steadier than {when}."), **_slots(movement))


def _less_steady(movement: Movement, _named: Named) -> Parts:
    return fill(_("Still {now}, a little less steady than {when}."), **_slots(movement))


def _agreed_then_not(movement: Movement, _named: Named) -> Parts:
    return (
        *fill(_("{When} we all said {then}. Now "), **_slots(movement)),
        *_differing(movement.later, _("we don't all see it the same way")),
    )


def _not_agreed_then_placed(movement: Movement, named: Named) -> Parts:
    form = (
        _("{When} we didn't all see {line} the same way; it is {now} now.")
        if named
        else _("{When} we didn't all see it the same way; it is {now} now.")
    )
    return fill(form, **_slots(movement))


def _first_time(movement: Movement, named: Named) -> Parts:
    later = movement.later
    held = later.occasion.held_on
    opens = fill(_("We first talked about this {when}."), when=in_month(held, held))
    if later.place is not None:
        form = _("{Line} is {now}.") if named else _("It is {now}.")
        return joined(opens, fill(form, **_slots(movement))).parts
    return joined(opens, _status(later)).parts


def _not_placed_either_time(movement: Movement, _named: Named) -> Parts:
    later, earlier = movement.later, movement.earlier
    again = earlier is not None and earlier.reading.status == later.reading.status
    if later.reading.unanswered:
        return text(BARS[bar_now(later.reading)]())
    return _status(later, again=_day(movement) if again else None)


def _does_not_apply(movement: Movement, _named: Named) -> Parts:
    return _status(movement.later)


def _kept_back(_movement: Movement, _named: Named) -> Parts:
    return text(_("Kept within the team."))


def _not_comparable(movement: Movement, named: Named) -> Parts:
    later = movement.later
    bar = movement.bar or Bar.PASSED_OVER_NOW
    if bar is Bar.NOT_OURS_NOW:
        why = _status(later)
    elif bar in {Bar.SPLIT, Bar.MERGED} and movement.join.note:
        why = text(movement.join.note)
    elif bar is Bar.OTHER_FRAMEWORK and later.place is None:
        why = text(_("We use another framework now."))
    elif bar is Bar.OTHER_FRAMEWORK and movement.earlier is None:
        why = text(_("We used another framework before."))
    else:
        why = fill(BARS[bar](), **_slots(movement))
    if later.place is not None:
        form = _("{Line} is {now} now.") if named else _("It is {now} now.")
        return joined(why, fill(form, **_slots(movement))).parts
    if later.reading.status == DIFFERS:
        return joined(why, _status(later)).parts
    return joined(why, stood(movement)).parts


def stood(movement: Movement) -> Parts:
    """Where a line without a place now stood before."""
    if movement.earlier is None or movement.earlier.place is None:
        return ()
    return fill(_("It was {then} {when}."), **_slots(movement))


def _status(telling: Telling, again: Part | None = None) -> Parts:
    """A status with the team's words to it; `again` where it was so the time before, too."""
    status = telling.reading.status
    forms = {
        DOES_NOT_APPLY: _("Does not apply here, for now"),
        ANOTHER_DAY: _("Left for another day"),
        DIFFERS: _("We don't all see it the same way"),
        NOT_OURS: _("We can't, and it isn't ours to change"),
    }
    form = forms.get(status, _("Not talked about this time"))
    if again is not None:
        form += _(", as {when}").replace("{when}", again.text)
    if status == DIFFERS:
        return _differing(telling, form)
    words = telling.status_said
    # The team's own line stands first elsewhere; these forms have room for it behind a colon.
    if not words and status == DOES_NOT_APPLY:
        words = telling.said
    return with_words(text(form), words)


def _differing(telling: Telling, form: str) -> Parts:
    """The form with every view behind it: in the team's words, or the card it pointed at."""
    views = [view for view in telling.reading.views if view.words.strip() or view.level]
    if telling.reading.kept_back or not views:
        return with_words(text(form), telling.status_said)
    said = joined(*(_view(view, telling) for view in views)).parts
    return (*text(form + (": " if views[0].words.strip() else ". ")), *said)


def _view(view: View, telling: Telling) -> Parts:
    if view.words.strip() or view.level is None:
        return own_words(view.words.strip())
    level = level_name(telling.occasion.level(view.level).name)
    return fill(_("Some say {level}."), level=level)


# Functions, because the language is known only when a page is printed.
BARS: dict[Bar, Callable[[], str]] = {
    Bar.OTHER_WORDS: lambda: _("We used other words then, {when}."),
    Bar.OTHER_VOICE: lambda: _("Other people told this {when}."),
    Bar.OTHER_FRAMEWORK: lambda: _("We used another framework {when}."),
    Bar.SPLIT: lambda: _("The framework split this in two."),
    Bar.MERGED: lambda: _("The framework brought this together with something else."),
    Bar.ANOTHER_DAY_NOW: lambda: _("Left for another day this time."),
    Bar.ANOTHER_DAY_THEN: lambda: _("Left for another day {when}."),
    Bar.PASSED_OVER_NOW: lambda: _("Not talked about this time."),
    Bar.PASSED_OVER_THEN: lambda: _("Not talked about {when}."),
    Bar.NO_CARD_NOW: lambda: _("We gave it no place this time."),
    Bar.NO_CARD_THEN: lambda: _("{When} we gave it no place."),
    Bar.NOT_OURS_NOW: lambda: _("We can't, and it isn't ours to change."),
    Bar.NOT_OURS_THEN: lambda: _("{When} we said it wasn't ours to change."),
    Bar.NOT_OFFERED_NOW: lambda: _("Not part of this conversation."),
    Bar.OPENED_NOW: lambda: _("This time we talked about its parts."),
    Bar.DID_NOT_APPLY_THEN: lambda: _("{When} it did not apply here."),
    Bar.DIFFERED_THEN: lambda: _("{When} we didn't all see it the same way."),
    Bar.KEPT_BACK_THEN: lambda: _("Kept within the team {when}."),
    Bar.LEFT_OUT: lambda: "",  # nothing is told of what was left out
}

FORMS: dict[Kind, Callable[[Movement, Named], Parts]] = {
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
