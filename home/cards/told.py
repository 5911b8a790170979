"""What a team has told so far: the cards of its conversations read as one.

A conversation repeats little of the one before. What it leaves unsaid still holds: an obstacle
until it is called gone, a step until it is over, the day to talk again until another is chosen.
Only the cards given are read, so that whoever may read some conversations learns of no other.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import chain
from operator import itemgetter
from typing import Any

from home.cards.reads import Card, Kept, Key
from record.choices import STILL_TRYING
from record.last_time import first_of_each
from record.taking_out import is_taken_out_mark

Words = dict[str, Any]


def so_far(kept: Kept, sealed: Mapping[Key, Card]) -> dict[uuid.UUID, Card]:
    """Return each team's last card with what still holds of its earlier ones, by the team's id."""
    found = {}
    for team, closures in kept.items():
        newest_first = [sealed[key] for key in reversed(closures) if key in sealed]
        if newest_first:
            found[team] = merged(newest_first)
    return found


def merged(newest_first: Sequence[Card]) -> Card:
    """Return the newest of a team's cards, with what still holds of the others."""
    last = newest_first[0]
    slug = last.words.get("framework")
    # A talk on another framework cannot take up what this one named, nor this one what that did.
    same = [each.words for each in newest_first if each.words.get("framework") == slug]
    trying, still = [], []
    for step in _newest(same, "steps"):
        if step["state"] in STILL_TRYING and not is_taken_out_mark(step["what"]):
            trying.append(step["what"])
    for obstacle in _newest(same, "obstacles"):
        if obstacle["state"] != "gone" and not is_taken_out_mark(obstacle["words"]):
            still.append(obstacle)
    words = last.words | {"trying": trying, "still": still}
    return replace(last, words=words | _again(newest_first))


def _newest(cards: Sequence[Words], name: str) -> list[Words]:
    """Return what these cards have under a name, each as the newest of them tells it."""
    told = chain.from_iterable(words.get(name, ()) for words in cards)
    return list(first_of_each(told, itemgetter("id")))


def _again(newest_first: Sequence[Card]) -> Words:
    """Return when the team means to talk again, as it last chose; not a day it has talked since."""
    last = newest_first[0]
    chosen = last.words
    for each in reversed(newest_first):
        if _chooses(each.words):
            chosen = each.words
    day = chosen.get("next_talk_on")
    if chosen is last.words or not day or day <= last.held_on.isoformat():
        return {}
    needs = last.words.get("next_talk_needs") or chosen.get("next_talk_needs", ())
    by = last.words.get("next_talk_by") or chosen.get("next_talk_by", "")
    return {"next_talk_on": day, "next_talk_needs": needs, "next_talk_by": by}


def _chooses(words: Words) -> bool:
    """Say whether a conversation said when to talk again; *we'll see* is an answer too."""
    return bool(words.get("next_talk") or words.get("next_talk_on"))
