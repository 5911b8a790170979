"""Who may read what a team finished, in the line under the header."""

from django import template
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Service
from assessments.models import Closure
from mirror.selectors import read_elsewhere
from pages.words import isolated
from record.words.days import since_when
from sharing.selectors import live_releases, live_reports_of

register = template.Library()


@register.simple_tag
def who_may_read(service: Service, closure: Closure, *, by_one: bool) -> str:
    """Say who may read a finished conversation today: its team, and who else, by name.

    `by_one`: one person is the team.
    """
    readers = [_("The team of {team} reads this.").format(team=isolated(service.name))]
    if by_one:
        readers = [_("You read this.")]
    for release in live_releases(closure):
        may_read = _("{organisation} has been able to read this conversation since {day}.")
        name, shown_on = release.organisation.name, timezone.localdate(release.decided_at)
        day = since_when(shown_on, timezone.localdate())
        readers.append(may_read.format(organisation=isolated(name), day=day))
    for share in live_reports_of(closure):
        may_read = _("{body} may read a report built from it, until {day}.")
        readers.append(may_read.format(body=isolated(share.body.name), day=share.last_day))
    for name in read_elsewhere(closure):
        may_read = _("{team} may read what we say of each line, beside its own.")
        readers.append(may_read.format(team=isolated(name)))
    if len(readers) == 1:
        readers.append(_("Nobody else."))
    return " ".join(readers)
