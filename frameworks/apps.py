"""The frameworks app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FrameworksConfig(AppConfig):
    """Configuration of the frameworks app."""

    name = "frameworks"
    verbose_name = _("Frameworks")
