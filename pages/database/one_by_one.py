"""What commands do to many things: one that cannot be done holds up no other, and is named."""

import logging
from collections.abc import Callable, Iterable
from functools import partial
from typing import TypeVar

from django.db import OperationalError, transaction
from django.db.models import Model

from pages.commands import CannotDo
from pages.database.faults import Fault, fault_of, met_another

logger = logging.getLogger(__name__)
Row = TypeVar("Row", bound=Model)
Parts = Iterable[tuple[str, Callable[[], int]]]


class NotAllDone(CannotDo):
    """Some could not be done. `counts`: how much was done of each, of these, too."""

    def __init__(self, names: list[str], counts: dict[str, int]) -> None:
        super().__init__(f"Not done: {', '.join(names)}. See the log.")
        self.counts = counts


def do_all(parts: Parts) -> dict[str, int]:
    """Do each part; return how much was done of each.

    Raises NotAllDone at the end; where the database is busy or away its error at once, for no
    other would be done either.
    """
    counts: dict[str, int] = {}
    names = []
    for name, do in parts:
        try:
            counts[name] = do()
        except NotAllDone as error:
            counts[name] = sum(error.counts.values())
            names.append(name)
        except Exception as error:
            fault = fault_of(error)
            if fault and fault.passes and fault is not Fault.CHANGED:
                raise
            logger.exception("%s: could not be done.", name)
            names.append(name)
    if names:
        raise NotAllDone(names, counts)
    return counts


def one_by_one(rows: Iterable[Row], do: Callable[[Row], int]) -> int:
    """Do something to each row, wholly or not at all, and to none on two hosts at once.

    Returns how much was done. Raises as do_all.
    """
    parts = ((f"{row._meta.label} {row.pk}", partial(_once_or_twice, row, do)) for row in rows)
    return sum(do_all(parts).values())


def _once_or_twice(row: Row, do: Callable[[Row], int]) -> int:
    try:
        return _alone(row, do)
    except OperationalError as error:
        if not met_another(error):
            raise
        return _alone(row, do)


@transaction.atomic
def _alone(row: Row, do: Callable[[Row], int]) -> int:
    # On SQLite, which has one that writes at a time, the transaction is enough.
    rows = type(row)._base_manager.select_for_update().filter(pk=row.pk)
    return do(row) if rows.values_list("pk", flat=True) else 0
