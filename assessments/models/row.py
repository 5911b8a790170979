"""What every row of what was said in a conversation has in common, and the columns of such rows.

Where a row stands among its siblings is a column, so that every copy and move keeps it. A time will
not do: two rows may have the same, and some ways of copying cut it to milliseconds.
"""

import uuid
from typing import TYPE_CHECKING, Any, ClassVar

from django.core.validators import ProhibitNullCharactersValidator
from django.db import models
from django.db.models import Max, Model, PositiveIntegerField, Subquery, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from pages.database.keys import Keyed
from pages.words import MAX_TEXT


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


if TYPE_CHECKING:
    from frameworks.models import Line


class WordsRow(Keyed):
    """Words with the version they stand in, and their place among others of their kind."""

    noun: ClassVar[str]  # what the events about it call it
    text: ClassVar[str] = "words"  # the field with its words; without any, it is taken out

    order = order_field()
    version = models.PositiveIntegerField(default=0)

    class Meta:
        abstract = True
        ordering = ("order", "pk")

    def __str__(self) -> str:
        return str(getattr(self, self.text))

    @property
    def subject_id(self) -> uuid.UUID:
        """What the events are about: this row, or what lives on when its conversation is over."""
        return self.pk


class PointingRow(WordsRow):
    """A row that points to lines of the framework, and is kept once it is taken out."""

    lines: "models.ManyToManyField[Line, Any]"
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta(WordsRow.Meta):
        abstract = True


if TYPE_CHECKING:
    TextField = models.TextField[str, str]
else:
    TextField = models.TextField  # takes no types at run time


class Words(TextField):
    """Text in people's own words: optional, up to 5,000 characters, line feeds only."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", "")
        kwargs.setdefault("max_length", MAX_TEXT)
        super().__init__(*args, **kwargs)
        self.validators.append(ProhibitNullCharactersValidator())
