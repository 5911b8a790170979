"""The pages app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PagesConfig(AppConfig):
    """Configuration of the pages app."""

    name = "pages"
    verbose_name = _("Frame of the pages")
