"""The frameworks app."""

from django.apps import AppConfig


class FrameworksConfig(AppConfig):
    name = "frameworks"

    def ready(self) -> None:
        import frameworks.checks  # noqa: F401, PLC0415 -- checks need the models
