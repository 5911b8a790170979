"""What stands in an order stands in it by a column, whatever the times say."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.db.models import DateTimeField

from accounts.models import User
from assessments import actions
from assessments.actions import Choice
from assessments.models import (
    AroundNote,
    Assessment,
    Difference,
    Example,
    FactorNote,
    Note,
    StepReview,
)
from frameworks.models import Level, Line

WORDS = ["Zinnia", "Aster", "Mint", "Borage"]
WRITERS: dict[type[Any], Callable[..., object]] = {
    Example: lambda talk, words, by: actions.add_example(talk, words=words, by=by),
    FactorNote: lambda talk, words, by: actions.name_factor(talk, kind="help", words=words, by=by),
    StepReview: lambda talk, words, by: actions.try_step(talk, what=words, by=by),
    Note: lambda talk, words, by: actions.keep_note(service=talk.service, words=words, by=by),
    AroundNote: lambda talk, words, by: actions.add_around(
        talk, happened_on=dt.date(2026, 3, 1), words=words, by=by
    ),
}
# Ordered by a time, and why that is none of what people read in an order.
BY_TIME = {"accounts.Event": "numbered rows", "sharing.ShareOpen": "numbered rows"}


@pytest.mark.django_db
@pytest.mark.parametrize("model", WRITERS, ids=lambda model: model.__name__)
def test_rows_stand_in_the_order_they_were_written(
    model: type[Any], conversation: Assessment, contributor: User
) -> None:
    for words in WORDS:
        WRITERS[model](conversation, words, contributor)

    rows = model.objects.order_by(*(model._meta.ordering or ("order", "pk")))
    assert [row.what if model is StepReview else row.words for row in rows] == WORDS
    assert [row.order for row in rows] == [1, 2, 3, 4]


@pytest.mark.django_db
def test_several_views_stand_in_the_order_they_were_given(
    conversation: Assessment, soil: Line, levels: dict[str, Level], contributor: User
) -> None:
    views = tuple(
        (level, None, words) for level, words in zip(levels.values(), WORDS, strict=False)
    )
    judgement = actions.place(
        conversation, soil, Choice("differs"), by=contributor, seen=0, views=views
    )
    Difference.objects.update(at=dt.datetime(2026, 3, 1, tzinfo=dt.UTC))

    views_there = judgement.differences.all()
    assert [row.words for row in views_there] == WORDS[: len(views)]
    assert [row.order for row in views_there] == list(range(1, len(views) + 1))


def test_no_model_is_ordered_by_a_time_alone() -> None:
    by_time = {
        model._meta.label
        for model in apps.get_models()
        for name in model._meta.ordering
        if model.__module__.split(".")[0]
        in {"accounts", "frameworks", "assessments", "agreeing", "sharing"}
        if name not in {"pk", "-pk"}
        if isinstance(model._meta.get_field(name.strip("-")), DateTimeField)
    }
    assert by_time == set(BY_TIME)
