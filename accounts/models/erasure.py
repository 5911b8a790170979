"""What was erased for good, by its key alone, so that it is erased again after a restore."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils import timezone


class Erasure(models.Model):
    """A person, a team, an organisation, a note or words that are gone. No name and no word, ever.

    It stays as long as there may be a copy from before.
    """

    class Kind(models.TextChoices):
        PERSON = "person"
        TEAM = "team"
        ORGANISATION = "organisation"
        NOTE = "note"
        # Their key is made of them with the site's secret (sharing/actions/taking_out_again.py).
        WORDS = "words"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=20, choices=Kind)
    # Of what was erased.
    key = models.UUIDField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["kind", "key"], name="accounts_erasure_once"),
            models.CheckConstraint(
                condition=models.Q(kind__in=["person", "team", "organisation", "note", "words"]),
                name="accounts_erasure_kind_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
