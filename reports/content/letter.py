"""The first page of a report: a letter."""

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext as _
from msgspec import UNSET, UnsetType

from record.document import Record, ServiceText
from record.framework import Struct
from record.words.days import day, is_recent
from record.words.phrases import fill
from reports.content.conversations import origin
from reports.content.options import Options
from reports.content.pieces import Own, month, own


class CoverLetter(Struct, kw_only=True):
    """Who writes to whom, why now, the team's opening, and what this is and is not."""

    service: str
    organisation: str
    to: str
    date: str
    reference: str
    title: str
    greeting: str
    purpose: Own | None = None
    took_part: str
    matters: Own | None = None
    opening: Own | None = None
    what_it_is: str
    what_it_is_not: str
    meet: Own | UnsetType = UNSET  # not in copies that were frozen before there was any
    by_one: bool | UnsetType = UNSET  # said only where one person makes up the team
    was_in: str | UnsetType = UNSET  # the month of the last talk, where that is long ago
    whom_to_ask: str = ""
    ending: str = ""
    signed: str = ""


def letter(
    records: Sequence[Record], options: Options, *, today: dt.date | None = None
) -> CoverLetter:
    """Write the first page. `today`: the day it is told on, where that is not its own."""
    service, held_on = records[-1].service, records[-1].held_on
    was_in = "" if is_recent(held_on, today or options.date) else month(held_on)
    return CoverLetter(
        service=service.name,
        organisation=service.organisation,
        to=options.to,
        date=day(options.date),
        reference=options.reference,
        title=_title(service.name, was_in),
        was_in=was_in or UNSET,
        greeting=_("Dear colleagues,") if options.to else "",
        purpose=own(options.purpose),
        took_part=origin(
            records, inside=options.inside, selected=options.selected, by_myself=options.by_myself
        ),
        matters=own(service.what_matters),
        opening=own(records[-1].occasion.opening),
        what_it_is=_(
            "This is our own account of how we work. We looked at what we do and how we do it, "
            "not at {people}."
        ).format(people=service.people),
        what_it_is_not=_(
            "It is not a score or an inspection, and it cannot be set beside anybody else’s. "
            "Finding that something is harder than we thought is part of an honest account."
        ),
        meet=own(options.meet) or UNSET,
        by_one=options.by_myself or UNSET,
        **_ending(service, options),
    )


def _title(service: str, was_in: str) -> str:
    """Say what it is about: how a team gets on, or how it did when it last talked."""
    form = _("How we are getting on at {service}")
    if was_in:
        form = _("How we were getting on at {service} in {month}")
    return form.format(service=service, month=was_in)


def _ending(service: ServiceText, options: Options) -> dict[str, str]:
    """Say who to turn to, and end; nothing of it where there is no addressee."""
    if options.inside:
        return {}
    by_one = _("{service}, written by the one person who works here")
    form = by_one if options.by_myself else _("the team of {service}")
    signed = form.format(service=service.name)
    form = _(
        "If something is unclear, or you would like to talk about it, turn to the manager of "
        "{service} at {organisation}. Nobody expects an answer by a certain day."
    )
    if service.organisation == service.name:
        form = _(
            "If something is unclear, or you would like to talk about it, turn to the manager of "
            "{service}. Nobody expects an answer by a certain day."
        )
    whom = fill(form, service=service.name, organisation=service.organisation)
    return {"whom_to_ask": whom.plain, "ending": _("With kind regards,"), "signed": signed}
