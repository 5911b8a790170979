"""The pages app."""

from functools import lru_cache

from django.apps import AppConfig
from django.conf import settings
from django.utils.translation.trans_real import translation

SENTENCES = 10_000  # more than we have


class PagesConfig(AppConfig):
    name = "pages"

    def ready(self) -> None:
        """Look each sentence up once: Django asks several catalogues whenever it prints one."""
        words = translation(settings.LANGUAGE_CODE)
        words.gettext = lru_cache(SENTENCES)(words.gettext)  # type: ignore[method-assign]
