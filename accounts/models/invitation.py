"""Invitations: who was asked into what, by whom, and what became of it."""

import datetime as dt
import secrets
from base64 import urlsafe_b64encode
from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_lazy as _

from accounts.models.organisation import Organisation
from accounts.models.service import Service
from accounts.models.user import NO_MAILBOX, User
from pages.database.constraints import one_of, together
from pages.database.keys import Keyed
from pages.signatures import When
from pages.words import refuse_controls

VALID_DAYS = 7
SECRET_BYTES = 18  # 24 letters: nobody guesses them, and somebody may have to type them


def new_nonce() -> str:
    """Return a random text, from which with the site's key the secret of a link is made."""
    return secrets.token_urlsafe(16)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def unanswered(self) -> "InvitationQuerySet":
        """Keep those neither accepted nor withdrawn, too old ones among them."""
        return self.filter(accepted_at=None, withdrawn_at=None)

    def open(self, at: When = None) -> "InvitationQuerySet":
        """Keep those that can be accepted on the day of `at`."""
        return self.unanswered().filter(valid_until__gte=timezone.localdate(at))

    def to_join(self) -> "InvitationQuerySet":
        """Leave out links with which somebody who is in already gets back in."""
        return self.filter(person=None)

    def to(self, place: Organisation | Service) -> "InvitationQuerySet":
        if isinstance(place, Service):
            return self.filter(service=place)
        return self.filter(organisation=place)

    def latest_first(self) -> "InvitationQuerySet":
        return self.order_by("-made_at", "-pk")


class Invitation(Keyed):
    """A way in for one person, by letter or by a link from hand to hand; it works once.

    No link can be made from what is stored here: its secret is derived from the nonce with the
    site's key (docs/adr/0017). A new nonce makes a new link, and the one before stops working.
    """

    class Role(models.TextChoices):
        CONTRIBUTOR = "contributor", _("contributor")
        MANAGER = "manager", _("manager")
        LEAD = "lead", _("lead")
        READER = "reader", _("reader")
        # Who comes first to an empty installation: there is no place to be invited to yet.
        FIRST = "first", _("first person")

    role = models.CharField(max_length=20, choices=Role)
    service = models.ForeignKey(Service, models.PROTECT, null=True, related_name="invitations")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="invitations"
    )
    # Set: a new way in for somebody who has an account and no mailbox.
    person = models.ForeignKey(User, models.CASCADE, null=True, related_name="ways_in")
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    # What whoever invites calls them; they choose their name themselves.
    name = models.CharField(max_length=100, blank=True, validators=[refuse_controls])
    address = models.EmailField(blank=True)
    sign_in_name = models.CharField(max_length=40, blank=True)
    by_hand = models.BooleanField(default=False)
    nonce = models.CharField(max_length=40, default=new_nonce, editable=False)
    made_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(default=timezone.now)
    valid_until = models.DateField()
    withdrawn_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    objects = InvitationQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["service", "made_at"], name="accounts_invitation_service"),
            models.Index(fields=["organisation", "made_at"], name="accounts_invitation_org"),
        ]
        constraints = [
            one_of(
                "accounts_invitation_role_known",
                role=["contributor", "manager", "lead", "reader", "first"],
            ),
            models.CheckConstraint(
                condition=(
                    models.Q(role__in=["contributor", "manager"], organisation=None)
                    & models.Q(service__isnull=False)
                )
                | (
                    models.Q(role__in=["lead", "reader"], service=None)
                    & models.Q(organisation__isnull=False)
                )
                | models.Q(role="first", service=None, organisation=None),
                name="accounts_invitation_one_place",
            ),
            together("accounts_invitation_accepted_by_somebody", "accepted_at", "accepted_by"),
            models.CheckConstraint(
                condition=models.Q(accepted_at=None) | models.Q(withdrawn_at=None),
                name="accounts_invitation_accepted_or_withdrawn",
            ),
            # One open invitation of one person into one place: a newer one takes its place.
            models.UniqueConstraint(
                fields=["service", "address", "sign_in_name"],
                condition=models.Q(accepted_at=None, withdrawn_at=None, service__isnull=False),
                name="accounts_invitation_once_to_a_team",
            ),
            models.UniqueConstraint(
                fields=["organisation", "address"],
                condition=models.Q(accepted_at=None, withdrawn_at=None, organisation__isnull=False),
                name="accounts_invitation_once_to_an_organisation",
            ),
        ]

    def get_absolute_url(self) -> str:
        """Return the address with which it is accepted. Whoever knows it can use it."""
        return reverse("come-in", args=[self.pk, self._secret(str(settings.SECRET_KEY))])

    def renew(self, at: dt.datetime) -> None:
        """Let its link be of this moment, and be good for a week; not stored."""
        self.sent_at = at
        self.valid_until = timezone.localdate(at) + dt.timedelta(days=VALID_DAYS)

    @property
    def has_run_out(self) -> bool:
        return self.valid_until < timezone.localdate()

    @property
    def place(self) -> "Organisation | Service | None":
        return self.service or self.organisation

    @property
    def where(self) -> dict[str, Any]:
        """The same, as what is logged, told and written of it takes it."""
        return {"service": self.service, "organisation": self.organisation}

    @property
    def place_outside(self) -> str:
        return self.place.name_outside if self.place else ""

    @property
    def field(self) -> str:
        """By which of the two its person is reached."""
        return "address" if self.address else "sign_in_name"

    @property
    def whom(self) -> str:
        """How whoever made it finds it again: a name, else an address or a sign-in name."""
        return self.name or self.address or self.sign_in_name

    @property
    def reached_by(self) -> str:
        """The address of the account of whom it is for, if they have or will have one."""
        return self.address or f"{self.sign_in_name}{NO_MAILBOX}"

    def is_opened_by(self, secret: str) -> bool:
        """Say whether this is the secret of its link, made with the site's key or one of before."""
        keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
        return any(constant_time_compare(self._secret(str(key)), secret) for key in keys)

    def _secret(self, key: str) -> str:
        value = f"{self.pk}:{self.nonce}"
        mark = salted_hmac("accounts.Invitation", value, secret=key, algorithm="sha256")
        return urlsafe_b64encode(mark.digest()[:SECRET_BYTES]).decode().rstrip("=")
