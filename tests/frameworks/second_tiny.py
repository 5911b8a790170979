"""The second edition of the tiny framework: what an edition may change, once each.

Worms are called *Earthworms*; water is split into *Rain* and *Pond*; windows are retired; *Lamp* is
new. With `levels` there is a fifth one, *forest*.
"""

import json

from frameworks.actions import add_companion, publish
from frameworks.files.documents import Entry
from frameworks.models import Framework
from tests.frameworks.entries import read_entries
from tests.frameworks.tiny import TINY

LINES = [
    {"kind": "same", "from": "whole", "to": "whole"},
    {"kind": "same", "from": "soil", "to": "soil"},
    {"kind": "same", "from": "light", "to": "light"},
    {"kind": "same", "from": "worms", "to": "worms", "note": "It has a plainer name."},
    {"kind": "split", "from": "water", "to": "rain", "note": "Rain and ponds are asked apart."},
    {"kind": "split", "from": "water", "to": "pond", "note": "Rain and ponds are asked apart."},
    {"kind": "retired", "from": "windows", "note": "Windows are no longer asked about."},
    {"kind": "new", "to": "lamp"},
]
LEVELS = ("seed", "shoot", "leaf", "tree")


def load_second_tiny(
    *, levels: bool = False, linked: bool = True, lines: list[dict[str, str]] = LINES
) -> Framework:
    """Publish it, with its links, and return it."""
    entries = _renamed(json.loads(json.dumps(read_entries(TINY)).replace('"1.0"', '"2.0"')), levels)
    publish(entries=entries)
    if linked:
        document = {"from": ["tiny", "1.0"], "to": ["tiny", "2.0"], "lines": lines}
        if levels:
            same = [{"kind": "same", "from": code, "to": code} for code in LEVELS]
            document["levels"] = [*same, {"kind": "new", "to": "forest"}]
        add_companion(document=document)
    return Framework.objects.get_by_natural_key("tiny", "2.0")


def _renamed(entries: list[Entry], levels: bool) -> list[Entry]:
    text = json.dumps(entries)
    entries = json.loads(text.replace("windows", "lamp").replace("water", "rain"))
    more = []
    for entry in entries:
        fields = entry["fields"]
        if fields.get("code") == "worms":
            fields["name"] = "Earthworms"
        names = {"rain": "Rain", "lamp": "Lamp"}
        if entry["model"] == "frameworks.line" and fields["code"] in names:
            fields["name"] = names[fields["code"]]
        if "rain" in json.dumps(fields):
            copied = json.loads(json.dumps(entry).replace("rain", "pond").replace("Rain", "Pond"))
            copied["fields"]["order"] += 3 if entry["model"] == "frameworks.line" else 500
            more.append(copied)
        if levels and fields.get("code") == "tree" and entry["model"] == "frameworks.level":
            copied = json.loads(json.dumps(entry))
            copied["fields"] |= {"code": "forest", "name": "Forest", "order": 5}
            more.append(copied)
        if levels and (fields.get("level") or [""])[-1] == "tree":
            copied = json.loads(json.dumps(entry))
            copied["fields"]["level"][-1] = "forest"
            more.append(copied)
    return entries + more
