"""No column leads to a person or holds an address without its row in the table."""

from collections.abc import Iterator

from django.apps import apps
from django.db.models import EmailField, Field

from accounts.models import User
from office.personal_data.columns import COLUMNS, OnErasure, columns


def of_people() -> Iterator[tuple[str, str]]:
    """Find every column that leads to a person or holds an address, in every table there is."""
    for model in apps.get_models(include_auto_created=True):
        if model._meta.app_label == "yardstick":  # bench's own, of no installation
            continue
        for field in model._meta.concrete_fields:
            if leads_to_a_person(field) or isinstance(field, EmailField):
                yield model._meta.label, field.name


def leads_to_a_person(field: Field) -> bool:
    return field.is_relation and field.related_model is User


def test_every_column_of_a_person_has_its_row():
    names = [(column.of, column.name) for column in COLUMNS]
    assert sorted(names) == sorted(of_people())
    assert len(set(names)) == len(names)


def test_what_is_emptied_can_be_empty():
    for row in columns(OnErasure.EMPTIED):
        field = apps.get_model(row.of)._meta.get_field(row.name)
        assert field.null or field.blank, row
