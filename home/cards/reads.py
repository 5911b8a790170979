"""What pages over many teams read of finished conversations: cards and places of themes.

Never live rows and never whole records (docs/invariants.md, 6). Of an open conversation they learn
that there is one; a lead not even that.
"""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, starmap
from operator import itemgetter
from typing import Any

import msgspec
from django.db.models import (
    BooleanField,
    Exists,
    ExpressionWrapper,
    OuterRef,
    Q,
    QuerySet,
    TextField,
)
from django.db.models.functions import Cast

from accounts.models import Service
from assessments.models import AgencyRelease, Assessment, Closure, Reading
from assessments.models.assessment import OPEN
from assessments.models.closure import ClosureQuerySet
from pages.database.prepared import Prepared
from record.choices import STILL_TRYING, Status
from record.last_time import first_of_each
from record.taking_out import is_taken_out_mark
from record.words.own_words import as_compared

# The key of a conversation or closure as its database writes it: pages over many teams compare
# hundreds of them and read none, and to make a UUID of each takes as long as to read the cards.
Key = str
KeysByTeam = dict[uuid.UUID, list[Key]]  # a team's finished conversations by its id, oldest first


def _talks_of(services: list[uuid.UUID]) -> QuerySet[Assessment, tuple[Any, ...]]:
    """Return each number of each conversation of these teams, with what its card says."""
    new = ExpressionWrapper(OPEN & Q(reopened_at=None), output_field=BooleanField())
    talks = Assessment.objects.filter(service__in=services).annotate(
        is_new=new,
        talk=_as_text("pk"),
        closure=_as_text("closures"),
        card=_as_text("closures__card"),
    )
    rows = talks.order_by("closures__held_on", "started_at", "closures__number")
    fields = ("talk", "closures__number", "service_id", "closure", "closures__held_on", "card")
    return rows.values_list(*fields, "is_new")


_TALKS = Prepared(_talks_of, list)


def read_talks(services: Iterable[Service]) -> tuple[KeysByTeam, dict[Key, "Card"], set[uuid.UUID]]:
    """Return what these teams have finished, as last kept, its cards, and who has one open.

    Who puts right what was finished is not said to be talking. One query: of many teams there are
    hundreds of conversations.
    """
    numbered_talks = []
    card_rows: dict[Key, tuple[dt.date, Key, str]] = {}
    talking = set()
    for talk, number, service, closure, held_on, card, is_new in _TALKS.rows(
        [team.pk for team in services]
    ):
        if closure:
            numbered_talks.append((talk, number, service, closure))
            card_rows[closure] = (held_on, talk, card)
        if is_new:
            talking.add(service)
    keys_by_team = _by_service(numbered_talks)
    card_by_key = {}
    for key in chain.from_iterable(keys_by_team.values()):
        card_by_key[key] = _card(*card_rows[key])
    return keys_by_team, card_by_key, talking


def _as_text(field: str) -> Cast:
    return Cast(field, TextField())


def shown_keys(services: Iterable[Service]) -> KeysByTeam:
    """Return what these teams show their own organisation now: the number that is shown."""
    rows = shown_now().filter(assessment__service__in=list(services)).in_order()
    keys = rows.annotate(talk=_as_text("assessment"), key=_as_text("pk"))
    return _by_service(keys.values_list("talk", "number", "assessment__service", "key"))


def _by_service(rows: Iterable[tuple[Key, int, uuid.UUID, Key]]) -> KeysByTeam:
    """Keep the highest number of each conversation, in the order they come."""
    all_rows = list(rows)
    highest: dict[Key, int] = {}
    for talk, number, *_rest in all_rows:
        highest[talk] = max(number, highest.get(talk, number))
    keys_by_team: KeysByTeam = {}
    for talk, number, service, closure in all_rows:
        if number == highest[talk]:
            keys_by_team.setdefault(service, []).append(closure)
    return keys_by_team


def shown_now() -> ClosureQuerySet:
    """Return what teams show their own organisation now: asked of each closure by itself.

    Joined instead, SQLite without statistics would walk every showing there is for each service.
    """
    release = AgencyRelease.objects.filter(
        closure=OuterRef("pk"),
        organisation=OuterRef("assessment__service__organisation"),
        shown=True,
        taken_back_at=None,
    )
    return Closure.objects.filter(Exists(release))


