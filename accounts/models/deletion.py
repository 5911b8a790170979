"""Data that goes: a whole team's or organisation's, as asked and agreed; and who was erased."""

import datetime as dt

from django.db import models
from django.utils import timezone

from accounts.models.organisation import Organisation
from accounts.models.service import Service
from accounts.models.user import User
from pages.database.constraints import one_of, together, unique
from pages.database.keys import Keyed


class DeletionQuerySet(models.QuerySet["Deletion"]):
    def going_on(self) -> "DeletionQuerySet":
        """Keep those neither stopped nor done: at most one of a team or an organisation."""
        return self.filter(stopped_at=None, done_at=None)

    def due(self, on: dt.date | None = None) -> "DeletionQuerySet":
        return self.going_on().filter(goes_on__lte=on or timezone.localdate())


class Deletion(Keyed):
    """One asks, another agrees; from then on anybody of the team can stop it, for some days."""

    service = models.ForeignKey(Service, models.PROTECT, null=True, related_name="deletions")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="deletions"
    )
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    agreed_at = models.DateTimeField(null=True)
    agreed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    # The first day on which it is done, since it was agreed.
    goes_on = models.DateField(null=True)
    stopped_at = models.DateTimeField(null=True)
    stopped_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    done_at = models.DateTimeField(null=True)

    objects = DeletionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(service=None, organisation__isnull=False)
                | models.Q(service__isnull=False, organisation=None),
                name="accounts_deletion_of_one",
            ),
            together("accounts_deletion_agreed_pair", "agreed_at", "agreed_by", "goes_on"),
            together("accounts_deletion_stopped_pair", "stopped_at", "stopped_by", done_at=None),
            models.CheckConstraint(
                condition=models.Q(done_at=None) | models.Q(agreed_at__isnull=False),
                name="accounts_deletion_done_once_agreed",
            ),
            models.UniqueConstraint(
                fields=["service"],
                condition=models.Q(stopped_at=None, done_at=None, service__isnull=False),
                name="accounts_deletion_one_of_a_team",
            ),
            models.UniqueConstraint(
                fields=["organisation"],
                condition=models.Q(stopped_at=None, done_at=None, organisation__isnull=False),
                name="accounts_deletion_one_of_an_organisation",
            ),
        ]


class Erasure(Keyed):
    """A person, a team, an organisation, a note or words that are gone. No name and no word, ever.

    It stays as long as there may be a copy from before.
    """

    class Kind(models.TextChoices):
        PERSON = "person"
        TEAM = "team"
        ORGANISATION = "organisation"
        NOTE = "note"
        # Their key is made of them with the site's secret (sharing/actions/taking_out.py).
        WORDS = "words"

    kind = models.CharField(max_length=20, choices=Kind)
    # Of what was erased.
    key = models.UUIDField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            unique("accounts_erasure_once", "kind", "key"),
            one_of(
                "accounts_erasure_kind_known",
                kind=["person", "team", "organisation", "note", "words"],
            ),
        ]
