"""Who did what: accounts, roles, names, reports sent and taken back. First how each is told.

Other acts are about a talk, its words, or one’s own sign-in.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Event, Invitation, Organisation, User
from accounts.operations.backup import PROVED
from office.selectors import rows_with_words

# What stands after the name of whoever did it. Leads read these of their organisation or body.
ARRANGED = {
    "organisation_added": _("added it"),
    "organisation_named": _("gave it another name"),
    "organisation_changed": _("changed it"),
    "organisation_settled": _("changed its settings"),
    "organisation_ended": _("ended it"),
    "organisation_began_again": _("let it go on"),
    "frameworks_offered": _("chose which frameworks are offered"),
    "second_step_wanted": _("asks everybody for a second step"),
    "second_step_not_wanted": _("does not ask everybody for a second step any more"),
    "grouping_made": _("made a grouping"),
    "grouping_dropped": _("took a grouping away"),
    "service_added": _("added the team"),
    "service_named": _("said what the team is called"),
    "service_changed": _("changed the team"),
    "service_grouped": _("said in which groupings the team is"),
    "service_archived": _("ended the team"),
    "service_opened_again": _("opened the team again"),
    "service_covered": _("said who looks after the team meanwhile"),
    "joined_team_as_contributor": _("let somebody into the team"),
    "joined_team_as_manager": _("let somebody look after the team"),
    "joined_organisation_as_lead": _("let somebody lead on this"),
    "joined_organisation_as_reader": _("let somebody read for it"),
    "left": _("ended somebody’s part"),
    "invited_contributor": _("asked somebody into the team"),
    "invited_manager": _("asked somebody to look after the team"),
    "invited_lead": _("asked somebody to lead on this"),
    "invited_reader": _("asked somebody to read for it"),
    "invited_again": _("asked somebody once more"),
    "invitation_withdrawn": _("took an invitation back"),
    "body_offered": _("offers it to every team"),
    "body_joined": _("said that two bodies are one"),
    "file_of_organisation": _("took all that the organisation has as a file"),
    "file_of_shown": _("took what teams showed as a file"),
    "team_came_in": _("brought the team in from a file"),
    "person_erased": _("erased somebody who had left"),
    "deletion_asked": _("asked that all the team has is deleted"),
    "deletion_agreed": _("agreed that all the team has is deleted"),
    "deletion_stopped": _("stopped the deleting"),
}
# Who runs the site reads these besides.
ON_SITE = {
    "person_added": _("added an account"),
    "person_display_name_changed": _("changed a name"),
    "person_email_changed": _("changed what somebody signs in with"),
    "person_is_active_changed": _("switched an account on or off"),
    "person_is_staff_changed": _("changed who runs this site"),
    "person_is_superuser_changed": _("changed who has all rights here"),
    "person_helped_back_in": _("helped somebody back in"),
    "person_single_sign_on": _("came in by their organisation’s sign-in for the first time"),
    "person_second_step_forgotten": _("took somebody’s second steps away"),
    "person_made_one": _("made two accounts one"),
    "way_in_made": _("made a link with which somebody gets back in"),
    "body_brought": _("asked in a body that was not here"),
    "share_sent": _("sent a report of the team"),
    "share_taken_back": _("took a report of the team back"),
    "team_deleted": _("took away all that the team had, as was agreed"),
    "organisation_deleted": _("took away all that its teams had, as was begun"),
    PROVED: _("made a copy of everything, and proved it"),
}


A_PAGE = 50


@dataclass(frozen=True)
class HistoryEntry:
    """One thing that was done. `whom`: whom it was done to, where that is not who did it."""

    event: Event
    words: str
    whom: str


@dataclass(frozen=True)
class HistoryPage:
    """Some of what was done, newest first. `earlier`: the key of the last, where there is more."""

    rows: list[HistoryEntry]
    earlier: int | None


def history_of_site(*, before: int | None, words: str) -> HistoryPage:
    rows = Event.objects.filter(act__in=[*ARRANGED, *ON_SITE], service__practice_of=None)
    return _page(rows, before, words, with_invited=False)


def history_of(organisation: Organisation, *, before: int | None, words: str) -> HistoryPage:
    """Return what was arranged at an organisation or a body and in its teams, for who leads it."""
    here = Q(organisation=organisation) | Q(service__organisation=organisation)
    rows = Event.objects.filter(here, act__in=list(ARRANGED))
    return _page(rows, before, words, with_invited=True)


def _page(
    rows: QuerySet[Event], before: int | None, words: str, *, with_invited: bool
) -> HistoryPage:
    """Return those before this one, newest first: nothing is counted, however many there are.

    `with_invited`: who was asked in, and has not come, is told by the typed name.
    """
    columns = ("actor__display_name", "service__name", "organisation__name")
    rows = rows_with_words(rows, words, *columns)
    # Found on this very list: the key of anything else would tell when that was.
    last = rows.filter(pk=before).first() if before is not None else None
    if last is not None:
        rows = rows.filter(Q(at__lt=last.at) | Q(at=last.at, pk__lt=last.pk))
    rows = rows.select_related("actor", "service", "organisation").order_by("-at", "-pk")
    events = list(rows[: A_PAGE + 1])
    events_of_page = events[:A_PAGE]
    keys = (event.object_id for event in events_of_page if event.object_id)
    names = _names(keys, with_invited=with_invited)
    earlier = events_of_page[-1].pk if len(events) > A_PAGE else None
    return HistoryPage([_entry(event, names) for event in events_of_page], earlier)


def _names(keys: Iterable[uuid.UUID], *, with_invited: bool) -> dict[uuid.UUID, str]:
    """Return whom these keys are of: people by name, invitations by whom they were for."""
    all_keys = set(keys)
    people = User.objects.filter(pk__in=all_keys)
    names = dict(people.values_list("pk", "display_name"))
    for invitation in Invitation.objects.filter(pk__in=all_keys).select_related("accepted_by"):
        if invitation.accepted_by:
            names[invitation.pk] = invitation.accepted_by.display_name
        elif with_invited:
            names[invitation.pk] = invitation.whom
    return names


def _entry(event: Event, names: dict[uuid.UUID, str]) -> HistoryEntry:
    words = ARRANGED.get(event.act) or ON_SITE[event.act]
    own = event.actor_id is not None and event.object_id == event.actor_id
    if own and event.act == "left":
        words = _("left")
    whom = "" if own or event.object_id is None else names.get(event.object_id, "")
    return HistoryEntry(event, str(words), whom)
