"""A meeting that is offered or taken, as a file that any calendar opens."""

import datetime as dt

from django.conf import settings
from django.utils.translation import gettext as _

from agreeing.models import Meeting
from pages.words import isolated_inside

LASTS = dt.timedelta(hours=1)


def meeting_file(meeting: Meeting, *, now: dt.datetime) -> bytes:
    """Return an iCalendar file (RFC 5545): the hour that was taken, or those that are offered.

    It says who meets, by the name a team has outside, and where; nothing of what is shared.
    """
    from icalendar import Calendar, Event  # noqa: PLC0415 -- slow import

    tie = meeting.tie
    file = Calendar.new(prodid=f"-//{settings.SITE_NAME}//EN", method="PUBLISH")
    if meeting.taken is not None:
        names, times = _("{team} and {body} meet"), [meeting.taken]
    else:
        names, times = _("{team} and {body} may meet: offered"), meeting.times
    names = names.replace("{team}", tie.service.name_outside).replace("{body}", tie.body.name)
    for number, time in enumerate(times, 1):
        entry = Event.new(
            uid=f"meeting-{tie.pk}-{number}",
            stamp=now,
            start=time,
            end=time + LASTS,
            summary=isolated_inside(names),
            location=isolated_inside(meeting.where) if meeting.where else None,
        )
        entry.add("status", "CONFIRMED" if meeting.taken else "TENTATIVE")
        file.add_component(entry)
    return bytes(file.to_ical())
