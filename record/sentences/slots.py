"""What fills the forms of distance travelled: names, levels and days, as told on a day."""

import datetime as dt

from django.utils.translation import gettext as _

from record.distance.movement import Movement, Order
from record.distance.telling import Telling
from record.document import Occasion
from record.words.dates import in_month, is_recent, when, which_on
from record.words.phrases import Part, PartRole, Sentence, Slot, fill, level_name, opening, text


def when_before(movement: Movement) -> Part:
    later = movement.later.record.occasion
    earlier = movement.earlier.record.occasion if movement.earlier else later
    if earlier.id != later.id and earlier.held_on == later.held_on:
        return on_that_day(earlier, movement.today or later.held_on, movement.order, place=0)
    return when(earlier.held_on, later.held_on, movement.today)


def on_that_day(talk: Occasion, today: dt.date, order: Order, *, place: int) -> Part:
    """Say which of the talks of its day this was. `place`: among two, where no order is known."""
    ids = order.get(talk.held_on, ())
    if talk.id in ids and len(ids) > 1:
        return which_on(talk.held_on, today, place=ids.index(talk.id), of=len(ids))
    return which_on(talk.held_on, today, place=place, of=2)


def _at(movement: Movement) -> Part:
    """Say when the later one was, for where that is not now."""
    talk = movement.later.record.occasion
    later = talk.held_on
    today = movement.today or later
    if movement.earlier is not None:
        earlier = movement.earlier.record.occasion.held_on
        if earlier == later:
            return on_that_day(talk, today, movement.order, place=1)
        if (earlier.year, earlier.month) == (later.year, later.month):
            return when(later, later, today)
    return in_month(later, today)


def filled(movement: Movement, form: str, past: str = "", **more: Slot) -> Sentence:
    """Fill a form with what it may use; `past`: the form of a conversation some time ago."""
    if past and not is_recent(movement.later.record.occasion.held_on, movement.today):
        form = past
    return fill(form, **slots_of(movement), **more)


def slots_of(movement: Movement) -> dict[str, Slot]:
    """The slots that forms may use. Each name is the one people read at the time."""
    later, earlier = movement.later, movement.earlier
    day, at = when_before(movement), _at(movement)
    slots: dict[str, Slot] = {"when": day, "When": opening(day), "at": at, "At": opening(at)}
    if later.level is not None:
        slots["now"] = level_name(later.level.name)
    slots["it"] = _it(movement, later)
    slots["It"] = _opened(_it(movement, later))
    if earlier is not None:
        slots["It_then"] = _opened(_it(movement, earlier))
    if earlier is not None and earlier.level is not None:
        slots["then"] = level_name(earlier.level.name)
    if earlier is not None and movement.recast is not None:
        name = earlier.record.framework.level_name(movement.recast.level)
        slots["recast"] = level_name(name)
    return slots


def _it(movement: Movement, telling: Telling) -> Sentence:
    """The one thing that was talked about, in quotes; "it" where that is the line itself."""
    if not telling.asked or not telling.subject:
        return text(_("it"))
    if not movement.subjects:
        return text(_("the one thing we talked about"))
    return fill(_("“{words}”"), words=Part(PartRole.WORDS, telling.subject.rstrip(" .")))


def _opened(sentence: Sentence) -> Sentence:
    return Sentence((*map(opening, sentence.parts[:1]), *sentence.parts[1:]))
