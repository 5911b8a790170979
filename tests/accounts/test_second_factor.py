"""The second factor is prepared and off (docs/adr/0002)."""

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import InvalidToken
from django.conf import settings as live
from django.urls import NoReverseMatch, reverse

SECRET = "JBSWY3DPEHPK3PXP"


def test_second_factor_is_off():
    assert "allauth.mfa" in live.INSTALLED_APPS
    assert live.MFA_SUPPORTED_TYPES == []
    for name in ("mfa_index", "mfa_activate_totp", "mfa_authenticate"):
        with pytest.raises(NoReverseMatch):
            reverse(name)


def test_second_factor_has_its_table(db):
    assert Authenticator.objects.count() == 0


def test_second_factor_secret_is_encrypted():
    adapter = get_adapter()
    kept = adapter.encrypt(SECRET)
    assert SECRET not in kept
    assert adapter.decrypt(kept) == SECRET
    assert adapter.encrypt(SECRET) != kept


def test_second_factor_secret_outlives_a_new_key(settings):
    kept = get_adapter().encrypt(SECRET)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another secret key"
    assert get_adapter().decrypt(kept) == SECRET
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(InvalidToken):
        get_adapter().decrypt(kept)
