"""How allauth behaves here."""

import base64

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.http import HttpRequest
from django.utils.encoding import force_bytes


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Sign-up is closed: people are added by those who run the site."""

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
