"""How allauth behaves here."""

import base64
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import ratelimit
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.contrib.sites.shortcuts import get_current_site
from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.translation import gettext_lazy as _

from accounts import kept_posts
from accounts.actions import log, write_letter
from accounts.models import KeptPost, User
from accounts.models.user import NO_MAILBOX
from accounts.signing_in.second_step import DUE, can_take_one, is_due, must_have_one
from accounts.signing_in.sign_ins import note_sign_in
from accounts.signing_in.single.let_in import is_linked

# Wrong tries to sign in, which allauth counts by address.
COUNTED = ("login_failed", "request_login_code", "reset_password")
TYPED_CODE = "mfa_reauthenticate"  # as allauth calls saying who one is by an app or paper


def forget_tries(request: HttpRequest, person: User) -> None:
    """Let somebody try at once again, whatever was typed before under their address."""
    email = person.email.lower()
    for action in COUNTED:
        for key in (email, f"{get_current_site(request).domain}:{email}"):
            ratelimit.clear(request, action=action, key=key)


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
        "too_many_login_attempts": _("That went wrong several times. Try again in a while."),
        "unknown_email": _("There is no account with this address."),
        "unverified_primary_email": _("Confirm that address first: open the link sent to it."),
    }

    def login(self, request: HttpRequest, user: Any) -> None:
        """Sign in, and drop forms whose hour is over: not only when somebody keeps another.

        Allauth asks whether an account is open before the second step, and not after it.
        """
        if not user.is_active:
            raise ImmediateHttpResponse(self.respond_user_inactive(request, user))
        super().login(request, user)
        note_sign_in(request, user)
        request.session[DUE] = is_due(user)
        KeptPost.objects.over().delete()

    def post_login(self, request: HttpRequest, user: Any, **login: Any) -> Any:
        """Lead to what was sent before it: a code, a new password or another tab lay between."""
        answer = super().post_login(request, user, **login)
        row = kept_posts.sent_before(request, user)
        if row is None or "/account/kept/" in answer.url:
            return answer
        return redirect("kept-post", row.pk)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write a letter of ours in place of allauth's; nobody waits for a post office.

        An address that nobody has here gets none because somebody typed it, nor does one that
        another has already. The answer is the same, and takes as long as if one were written.
        """
        match template_prefix.rpartition("/")[2]:
            case "login_code":
                details = {"code": context["code"]}
                write_letter("login_code", address=email, details=details)
            case "password_reset_key":
                write_letter("password_link", user=context["user"], address=email)
            case "email_confirmation" | "email_confirmation_signup":
                write_letter("confirm_address", user=context["user"], address=email)
            case "unknown_account":
                with transaction.atomic():
                    write_letter("password_link", address=NO_MAILBOX).delete()

    def send_notification_mail(
        self,
        template_prefix: str,
        user: Any,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Record a change that somebody has made to their own account, and tell them of it.

        The letter about a new address goes to the one before, and to the new one.
        """
        what = template_prefix.rpartition("/")[2]
        log(f"person_{what}", by=user, object_id=user.pk)
        more = context or {}
        details = {
            "what": what,
            "at": timezone.now().isoformat(),
            "was": more.get("from_email") or more.get("deleted_email") or "",
            "now": more.get("to_email", ""),
        }
        addresses = [email or ""]
        if what == "email_changed":
            addresses.append(details["now"])
        for address in addresses:
            write_letter("account_changed", user=user, address=address, details=details)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """List how somebody can say again that it is them; the first is asked for.

        Besides allauth's ways: a code in a letter, and where they sign in by their organisation
        that; or the page that says that there is none. Without an app a passkey comes before a
        code: those on paper may not be at hand.
        """
        if not user.is_authenticated:
            return []
        ways: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        apps = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP)
        if not apps.exists():
            ways.sort(key=lambda way: way["id"] == TYPED_CODE)
        if user.has_mailbox and settings.LETTERS_GO_OUT:
            url = reverse("account_again_by_letter")
            ways.append({"id": "letter", "description": "letter", "url": url})
        elsewhere = {"id": "anew", "description": "anew", "url": reverse("account_again_anew")}
        if settings.SINGLE_SIGN_ON and is_linked(user):
            ways.insert(1 if user.has_usable_password() else 0, elsewhere)
        elif not ways:
            ways.append(elsewhere)
        return ways

    def is_safe_url(self, url: str) -> bool:
        """Go on to addresses of this site only; what cannot be read as one is none."""
        try:
            return bool(super().is_safe_url(url))
        except ValueError:  # such as http://[::1
            return False

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """Encrypts the secrets of second factors, which allauth would store in clear."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": _(
            "You need a second step here. Add another one first, then take this one away."
        ),
        "incorrect_code": _(
            "This is not the code. Look again: an app shows a new one soon. If that goes wrong,"
            " too, let your phone set its clock by itself: the code comes from the time."
        ),
        "unverified_email": _(
            "Confirm your address first: open the link sent to it. Then come back."
        ),
    }

    def is_mfa_enabled(self, user: Any, types: list[str] | None = None) -> bool:
        """Count codes on paper, too, where the question is whether to ask for a second step."""
        if types and len(types) > 1:
            types = [*types, Authenticator.Type.RECOVERY_CODES]
        return bool(super().is_mfa_enabled(user, types))

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Leave a second step with whoever must have one: codes on paper alone are one, too."""
        person = authenticator.user
        return can_take_one(person, without=authenticator) or not must_have_one(person)

    def generate_authenticator_name(self, user: Any, type: str) -> str:  # noqa: A002 -- allauth's
        return str(_("My passkey"))

    def encrypt(self, text: str) -> str:
        return _ciphers().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return the text again, also where SECRET_KEY has been replaced (SECRET_KEY_FALLBACKS)."""
        return _ciphers().decrypt(encrypted_text.encode()).decode()


def _ciphers() -> MultiFernet:
    ciphers = []
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        # One secret for the whole site; each use of it gets a key of its own.
        derive = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"pizazz second factor")
        key = derive.derive(force_bytes(secret))
        ciphers.append(Fernet(base64.urlsafe_b64encode(key)))
    return MultiFernet(ciphers)
