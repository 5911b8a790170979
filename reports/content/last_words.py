"""What a team said last of a line, and when: it stands before where the line was."""

from record.distance.movement import Bar, bar_then
from record.distance.points import Break, Point
from record.distance.rows import Row
from record.sentences.distance import break_words
from record.sentences.slots import when_of
from record.words.own_words import in_a_line, with_end, without_end
from record.words.phrases import opening
from reports.content.pieces import Own


def last_words(row: Row) -> tuple[Own | None, str]:
    """Return the last words the team said of it, and when, where that was not last time.

    Its line; else what it said with another answer than a card. Of last time that stands in the
    sentences.
    """
    over = False  # an older answer is, once the last talk gave one in words
    for point in reversed(row.points):
        telling = point.telling
        if line_words(point):
            if telling.record is row.latest:
                return Own(telling.words), ""
            return Own(telling.words), _when(point, row)
        if not over and _answer_words(point, row):
            if telling.record is not row.latest:
                return Own(_answer_words(point, row)), _answer_when(point, row)
            over = True
    return None, ""


def _when(point: Point, row: Row) -> str:
    talk, last = point.telling.record.occasion, row.latest.occasion
    return opening(when_of(talk, last, row.today, row.order)).text


def _answer_when(point: Point, row: Row) -> str:
    """Say when an answer was given, and which it was, where the row's sentences do not say so."""
    telling, last = point.telling, row.since_last
    again = last.later.place is not None or last.later.status == telling.status
    if last.earlier is telling and again:
        return _when(point, row)
    return without_end(break_words(Break(bar_then(telling), telling.record), row))


def _answer_words(point: Point, row: Row) -> str:
    """Return what was said with an answer that is no card, by each who saw it differently.

    Why a line had no place is over once it has one.
    """
    telling = point.telling
    if of_another(point) or telling.place is not None:
        return ""
    views = []
    for view in telling.views:
        if view.words.strip():
            views.append(with_end(in_a_line(view.words)))
    if views or row.since_last.later.place is not None:
        return " ".join(views)
    return telling.status_words


def line_words(point: Point) -> str:
    """Return the team's line on it; what was split or merged has a row of its own for that."""
    return "" if of_another(point) else point.telling.words


def of_another(point: Point) -> Bar | None:
    """Say whether this was told of a line that was split or merged since; which of the two."""
    broken = point.broken
    if broken and broken.record is point.telling.record and broken.bar in {Bar.SPLIT, Bar.MERGED}:
        return broken.bar
    return None
