"""The accounts app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("People and teams")

    def ready(self) -> None:
        import accounts.checks  # noqa: F401, PLC0415 -- checks need the models
        from accounts.signing_in.where import listen  # noqa: PLC0415 -- the same

        listen()
