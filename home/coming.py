"""*Coming up* on *Your teams*: who talks now, and who wants to talk again when."""

import datetime as dt
from collections.abc import Iterable
from functools import lru_cache

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from record.words.phrases import Part, PartRole, Sentence, day, fill, joined, text


def sentences(
    talking: Iterable[str], ahead: Iterable[tuple[dt.date, str, str]], *, today: dt.date
) -> list[Sentence]:
    """Say it of each team. `ahead`: day, team's name, what it needs. A day gone by is just said.

    A name is somebody's own words: it may be in a script of its own.
    """
    over = _("{name} meant to talk again about {day}.")
    coming = _("{name} would like to talk again about {day}.")
    needing, language = _("For that it needs {needs}."), get_language()
    now = _("{name} is talking now.")
    found = [fill(now, name=Part(PartRole.WORDS, name)) for name in talking]
    for on, name, needs in ahead:
        form = over if on < today else coming
        again = fill(form, name=Part(PartRole.WORDS, name), day=day_of(on, language))
        for_that = fill(needing, needs=needs) if needs else text("")
        found.append(joined(again, for_that))
    return found


@lru_cache(maxsize=1024)  # many teams, few days
def day_of(on: dt.date, language: str | None) -> str:  # noqa: ARG001 -- part of the cache's key
    """Say a day."""
    return day(on)
