"""The reports app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    """Configuration of the reports app."""

    name = "reports"
    verbose_name = _("Reports")
