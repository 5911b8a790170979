"""The assessments app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssessmentsConfig(AppConfig):
    """Configuration of the assessments app."""

    name = "assessments"
    verbose_name = _("Assessments")
