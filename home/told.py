"""What a team has told so far: the cards of its conversations read as one.

A conversation repeats little of the one before. What it leaves unsaid still holds: an obstacle
until it is called gone, a step until it is over, the day to talk again until another is chosen.
Only the cards given are read, so that whoever may read some conversations learns of no other.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace
from operator import itemgetter
from typing import Any

from home.selectors import Card, Kept
from record.choices import STILL_TRYING
from record.newest import first_of_each

Words = dict[str, Any]


def so_far(kept: Kept, sealed: Mapping[uuid.UUID, Card]) -> dict[uuid.UUID, Card]:
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
    steps = (step for words in same for step in words.get("steps", ()))
    obstacles = (obstacle for words in same for obstacle in words.get("obstacles", ()))
    words = last.words | {
        "trying": [
            each["what"]
            for each in first_of_each(steps, itemgetter("id"))
            if each["state"] in STILL_TRYING
        ],
        "still": [
            each for each in first_of_each(obstacles, itemgetter("id")) if each["state"] != "gone"
        ],
    }
    return replace(last, words=words | _again(newest_first))


def _again(newest_first: Sequence[Card]) -> Words:
    """Return when the team means to talk again, as it last chose; not a day it has talked since."""
    last = newest_first[0]
    chosen = next((each.words for each in newest_first if _chooses(each.words)), last.words)
    day = chosen.get("next_talk_on")
    if chosen is last.words or not day or day <= last.held_on.isoformat():
        return {}
    needs = last.words.get("next_talk_needs") or chosen.get("next_talk_needs", ())
    return {"next_talk_on": day, "next_talk_needs": needs}


def _chooses(words: Words) -> bool:
    """Say whether a conversation said when to talk again; *we'll see* is an answer too."""
    return bool(words.get("next_talk") or words.get("next_talk_on"))
