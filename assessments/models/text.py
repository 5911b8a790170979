"""One limit for every text people type."""

from typing import TYPE_CHECKING, Any

from django.core.validators import ProhibitNullCharactersValidator
from django.db import models

from pages.words import MAX_TEXT

if TYPE_CHECKING:
    TextField = models.TextField[str, str]
else:
    TextField = models.TextField  # takes no types at run time


class Words(TextField):
    """Text in people's own words: optional, up to 5,000 characters, line feeds only."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", "")
        kwargs.setdefault("max_length", MAX_TEXT)
        super().__init__(*args, **kwargs)
        self.validators.append(ProhibitNullCharactersValidator())
