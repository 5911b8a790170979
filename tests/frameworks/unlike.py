"""Frameworks unlike the shipped one, to walk the product with; each made of the tiny one.

`bare`: three themes without elements, two levels, no names for what is between. `long`: six levels
with long names in several languages. `turned`: every name is written from right to left. `one`: a
theme with an element, and no more; its name has a place for a team’s word for its people.
"""

import json
from collections.abc import Callable

from frameworks.actions import publish
from frameworks.files.documents import Entry
from frameworks.models import Framework
from tests.frameworks.entries import read_entries
from tests.frameworks.tiny import TINY

LONG = (
    "It has crossed somebody’s mind once",
    "Einzelne von uns, je nach Dienstplan",
    "Częściej tak niż nie, jeśli jest czas",
    "Dyma sut rydym yn gweithio yma bellach",
    "Selbstverständlichkeitsgrundlage",
    "It goes on whoever comes and whoever goes",
)
TURNED = {
    "Tiny": "إطار صغير",
    "Soil": "الأرض",
    "Worms": "الديدان",
    "Water": "الماء",
    "Light": "الضوء",
    "Windows": "النوافذ",
    "Seed": "بذرة",
    "Shoot": "برعم",
    "Leaf": "ورقة",
    "Tree": "شجرة",
}


def bare() -> list[Entry]:
    """Return themes alone."""
    entries = []
    for entry in read_entries(TINY):
        fields = entry["fields"]
        of_element = fields.get("kind") in {"element", "tell", "sideways"}
        high = "leaf" in (fields.get("code"), *(fields.get("level") or ()))
        high = high or "tree" in (fields.get("code"), *(fields.get("level") or ()))
        if not of_element and not high:
            entries.append(entry)
    entries[0]["fields"] |= {"step_names": [], "name": "Bare"}
    return entries


def long() -> list[Entry]:
    """Return six levels with long names."""
    entries = []
    for entry in read_entries(TINY):
        fields = entry["fields"]
        if entry["model"] == "frameworks.level":
            fields["name"] = LONG[fields["order"] - 1]
        if entry["model"] != "frameworks.levelgloss":
            entries.append(entry)
    for order in (5, 6):
        fields = {"framework": ["tiny", "1.0"], "code": f"l{order}", "order": order}
        fields |= {"name": LONG[order - 1], "gloss": "A gloss"}
        entries.append({"model": "frameworks.level", "fields": fields})
    return entries


def turned() -> list[Entry]:
    """Return names that are written from right to left."""
    entries = read_entries(TINY)
    for entry in entries:
        fields = entry["fields"]
        if fields.get("name") in TURNED:
            fields["name"] = TURNED[fields["name"]]
        if fields.get("kind") == "whole":
            fields["name"] = "المكان كله"
    return entries


def one() -> list[Entry]:
    """Return one theme with one element."""
    entries = []
    for entry in read_entries(TINY):
        fields = entry["fields"]
        line = fields.get("line") or [fields.get("code")]
        if line[-1] not in {"light", "windows", "water"}:
            entries.append(entry)
        if fields.get("name") == "Soil":
            fields["name"] = "Soil for {people}"
    return entries


UNLIKE: dict[str, Callable[[], list[Entry]]] = {
    "bare": bare,
    "long": long,
    "turned": turned,
    "one": one,
}


def load_unlike(name: str) -> Framework:
    """Publish one of them and return it; its slug is its name."""
    written = json.dumps(UNLIKE[name]()).replace('"tiny"', f'"{name}"')
    publish(entries=json.loads(written))
    return Framework.objects.get_by_natural_key(name, "1.0")
