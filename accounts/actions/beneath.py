"""Everything that hangs on a team, found by walking the tables, and taken away.

Not by a list: a table that comes later is found, too. A place to practise in goes like this, and a
team's whole data, once it was asked for and agreed. Nothing else is ever deleted so.
"""

from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

from django.db import models, router
from django.db.models import Model

from accounts.models import KeptPost, Organisation, Service

T = TypeVar("T")
AT_A_TIME = 500
Rows = dict[type[Model], set[Any]]


def rows_beneath(service: Service) -> Rows:
    """Return the keys of all rows that lead to this service, by table; its own among them."""
    beneath: Rows = {Service: {service.pk}}
    waiting: list[tuple[type[Model], set[Any]]] = [(Service, {service.pk})]
    while waiting:
        model, keys = waiting.pop()
        for child, name in _pointing_at(model):
            new_keys: set[Any] = set()
            for part in in_parts(keys):
                rows = child._base_manager.filter(**{f"{name}__in": part})
                new_keys |= set(rows.values_list("pk", flat=True))
            new_keys -= beneath.get(child, set())
            if new_keys:
                beneath.setdefault(child, set()).update(new_keys)
                waiting.append((child, new_keys))
    return beneath


def in_parts(values: Iterable[T]) -> Iterator[list[T]]:
    """Give values a few hundred at a time: no database takes any number of them in one question."""
    whole = list(values)
    for first in range(0, len(whole), AT_A_TIME):
        yield whole[first : first + AT_A_TIME]


def _pointing_at(model: type[Model]) -> Iterator[tuple[type[Model], str]]:
    """Give the tables with a key of this one, and what the key is called; joining tables too."""
    for relation in model._meta.get_fields(include_hidden=True):
        # A one-to-one key is one of these, too. An organisation is no part of a team, even where a
        # team asked it in.
        if isinstance(relation, models.ManyToOneRel) and relation.related_model is not Organisation:
            yield relation.related_model, relation.field.name


def kept_forms_of(rows: Rows) -> Iterator[KeptPost]:
    """Give the forms that wait for their writer, on their way to a page of one of these rows."""
    parts = {str(key) for keys in rows.values() for key in keys}
    parts |= set(Service.with_practice.filter(pk__in=rows[Service]).values_list("slug", flat=True))
    for form in KeptPost.objects.all():
        if parts & set(form.path.partition("?")[0].split("/")):
            yield form


def take_away(rows: Rows) -> None:
    """Delete these rows. Call it in a transaction: keys between them are checked at its end."""
    for model, keys in rows.items():
        for part in in_parts(keys):
            doomed = model._base_manager.filter(pk__in=part)
            # No rule of a sealed row is for these, and no row here is needed by one that stays.
            doomed._raw_delete(router.db_for_write(model))  # noqa: SLF001 -- plain rows, nothing else
