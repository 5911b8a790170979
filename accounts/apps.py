"""The accounts app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        import accounts.checks  # noqa: F401, PLC0415 -- checks need the models
        from accounts.signing_in.sign_ins import listen  # noqa: PLC0415 -- the same

        listen()
