"""How allauth behaves here."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Sign-up is closed: people are added by those who run the site."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse self sign-up."""
        return False
