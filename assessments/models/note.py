"""Something worth remembering, and what changed around a team."""

from django.db import models

from accounts.models import Service, User
from assessments.models.assessment import Assessment
from assessments.models.row import Words, WordsRow, order_field
from frameworks.models import Line
from pages.database.keys import Keyed


class NoteQuerySet(models.QuerySet["Note"]):
    def waiting(self) -> "NoteQuerySet":
        """Keep those no conversation has opened with yet."""
        return self.filter(read_in=None)

    def not_in_a_record(self) -> "NoteQuerySet":
        """Keep those that wait, and those of a conversation that was never finished yet."""
        never = models.Q(read_in__closed_at=None, read_in__reopened_at=None)
        return self.filter(models.Q(read_in=None) | never)

    def oldest_first(self) -> "NoteQuerySet":
        """Sort in the order they were kept."""
        return self.order_by("order", "pk")


class Note(Keyed):
    """One line kept on any shift; unsigned unless its writer signs it.

    Never changed; until it is in a record it can be taken out.
    """

    service = models.ForeignKey(Service, models.PROTECT, related_name="notes")
    words = Words(blank=False, max_length=500)
    line = models.ForeignKey(Line, models.PROTECT, null=True, blank=True, related_name="notes")
    kept_at = models.DateTimeField()
    order = order_field()
    signed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    read_in = models.ForeignKey(Assessment, models.PROTECT, null=True, related_name="notes")
    # Chosen on *read it back*: what the team leaves out is not sealed.
    in_record = models.BooleanField(default=True)

    objects = NoteQuerySet.as_manager()


class AroundNote(WordsRow):
    """What changed around the team: a date and a line (*moved to Mill Lane*)."""

    noun = "around"

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="around_notes")
    happened_on = models.DateField()
    words = models.CharField(max_length=300)

    class Meta:
        ordering = ("happened_on", "order", "pk")
