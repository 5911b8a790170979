"""The frameworks app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FrameworksConfig(AppConfig):
    name = "frameworks"
    verbose_name = _("Frameworks")

    def ready(self) -> None:
        import frameworks.checks  # noqa: F401, PLC0415 -- checks need the models
