"""Words that should never have been written, taken out of what was said between team and body."""

import datetime as dt

from django.db.models import F, Model

from accounts.models import Service
from agreeing.models import BOXES, CameOf, Meeting, Remark, Understanding
from record.taking_out import cut, taken_out_mark


def take_words_out_of_ties(service: Service, *, words: str, on: dt.date) -> None:
    """Take them out wherever both could read them. Call it in a transaction."""
    mark = taken_out_mark(on)
    for version in Understanding.objects.filter(tie__service=service):
        said = {name: cut(getattr(version, name), words, mark) for name in BOXES}
        if any(said[name] != getattr(version, name) for name in BOXES):
            changed = Understanding.objects.filter(pk=version.pk)
            changed.update(version=F("version") + 1, **said)
    of_version = {"understanding__tie__service": service}
    _cut_each(Remark, "words", of_version, words, mark)
    _cut_each(CameOf, "words", of_version, words, mark)
    _cut_each(Meeting, "where", {"tie__service": service}, words, mark)


def _cut_each(model: type[Model], name: str, of: dict[str, Service], words: str, mark: str) -> None:
    for row in model._default_manager.filter(**of, **{f"{name}__contains": words}):
        said = cut(getattr(row, name), words, mark)
        model._default_manager.filter(pk=row.pk).update(**{name: said})
