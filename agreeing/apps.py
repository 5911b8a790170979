"""The agreeing app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AgreeingConfig(AppConfig):
    """Configuration of the agreeing app."""

    name = "agreeing"
    verbose_name = _("Agreeing")
