"""Every table is in the file, or it is said why not; and every person in it on purpose."""

from django.apps import apps

from accounts.models import User
from export.file.kinds import KINDS, NAMED_PEOPLE, OF_MODEL, STAYS
from export.file.shapes import leaving_columns


def every_model():
    for model in apps.get_models(include_auto_created=True):
        if not model._meta.proxy and model._meta.managed:
            yield model


def test_every_table_leaves_or_stays_for_a_reason():
    tables = {model._meta.label for model in every_model()}
    leave = {kind.model._meta.label for kind in KINDS}
    assert leave | set(STAYS) == tables
    assert not leave & set(STAYS)
    assert all(STAYS.values())


def test_kinds_come_after_what_they_lead_to():
    """But for what may lead to nothing, such as the report that one is begun from."""
    order = [kind.model for kind in KINDS]
    for kind in KINDS:
        for field in kind.model._meta.concrete_fields:
            if field.related_model in OF_MODEL and not field.null:
                assert order.index(field.related_model) < order.index(kind.model), kind.name


def test_nobody_is_named_of_whom_no_page_tells():
    named = set()
    for kind in KINDS:
        for name, field in leaving_columns(kind).items():
            if field.related_model is User:
                named.add((kind.model, name))
    assert named == NAMED_PEOPLE
