"""Where somebody is signed in, for that person alone."""

import uuid

from django.contrib.sessions.models import Session
from django.db import models
from django.utils import timezone

from accounts.models.user import User


class SignIn(models.Model):
    """A session that somebody began, with what their browser calls itself; it goes with it.

    No network address: whoever looks at the list knows their browsers, and nobody else sees it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="sign_ins")
    session = models.OneToOneField(Session, on_delete=models.CASCADE, related_name="sign_in")
    # Such as "Firefox" and "Windows"; empty where it is none that we know.
    browser = models.CharField(max_length=30, blank=True)
    system = models.CharField(max_length=30, blank=True)
    began_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.browser} {self.system}".strip()
