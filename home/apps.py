"""The home app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    """Configuration of the home app."""

    name = "home"
    verbose_name = _("Home")
