"""Where a row stands among its siblings: a column, so that every copy and move keeps it.

A time will not do: two rows may have the same, and some ways of copying cut it to milliseconds.
"""

from typing import Any

from django.db.models import Max, Model, PositiveIntegerField, Subquery, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce


def order_field() -> "PositiveIntegerField[Any, Any]":
    """Return the column: 1 for the first of its siblings, given by `following`."""
    return PositiveIntegerField(default=0, editable=False)


def following(model: type[Model], *, places: int = 1, **siblings: Any) -> Combinable:
    """Return the next place after these siblings, found by the very statement that writes it.

    Args:
        model: whose rows are counted.
        places: 1 for the next, 2 for the one after it, where several are written at once.
        siblings: the key and value that they have in common (`judgement=judgement`).
    """
    rows = model._default_manager.filter(**siblings).order_by()
    last = rows.values(*siblings).annotate(last=Max("order")).values("last")
    return Coalesce(Subquery(last), Value(0)) + Value(places)
