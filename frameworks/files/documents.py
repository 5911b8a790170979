"""Framework documents: a fixture's entries, read from a file or from rows, and their digest.

A document is a list of entries as Django's serialisers write them: {"model": "frameworks.line",
"fields": {...}}. Entries refer to each other by natural key, so a file and the rows loaded from it
have the same entries and the same digest.
"""

import json
from collections.abc import Hashable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml
from django.core import serializers

from frameworks.models import Framework, Level, LevelGloss, Line, Prompt, Voice
from pages.commands import text_of_file
from record.document import digest

if TYPE_CHECKING:
    from django.db import models

LONGEST_FILE = 1_000_000  # characters; the longest of ours has 43,000
MODELS = (Framework, Voice, Level, Line, LevelGloss, Prompt)
type_of = {model._meta.label_lower: model for model in MODELS}
# Fields that came later: where one is empty, a framework is the same as before there was any.
CAME_LATER = {"voice"}
Entry = dict[str, Any]
Key = tuple[str, ...]


class BadDocumentError(Exception):
    """A framework file cannot be used. Holds a sentence per problem, for whoever wrote it."""

    def __init__(self, *problems: str) -> None:
        super().__init__(*problems)
        self.problems = problems

    def __str__(self) -> str:
        more = len(self.problems) - 1
        return self.problems[0] + (f" (and {more} more)" if more else "")


class _Loader(yaml.SafeLoader):
    """YAML that refuses a key given twice: the first one would be lost without a word.

    And a part that stands in several places: ten lines of such parts can be a thousand million.
    Not the loader in C: where a file is nested deeply enough it ends the whole process.
    """

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            name = f"“*{self.get_event().anchor}”"  # type: ignore[no-untyped-call]  # PyYAML's
            raise BadDocumentError(f"{name} stands for what was written above: write it again.")
        return super().compose_node(parent, index)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:  # noqa: FBT001, FBT002 -- PyYAML's signature
        seen: set[Any] = set()
        for key_node, _value in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                continue  # refused below: no such thing can be a key
            key = key_node.value
            if key in seen:
                line = key_node.start_mark.line + 1
                raise BadDocumentError(f"“{key}” is given twice in one entry (line {line}).")
            seen.add(key)
        return super().construct_mapping(node, deep=deep)


def as_entries(document: Any) -> list[Entry]:
    """Return what was read from a framework file; raise BadDocumentError where it is none."""
    if not isinstance(document, list) or not document:
        raise BadDocumentError(
            "A framework file is a list of entries, each with “model” and “fields”."
        )
    return document


def read_yaml(path: Path) -> Any:
    """Read a file in YAML. Raises BadDocumentError, with a sentence that names the line."""
    try:
        text = text_of_file(path, LONGEST_FILE)
        document = yaml.load(text, Loader=_Loader)  # noqa: S506 -- a SafeLoader
    except OSError as error:
        raise BadDocumentError(f"The file cannot be read: {error.strerror or error}.") from error
    except UnicodeDecodeError as error:
        raise BadDocumentError("This is not a text file in UTF-8.") from error
    except RecursionError as error:
        raise BadDocumentError("This is not YAML: it is nested too deeply.") from error
    except (yaml.YAMLError, ValueError) as error:
        raise BadDocumentError(_not_yaml(error)) from error
    return document


def _not_yaml(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    where = f" at line {mark.line + 1}" if mark else ""
    what = getattr(error, "problem", None) or getattr(error, "reason", None) or str(error)
    return f"This is not YAML{where}: {' '.join(str(what).split())}."


def natural_key(entry: Entry) -> Key:
    """Return what an entry is referred to by, starting with slug and version."""
    fields = entry["fields"]
    match entry["model"]:
        case "frameworks.framework":
            return (fields["slug"], fields["version"])
        case "frameworks.levelgloss":
            return (*fields["level"], fields["theme"][-1])
        case _:
            return (*fields["framework"], fields["code"])


def complete(entry: Entry) -> Entry:
    """Return the entry with every field of its model, the left-out ones at their default."""
    fields: dict[str, Any] = {}
    for field in type_of[entry["model"]]._meta.concrete_fields:
        if not field.primary_key:
            fields[field.name] = entry["fields"].get(field.name, field.get_default())
    return {"model": entry["model"], "fields": fields}


def by_framework(entries: Iterable[Entry]) -> dict[Key, list[Entry]]:
    """Group complete entries by slug and version, in the order in which they are met."""
    groups: dict[Key, list[Entry]] = {}
    for entry in entries:
        groups.setdefault(natural_key(entry)[:2], []).append(complete(entry))
    return groups


def from_rows(framework: Framework) -> list[Entry]:
    """Return the entries of a framework as it stands in the database, without local lines."""
    levels = framework.levels.select_related("framework").prefetch_related(
        "glosses__theme__framework"
    )
    rows: list[models.Model] = [framework, *levels]
    rows += framework.voices.select_related("framework")
    rows += framework.lines.filter(owner=None).select_related("framework", "theme__framework")
    for level in levels:
        rows += level.glosses.all()
    rows += framework.prompts.select_related("framework", "line__framework", "voice__framework")
    by_name = {"use_natural_foreign_keys": True, "use_natural_primary_keys": True}
    entries: list[Entry] = serializers.serialize("python", rows, **by_name)
    return entries


def framework_digest(entries: Iterable[Entry]) -> str:
    """Return the SHA-256, in hexadecimal, of one framework's complete entries in any order."""
    entries = map(_without_what_came_later, entries)
    ordered = sorted(entries, key=lambda entry: (entry["model"], natural_key(entry)))
    text = json.dumps(ordered, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return digest(text)


def _without_what_came_later(entry: Entry) -> Entry:
    """Return an entry without later fields of which it has nothing."""
    fields = dict(entry["fields"])
    for name in CAME_LATER:
        if fields.get(name) is None:
            fields.pop(name, None)
    return {"model": entry["model"], "fields": fields}
