"""When teams want to talk again, as a file that any calendar opens."""

import datetime as dt
from collections.abc import Iterable

from django.conf import settings
from django.utils.translation import gettext as _

from home.cards.coming import held_by
from home.teams import Team
from pages.words import isolated_inside, unlinked


def calendar(teams: Iterable[Team], *, now: dt.datetime, to_the_team: bool = False) -> bytes:
    """Return an iCalendar file (RFC 5545): a whole day for each team that named one.

    A team's entry keeps its UID, so that opening a newer file moves it. It says no more than
    *Coming up* does; `to_the_team`: who holds the talk, too, as on its own first page.
    """
    from icalendar import Calendar, Event  # noqa: PLC0415 -- slow import

    file = Calendar.new(prodid=f"-//{settings.SITE_NAME}//EN", method="PUBLISH")
    again = _("{name} means to talk again around this day")
    for team in teams:
        day = team.next_on
        if day is None:
            continue
        more = [unlinked(isolated_inside(held_by(team.last)))] if to_the_team else []
        if team.needs:
            more.append(_("For that it needs {needs}.").replace("{needs}", team.needs))
        sentence = again.replace("{name}", team.service.name_outside)
        entry = Event.new(
            uid=f"next-talk-{team.service.pk}",
            stamp=now,
            start=day,
            end=day + dt.timedelta(days=1),
            summary=unlinked(isolated_inside(sentence)),
            description=" ".join(filter(None, more)) or None,
        )
        entry.add("transp", "TRANSPARENT")  # nobody's day is taken
        file.add_component(entry)
    return bytes(file.to_ical())
