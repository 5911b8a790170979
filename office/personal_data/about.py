"""What is held about one person, as rows a person can read: for their page and their file.

Nobody else's name or words are in it, and no words of a team, but what only they typed.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.db.models import F, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.actions import accounts_merged_into
from accounts.models import Event, Invitation, KeptPost, LetIn, Letter, Notice, Service, User
from accounts.signing_in.single.let_in import is_linked
from assessments.models import Draft, Note
from office.personal_data.columns import ACT_COLUMNS, KINDS, DataKind
from office.personal_data.labels import NAMES, in_words
from reports.models import WantedPdf
from sharing.models import ShareOpen

Row = dict[str, Any]
FORMAT_VERSION = 1


@dataclass(frozen=True)
class Section:
    kind: DataKind
    rows: list[Row]
    # There are more than these.
    more: bool = False

    @property
    def lines(self) -> list[list[tuple[str, str]]]:
        lines = []
        for row in self.rows:
            line = []
            for column, value in row.items():
                words = _in_words(column, value)
                if words:
                    line.append((str(NAMES[column]), words))
            lines.append(line)
        return lines


def personal_data_of(person: User, *, most: int | None = None) -> Iterator[Section]:
    """Give every kind with its rows; `most`: so many of each at most, the newest.

    Those of accounts that became one with theirs come after.
    """
    accounts = [person, *accounts_merged_into(person)]
    for kind in KINDS:
        rows: list[Row] = []
        for account in accounts:
            rows += ROWS[kind.key](account)
        yield Section(kind, rows[:most], more=most is not None and len(rows) > most)


def _in_words(column: str, value: Any) -> str:
    if column in {"kind", "what", "as", "of", "told_others_of_you"}:
        return in_words(value)
    if value is None or value is False:
        return ""
    if isinstance(value, dt.datetime):
        value = timezone.localtime(value).date()
    if isinstance(value, dt.date):
        return date_format(value, "j F Y")
    if isinstance(value, dict):
        return ", ".join(str(part) for part in value.values() if part)
    if isinstance(value, list):
        return ", ".join(map(in_words, value))
    return _("yes") if value is True else str(value)


def as_file(person: User) -> dict[str, Any]:
    kinds = []
    for section in personal_data_of(person):
        kind = section.kind
        kinds.append(
            {
                "kind": kind.key,
                "name": str(kind.name),
                "where": str(kind.where),
                "how_long": str(kind.how_long),
                "who_sees": str(kind.who_sees),
                "rows": section.rows,
            }
        )
    now = timezone.localtime().isoformat(timespec="seconds")
    return {"format_version": FORMAT_VERSION, "made_at": now, "kinds": kinds}


def _own_addresses(person: User) -> set[str]:
    """Return what is theirs: none that they only typed, which may be somebody else's."""
    rows = EmailAddress.objects.filter(user=person, verified=True)
    return {person.email, *rows.values_list("email", flat=True)}


def _account(person: User) -> list[Row]:
    others = EmailAddress.objects.filter(user=person).exclude(email=person.email)
    return [
        {
            "name": person.display_name,
            "signs_in_as": person.signs_in_as,
            "other_addresses": sorted(others.values_list("email", flat=True)),
            "came_in_by_their_organisation": is_linked(person),
            "since": person.date_joined,
            "last_sign_in": person.last_login,
            "letters": str(person.get_letters_wanted_display()),
            "runs_this_site": person.is_staff,
            "has_read_what_they_can_do_as": person.welcomed_as,
        }
    ]


def _second_steps(person: User) -> Iterator[Row]:
    for authenticator in Authenticator.objects.filter(user=person).order_by("pk"):
        kind, name = str(authenticator.get_type_display()), authenticator.data.get("name", "")
        step = {"kind": kind, "name": name}
        yield step | {"made": authenticator.created_at, "last_used": authenticator.last_used_at}


def _sign_ins(person: User) -> Iterator[Row]:
    for row in person.sign_ins.order_by("-began_at", "-pk"):
        yield {"browser": str(row), "since": row.began_at}


def _belonging(person: User) -> Iterator[Row]:
    teams = person.service_memberships.select_related("service").order_by("-since", "-pk")
    for row in teams:
        place = {"team": row.service.name, "as": row.role}
        yield place | {"since": row.since, "until": row.ended_on}
    places = person.organisation_memberships.select_related("organisation")
    for part in places.order_by("-since", "-pk"):
        place = {"organisation": part.organisation.name, "as": part.role}
        yield place | {"since": part.since, "until": part.ended_on}
    for team in Service.objects.filter(cover=person).in_name_order():
        yield {"looks_after": team.name, "until": team.cover_until}
    said_yes = LetIn.objects.filter(by=person).select_related("service").order_by("-at", "-pk")
    for yes in said_yes:
        yield {"said_yes_to_a_lead_in": yes.service.name, "when": yes.at}


