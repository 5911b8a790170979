"""The forms in which distance travelled may be told (docs/sentences.md), one for each kind.

`record/sentences/distance.py` puts them together with the team's own line and reason.
"""

from collections.abc import Callable

from django.utils.translation import gettext as _

from record.choices import Status
from record.distance.movement import Bar, Kind, Movement, bar_now
from record.distance.telling import Telling
from record.document import View
from record.sentences.bars import BARS, why_not
from record.sentences.slots import filled, when_before
from record.words import labels
from record.words.own_words import in_a_line
from record.words.phrases import (
    Part,
    Sentence,
    fill,
    joined,
    level_name,
    own_words,
    text,
    with_words,
)


def _further_on(movement: Movement) -> Sentence:
    return filled(
        movement,
        _("{It} was {then} {when}; it is {now} now."),
        _("{It} was {then} {when} and {now} {at}."),
    )


def _less_so(movement: Movement) -> Sentence:
    return filled(
        movement,
        _("We called {it} {then} {when} and say {now} now."),
        _("We called {it} {then} {when} and {now} {at}."),
    )


def _seen_more_clearly(movement: Movement) -> Sentence:
    if movement.recast is None:
        return filled(
            movement,
            _("We said {then} {when} and say {now} now. We see it more clearly."),
            _("We said {then} {when} and {now} {at}. We saw it more clearly."),
        )
    if movement.later.place and movement.recast.level == movement.later.place.level:
        return filled(
            movement,
            _(
                "We said {then} {when}. Knowing what we know now we would have said {recast} then "
                "too."
            ),
            _("We said {then} {when}. {At} we saw that {recast} would have been nearer then too."),
        )
    return filled(
        movement,
        _(
            "We said {then} {when}. Knowing what we know now we would have said {recast} then. "
            "It is {now} now."
        ),
        _(
            "We said {then} {when}. {At} we saw that {recast} would have been nearer then, "
            "and said {now}."
        ),
    )


def _as_it_was(movement: Movement) -> Sentence:
    return filled(
        movement, _("{It} is {now}, as it was {when}"), _("{It} was {now} {at}, as {when}")
    )


def stood_there_too(movement: Movement) -> Sentence:
    """The first time beside a line that is as it was last time as well."""
    return filled(movement, _("It was {then} {when} too."))


def _steadier(movement: Movement) -> Sentence:
    return filled(
        movement,
        _("Still {now}, a little steadier than {when}."),
        _("Still {now} {at}, a little steadier than {when}."),
    )


def _less_steady(movement: Movement) -> Sentence:
    return filled(
        movement,
        _("Still {now}, a little less steady than {when}."),
        _("Still {now} {at}, a little less steady than {when}."),
    )


def _agreed_then_not(movement: Movement) -> Sentence:
    now = filled(movement, *no_longer_agreed())
    return joined(_differing(movement.later, now.plain), said_then(movement))


def no_longer_agreed() -> tuple[str, str]:
    """Say that several views came after one, of today and of a day."""
    return (_("Now we don’t all see it the same way"), _("{At} we didn’t all see it the same way"))


def said_then(movement: Movement) -> Sentence:
    """What was agreed on before it was seen in several ways."""
    return filled(movement, _("{When} we said {then}."))


def _not_agreed_then_placed(movement: Movement) -> Sentence:
    return filled(
        movement,
        _("{When} we didn’t all see {it} the same way; it is {now} now."),
        _("{When} we didn’t all see {it} the same way; it was {now} {at}."),
    )


def _first_time(movement: Movement) -> Sentence:
    """That it is the first time is said once, above all lines it is true of."""
    if movement.later.place is None:
        return _status(movement.later)
    return filled(movement, _("{It} is {now}."), _("{It} was {now} {at}."))


def _not_placed_either_time(movement: Movement) -> Sentence:
    later, earlier = movement.later, movement.earlier
    if later.unanswered:
        return text(BARS[bar_now(later)]())
    if earlier is not None and earlier.status == later.status:
        return _status(later, again=when_before(movement))
    return _status(later)


def _does_not_apply(movement: Movement) -> Sentence:
    return _status(movement.later)


def _kept_back(_movement: Movement) -> Sentence:
    return text(_("Kept within the team."))


def no_reason() -> Sentence:
    """Say of a lower place that nobody gave a reason."""
    return text(_("We have not said why."))


def is_now(movement: Movement) -> Sentence:
    """Say where a line stands, beside which nothing can be set."""
    return filled(movement, _("{It} is {now} now."), _("{It} was {now} {at}."))


def _not_comparable(movement: Movement) -> Sentence:
    later = movement.later
    why = _status(later) if movement.bar is Bar.NOT_OURS_NOW else why_not(movement)
    if later.place is not None:
        return joined(why, is_now(movement))
    if later.status == Status.DIFFERS:
        return joined(why, _status(later))
    if movement.bar is Bar.ANOTHER_DAY_NOW:
        why = joined(why, own_words(later.status_words))
    return joined(why, stood_there(movement))


def stood_there(movement: Movement) -> Sentence:
    """Where a line without a place now stood before."""
    earlier = movement.earlier
    if earlier is None or earlier.place is None:
        return text("")
    return filled(movement, _("{It_then} was {then} {when}."))


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
        if view.words.strip() or view.level:
            views.append(_view(view, telling))
    return views


def _view(view: View, telling: Telling) -> Sentence:
    if view.words.strip() or view.level is None:
        return own_words(in_a_line(view.words))
    level = level_name(telling.record.framework.level_name(view.level))
    return fill(_("Some say {level}."), level=level)


FORMS: dict[Kind, Callable[[Movement], Sentence]] = {
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
