"""A person with an account, where they are signed in, and what they sent when they were not."""

import datetime as dt
import time
import uuid
from typing import TYPE_CHECKING, Any, ClassVar

from django.apps import apps
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.models import Session
from django.db import models
from django.db.models.functions import Lower
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pages.database.constraints import one_of
from pages.database.keys import Keyed
from pages.signatures import When
from pages.words import refuse_controls

# Whoever has no mailbox signs in by a name; it is kept as an address at which no mail arrives
# (RFC 6761), so that there is one way to sign in (docs/adr/0017).
NO_MAILBOX = "@no-mailbox.invalid"

if TYPE_CHECKING:
    from accounts.models.organisation import Organisation
    from accounts.models.service import Service


class UserQuerySet(models.QuerySet["User"]):
    def not_erased(self) -> "UserQuerySet":
        return self.filter(erased_on=None)

    def in_team_of(self, service: "Service") -> "UserQuerySet":
        """Keep those in this service's team now who may sign in."""
        return self.filter(
            is_active=True, service_memberships__service=service, service_memberships__ended_on=None
        )

    def in_organisation(self, organisation: "Organisation") -> "UserQuerySet":
        """Keep the leads and readers of this organisation now who may sign in."""
        return self.filter(
            is_active=True,
            organisation_memberships__organisation=organisation,
            organisation_memberships__ended_on=None,
        )

    def in_name_order(self) -> "UserQuerySet":
        return self.order_by("display_name", "email")


class UserManager(BaseUserManager["User"]):
    """Makes users; the email is the login and is kept in lower case."""

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find by email, whatever its capitals."""
        return self.get(email=(username or "").lower())

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Make a user with a verified address; without a password, one who has to choose one.

        This is what createsuperuser calls. Everybody else is added by actions.add_person.
        """
        user = self.model(email=email.lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        # By name: allauth's models need this one first.
        addresses = apps.get_model("account", "EmailAddress")
        addresses._default_manager.create(user=user, email=user.email, verified=True, primary=True)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser):
    """A person with an account. What they may do comes from memberships only."""

    class Letters(models.TextChoices):
        WAITING = "waiting", _("What waits for me")
        WEEKLY = "weekly", _("Once a week, what is new")
        NONE = "none", _("None")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(_("e-mail"), unique=True)
    display_name = models.CharField(_("name to show"), max_length=100, validators=[refuse_controls])
    is_staff = models.BooleanField(default=False)
    # May give that to others, too.
    is_superuser = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(default=timezone.now)
    # All that said who this was is gone; the row stays, for what its keys hold together.
    erased_on = models.DateField(null=True, editable=False)
    # Sign-ins from before are over: the account was closed, or its person signed out everywhere.
    sign_ins_since = models.DateTimeField(null=True, editable=False)
    # As what they have read, once, what they can do here: first_visits.WHO.
    welcomed_as = models.JSONField(default=list, blank=True, editable=False)
    letters_wanted = models.CharField(max_length=10, choices=Letters, default=Letters.WAITING)

    objects = UserManager.from_queryset(UserQuerySet)()

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["display_name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.UniqueConstraint(Lower("email"), name="accounts_user_email_once"),
            one_of("accounts_user_letters_known", letters_wanted=["waiting", "weekly", "none"]),
        ]

    def __str__(self) -> str:
        return self.display_name

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Let a sign-in end with the password, as Django does, and with `sign_ins_since`."""
        since = self.sign_ins_since.isoformat() if self.sign_ins_since else ""
        own: str = super()._get_session_auth_hash(secret)  # type: ignore[misc]  # Django's own
        return f"{own}{since}"

    @property
    def has_mailbox(self) -> bool:
        """Whether they have an address for letters; else they have a sign-in name."""
        return not self.email.endswith(NO_MAILBOX)

    @property
    def can_be_written_to(self) -> bool:
        """Whether a letter reaches them: they have a mailbox, and letters go out from here."""
        return self.has_mailbox and bool(settings.LETTERS_GO_OUT)

    @property
    def wants_what_waits(self) -> bool:
        return self.has_mailbox and self.letters_wanted == self.Letters.WAITING

    @property
    def signs_in_as(self) -> str:
        """What they type to sign in: their address, or their sign-in name."""
        return self.email.removesuffix(NO_MAILBOX)


def person_on_site(pk: uuid.UUID) -> User:
    return get_object_or_404(User.objects.not_erased(), pk=pk)


CLOCKS_DIFFER = 60  # seconds, between hosts


def is_within(began: float, seconds: int) -> bool:
    """Say whether what proves who it is began less than so many seconds ago, by the clock of now.

    What is yet to come counts no longer: the clock was ahead then, and nobody knows for how long.
    """
    return -CLOCKS_DIFFER <= time.time() - began < seconds


class SignIn(Keyed):
    """A session that somebody began, with what their browser calls itself; it goes with it.

    No network address: whoever looks at the list knows their browsers, and nobody else sees it.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="sign_ins")
    session = models.OneToOneField(Session, models.CASCADE, related_name="sign_in")
    # Such as "Firefox" and "Windows"; empty where it is none that we know.
    browser = models.CharField(max_length=30, blank=True)
    system = models.CharField(max_length=30, blank=True)
    began_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        if self.browser and self.system:
            return str(_("{browser} on {system}")).format(browser=self.browser, system=self.system)
        if self.system:
            return str(_("A browser on {system}")).format(system=self.system)
        return self.browser or str(_("A browser that is not known here"))


KEPT_FOR = dt.timedelta(hours=1)


class KeptPostQuerySet(models.QuerySet["KeptPost"]):
    def of(self, user: User) -> "KeptPostQuerySet":
        return self.filter(user=user)

    def fresh(self) -> "KeptPostQuerySet":
        return self.filter(kept_at__gt=timezone.now() - KEPT_FOR)

    def over(self, at: When = None) -> "KeptPostQuerySet":
        return self.filter(kept_at__lte=(at or timezone.now()) - KEPT_FOR)


class KeptPost(Keyed):
    """A form sent after the sign-in ran out: kept an hour for the same person, then finished."""

    user = models.ForeignKey(User, models.CASCADE, related_name="kept_posts")
    path = models.CharField(max_length=500)
    body = models.TextField()
    kept_at = models.DateTimeField(default=timezone.now)

    objects = KeptPostQuerySet.as_manager()