def _invitations(person: User) -> Iterator[Row]:
    """Tell of each way in, taken or not; of those they asked in only where and when."""
    to_them = Q(address__in=_own_addresses(person), person=None, accepted_by=None)
    mine = Invitation.objects.filter(Q(person=person) | Q(accepted_by=person) | to_them)
    for row in mine.select_related("service", "organisation").latest_first():
        yield {
            "asked_in_to": _name(row.place),
            "called": row.name,
            "address": row.address,
            "signs_in_as": row.sign_in_name,
            "asked": row.made_at,
            "came": row.accepted_at,
        }
    invitations = Invitation.objects.filter(by=person).select_related("service", "organisation")
    for row in invitations.latest_first():
        yield {"asked_somebody_in_to": _name(row.place), "asked": row.made_at}


def _letters(person: User) -> list[Row]:
    """Tell of those to their addresses, too, that go to whoever has them, such as a code."""
    to_them = Q(user=None, address__in=_own_addresses(person))
    letters = Letter.objects.filter(Q(user=person) | to_them).order_by("-written_at", "-pk")
    rows = letters.values("kind", "address", written=F("written_at"), sent=F("sent_at"))
    return list(map(dict, rows))


def _notices(person: User) -> Iterator[Row]:
    notices = person.notices.select_related("service", "organisation").latest_first()
    for row in notices:
        notice = {"kind": row.kind, "about": _name(row.place)}
        yield notice | {"told": row.created_at, "read": row.read_at}
    others = Notice.objects.filter(about=person).exclude(user=person)
    before: Row = {}
    for row in others.select_related("service", "organisation").latest_first():
        news = {"told_others_of_you": row.kind, "about": _name(row.place), "told": row.created_at}
        if news != before:  # whom, and how many, is theirs
            yield news
        before = news


def _unsaved(person: User) -> Iterator[Row]:
    drafts = Draft.objects.filter(user=person).select_related("assessment__service")
    for row in drafts.order_by("-saved_at", "-pk"):
        draft = {"team": row.assessment.service.name, "page": row.page}
        yield draft | {"typed": row.fields, "kept": row.saved_at}
    for form in KeptPost.objects.of(person).order_by("-kept_at", "-pk"):
        yield {"page": form.path, "typed": form.body, "kept": form.kept_at}


def _notes(person: User) -> Iterator[Row]:
    notes = Note.objects.filter(signed_by=person).select_related("service")
    for row in notes.order_by("-kept_at", "-pk"):
        yield {"team": row.service.name, "words": row.words, "kept": row.kept_at}


def _acts(person: User) -> list[Row]:
    """Tell what they did, team by team, the latest first."""
    acts: list[Row] = []
    for column in ACT_COLUMNS:
        rows = apps.get_model(column.of)._base_manager.filter(**{column.name: person})
        team_name = f"{column.team}__name"
        for row in rows.values(team_name, *filter(None, [column.at])):
            did, when = str(column.what), row.get(column.at)
            acts.append({"team": row[team_name] or "", "did": did, "when": when})
    acts.sort(key=lambda act: (act["when"] is not None, str(act["when"])), reverse=True)
    return acts


def _openings(person: User) -> Iterator[Row]:
    openings = ShareOpen.objects.filter(user=person).select_related("share")
    for row in openings.order_by("-at", "-pk"):
        how = str(row.get_what_display())
        yield {"report": row.share.reference, "how": how, "when": row.at}


def _events(person: User) -> Iterator[Row]:
    events = Event.objects.filter(Q(actor=person) | Q(object_id=person.pk))
    events = events.select_related("service", "organisation").order_by("-at", "-pk")
    for row in events:
        by = _("you") if row.actor_id == person.pk else _("somebody else")
        about = _name(row.service or row.organisation)
        yield {"what": row.act, "by": by, "about": about, "when": row.at}


def _pdfs(person: User) -> list[Row]:
    rows = WantedPdf.objects.filter(user=person).order_by("-asked_at", "-pk")
    return list(map(dict, rows.values(of=F("kind"), asked=F("asked_at"), made=F("done_at"))))


def _practice(person: User) -> list[Row]:
    return list(map(dict, Service.with_practice.filter(practice_of=person).values("name")))


def _name(place: Any) -> str:
    if place is None:
        return ""
    return str(place.name)


ROWS: dict[str, Callable[[User], Iterable[Row]]] = {
    "account": _account,
    "second_steps": _second_steps,
    "sign_ins": _sign_ins,
    "belonging": _belonging,
    "invitations": _invitations,
    "letters": _letters,
    "notices": _notices,
    "unsaved": _unsaved,
    "notes": _notes,
    "acts": _acts,
    "openings": _openings,
    "events": _events,
    "pdfs": _pdfs,
    "practice": _practice,
}


@dataclass(frozen=True)
class TeamWithWords:
    service: Service
    is_open: bool


def teams_with_words_of(person: User) -> list[TeamWithWords]:
    """Return the teams in which somebody did or wrote something, A to Z."""
    keys: set[Any] = set()
    for column in ACT_COLUMNS:
        rows = apps.get_model(column.of)._base_manager.filter(**{column.name: person})
        keys |= set(rows.values_list(column.team, flat=True))
    keys |= set(Note.objects.filter(signed_by=person).values_list("service", flat=True))
    reached = set(Service.objects.reachable_by(person).values_list("pk", flat=True))
    teams = []
    for team in Service.objects.filter(pk__in=keys - {None}).in_name_order():
        teams.append(TeamWithWords(team, team.pk in reached))
    return teams
