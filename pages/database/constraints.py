"""What tables refuse, said in a line each."""

from typing import Any

from django.db.models import CheckConstraint, Q, UniqueConstraint


def together(name: str, *columns: str, **then: Any) -> CheckConstraint:
    """Ask that all of these are there, or none: who did something, and when.

    `then`: what holds besides where they are there.
    """
    none = Q(**dict.fromkeys(columns))
    every = Q(**{f"{column}__isnull": False for column in columns}, **then)
    return CheckConstraint(condition=none | every, name=name)


def one_of(name: str, **column: list[str]) -> CheckConstraint:
    """Ask that a column says one of these."""
    among = {f"{field}__in": values for field, values in column.items()}
    return CheckConstraint(condition=Q(**among), name=name)


def unique(name: str, *columns: str, **among: Any) -> UniqueConstraint:
    """Ask that no two rows say the same in these columns, `among` those of which this holds."""
    return UniqueConstraint(fields=columns, condition=Q(**among) if among else None, name=name)
