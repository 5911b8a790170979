"""The office app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OfficeConfig(AppConfig):
    """Configuration of the office app."""

    name = "office"
    verbose_name = _("Office")
