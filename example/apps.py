"""The example app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExampleConfig(AppConfig):
    """Configuration of the example app."""

    name = "example"
    verbose_name = _("Example")
