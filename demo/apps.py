"""The demo app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DemoConfig(AppConfig):
    """Configuration of the demo app."""

    name = "demo"
    verbose_name = _("Invented teams")
