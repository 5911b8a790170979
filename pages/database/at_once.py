"""Two people change one thing at once: one waits for the other, or is told that it has changed."""

from collections.abc import Iterable
from typing import Any

from django.db.models import F, Model, QuerySet


class Stale(Exception):
    """Somebody else changed it after it was read; `current` is the row as it is now, if known."""

    def __init__(self, current: Any = None) -> None:
        super().__init__(current)
        self.current = current


def one_at_a_time(row: Model) -> None:
    """Let whoever changes the same row wait for this transaction, on both databases."""
    column = next(field.name for field in row._meta.concrete_fields if not field.primary_key)
    rows = row._meta.model._base_manager.filter(pk=row.pk)  # not of its type: it may be a lazy one
    rows.update(**{column: F(column)})


def hold(rows: QuerySet[Any]) -> None:
    """Let whoever changes one of these rows wait, in the order in which everybody holds them."""
    for row in rows.order_by("pk").distinct():
        one_at_a_time(row)


def change_as_seen(row: Model, values: dict[str, Any]) -> bool:
    """Change a row that is as it was seen, and say whether it was not so already.

    Raises Stale where somebody else has said something else than `row` holds.
    """
    rows = type(row)._base_manager.filter(pk=row.pk, **values_in(row, values))
    is_put = bool(rows.update(**values))
    row.refresh_from_db(fields=list(values))
    if not is_put and values_in(row, values) != values:
        raise Stale(row)
    return is_put


def values_in(row: Model, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}