@dataclass(frozen=True, slots=True)
class Card:
    """When a team last talked, and the few words sealed for pages over many teams."""

    held_on: dt.date
    talk: Key
    words: dict[str, Any]

    @property
    def assessment_id(self) -> uuid.UUID:
        return uuid.UUID(self.talk)


def cards(keys: Iterable[Key]) -> dict[Key, Card]:
    """Return the cards of these closures; never their documents."""
    rows = Closure.objects.filter(pk__in=list(keys)).annotate(
        key=_as_text("pk"), talk=_as_text("assessment"), text=_as_text("card")
    )
    by_key = {}
    for key, *card in rows.values_list("key", "held_on", "talk", "text"):
        by_key[key] = _card(*card)
    return by_key


def _card(held_on: dt.date, talk: Key, text: str) -> Card:
    """Read a card from its text: a JSONField takes several times as long."""
    return Card(held_on, talk, msgspec.json.decode(text))


@dataclass(frozen=True, slots=True)
class ThemePlace:
    """Where a finished conversation placed a theme: a level's order from 1, a finer place."""

    closure: Key
    framework: uuid.UUID
    theme: str
    level: int
    finer: int | None


def theme_places(keys: Iterable[Key]) -> list[ThemePlace]:
    rows = Reading.objects.filter(
        closure__in=list(keys), line__kind="theme", status=Status.PLACED.value
    ).annotate(key=_as_text("closure"))
    fields = ("key", "line__framework_id", "line__code", "level__order", "finer")
    return list(starmap(ThemePlace, rows.values_list(*fields)))


# --- What a team has told so far: its cards read as one
#
# A conversation repeats little of the one before. What it leaves unsaid still holds: an obstacle
# until it is called gone, a step until it is over, the day to talk again until another is chosen.
# Only the cards given are read, so that whoever may read some conversations learns of no other.

Words = dict[str, Any]


def merged_cards(
    keys_by_team: KeysByTeam, card_by_key: Mapping[Key, Card]
) -> dict[uuid.UUID, Card]:
    """Return each team's last card with what still holds of its earlier ones, by the team's id."""
    card_by_team = {}
    for team, closures in keys_by_team.items():
        newest_first = [card_by_key[key] for key in reversed(closures) if key in card_by_key]
        if newest_first:
            card_by_team[team] = merged(newest_first)
    return card_by_team


def merged(newest_first: Sequence[Card]) -> Card:
    """Return the newest of a team's cards, with what still holds of the others."""
    last = newest_first[0]
    said_on: dict[str, dt.date] = {}
    for card in newest_first:
        for entry in chain(card.words.get("steps", ()), card.words.get("obstacles", ())):
            said_on.setdefault(entry["id"], card.held_on)
    words_of_all = [card.words for card in newest_first]
    trying, still = [], []
    for step in _newest(words_of_all, "steps"):
        if step["state"] in STILL_TRYING and not is_taken_out_mark(step["what"]):
            trying.append((step["what"], said_on[step["id"]]))
    for obstacle in _newest(words_of_all, "obstacles"):
        if obstacle["state"] != "gone" and not is_taken_out_mark(obstacle["words"]):
            still.append(obstacle | {"said_on": said_on[obstacle["id"]]})
    trying = list(first_of_each(trying, lambda step: as_compared(step[0])))
    words = last.words | {"trying": trying, "still": still}
    return replace(last, words=words | _again(newest_first))


def _newest(cards: Sequence[Words], name: str) -> list[Words]:
    """Return what these cards have under a name, each as the newest of them tells it."""
    entries = chain.from_iterable(words.get(name, ()) for words in cards)
    return list(first_of_each(entries, itemgetter("id")))


def _again(newest_first: Sequence[Card]) -> Words:
    """Return when the team means to talk again, as it last chose; not a day it has talked since."""
    last = newest_first[0]
    latest = last.words
    for card in reversed(newest_first):
        # *We'll see* is an answer, too.
        if card.words.get("next_talk") or card.words.get("next_talk_on"):
            latest = card.words
    day = latest.get("next_talk_on")
    if latest is last.words or not day or day <= last.held_on.isoformat():
        return {}
    needs = last.words.get("next_talk_needs") or latest.get("next_talk_needs", ())
    by = last.words.get("next_talk_by") or latest.get("next_talk_by", "")
    return {"next_talk_on": day, "next_talk_needs": needs, "next_talk_by": by}
