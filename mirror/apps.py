"""The mirror app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MirrorConfig(AppConfig):
    """Configuration of the mirror app."""

    name = "mirror"
    verbose_name = _("Mirror")
