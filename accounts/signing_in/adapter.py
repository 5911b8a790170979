"""How allauth behaves here."""

import base64
import logging
from contextlib import suppress
from http import HTTPStatus
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.mail import get_connection
from django.http import HttpRequest
from django.shortcuts import render
from django.utils.encoding import force_bytes
from django.utils.translation import gettext_lazy as _

from accounts.actions import drop_old_posts, log, write_letter
from accounts.models.user import NO_MAILBOX

logger = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Sign-up is closed: people are added by those who run the site."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This account is switched off."),
        "cannot_remove_primary_email": _("Mail goes to this address. Choose another for it first."),
        "duplicate_email": _("This address is with your account already."),
        "email_password_mismatch": _("This e-mail and this password do not go together."),
        "incorrect_code": _("This is not the code of the newest letter. Look again."),
        "email_taken": _("This address belongs to another account already."),
        "enter_current_password": _("This is not the password you have now."),
        "incorrect_password": _("This is not your password."),
        "invalid_login": _("This e-mail and this password do not go together."),
        "invalid_password_reset": _("This link no longer works."),
        "max_email_addresses": _("No more than %d addresses to one account."),
        "rate_limited": _("That was often in a short time. Wait a little, then try again."),
        "select_only_one": _("Choose one only."),
        "too_many_login_attempts": _("That did not go well several times. Try again in a while."),
        "unknown_email": _("There is no account with this address."),
        "unverified_primary_email": _("Confirm that address first: open the link we sent to it."),
    }

    def login(self, request: HttpRequest, user: Any) -> None:
        """Sign in, and drop forms whose hour is over: not only when somebody keeps another."""
        super().login(request, user)
        drop_old_posts()

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a mail, or say that it could not be sent. Raises ImmediateHttpResponse (503).

        It names this site as its pages do: a mail about a password from a name that nobody knows
        would read like a trap.
        """
        if email.endswith(NO_MAILBOX):
            return  # nobody receives it: a sign-in name
        match = self.request.resolver_match if self.request else None
        if match and match.url_name == "account_request_login_code":
            self._send_code(template_prefix, email, context)
            return
        named = {**context, "site_name": settings.SITE_NAME}
        try:
            if template_prefix.endswith("/unknown_account"):
                # Nobody here is called so: the post office is asked as ever, so that the answer
                # says nothing, but a stranger gets no letter from us because somebody typed it.
                with get_connection():
                    return
            super().send_mail(template_prefix, email, named)
        except OSError as error:  # the mail server is down, or refuses
            logger.warning("No mail could be sent: %s", type(error).__name__)
            page = render(
                self.request, "accounts/mail_failed.html", status=HTTPStatus.SERVICE_UNAVAILABLE
            )
            raise ImmediateHttpResponse(page) from error

    def _send_code(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Put a code into the outbox: whether there is an account, the answer takes as long."""
        if template_prefix.endswith("/login_code"):
            details = {"code": context["code"]}
            write_letter("login_code", address=email, details=details, can_wait=False)

    def send_notification_mail(
        self, template_prefix: str, user: Any, *args: Any, **kwargs: Any
    ) -> None:
        """Record a change that somebody has made to their own account, and tell them of it.

        It stands, told or not. The mail of a new address goes to the one before.
        """
        log(f"person_{template_prefix.rpartition('/')[2]}", by=user, object_id=user.pk)
        with suppress(ImmediateHttpResponse):
            super().send_notification_mail(template_prefix, user, *args, **kwargs)

    def is_safe_url(self, url: str) -> bool:
        """Go on to addresses of this site only; what cannot be read as one is none."""
        try:
            return bool(super().is_safe_url(url))
        except ValueError:  # such as http://[::1
            return False

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse self sign-up."""
        return False


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """Encrypts the secrets of second factors, which allauth would store in clear."""

    def encrypt(self, text: str) -> str:
        """Return the text encrypted with a key made from SECRET_KEY."""
        return _ciphers().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return the text again, also where SECRET_KEY has been replaced (SECRET_KEY_FALLBACKS)."""
        return _ciphers().decrypt(encrypted_text.encode()).decode()


def _ciphers() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_derived(key)) for key in keys])


def _derived(secret: str | bytes) -> bytes:
    # One secret for the whole site; each use of it gets a key of its own.
    derive = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"pizazz second factor")
    return base64.urlsafe_b64encode(derive.derive(force_bytes(secret)))
