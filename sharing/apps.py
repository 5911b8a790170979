"""The sharing app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SharingConfig(AppConfig):
    """Configuration of the sharing app."""

    name = "sharing"
    verbose_name = _("Sharing")
