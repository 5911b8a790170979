"""The export app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExportConfig(AppConfig):
    """Configuration of the export app."""

    name = "export"
    verbose_name = _("Everything out, and in again")
