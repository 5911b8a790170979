"""The shape of a framework document's entries: models, fields and kinds of values."""

import re
from collections.abc import Iterator
from typing import Any

from django.db import models
from django.db.models import ForeignKey, JSONField, PositiveSmallIntegerField, SlugField, TextField

from frameworks.files.documents import Entry, type_of

# What follows “frameworks.” in a file and how a sentence calls it.
KIND_NAMES = {"levelgloss": "gloss"}
# How many words a reference has: slug, version and, below the framework, a code.
KEY_LENGTH = {"framework": 2, "level": 3, "line": 3, "voice": 3}
PLACEHOLDER = re.compile(r"\{(?!people\}|People\})[^}]*\}?")
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
# An unclosed one turns the rest of a sentence round; pages see to direction themselves.
TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
# A name stands inside sentences: on one line, without what nobody can see.
UNSEEN_IN_NAMES = re.compile("[\n\r\t\x85\u00ad\u061c\u200b\u200e\u200f\u2028\u2029\u2060\ufeff]")
SLUG = re.compile(r"[-a-zA-Z0-9_]+")
VERSION = re.compile(r"[-a-zA-Z0-9_.]+")
LARGEST = 32_767
QUOTES = "Write versions in quotes, like “2.10”: without them 2.10 is read as the number 2.1."


def entry_name(entry: Any, position: int) -> str:
    """Return how a sentence calls an entry: by model and code, or by its position in the file."""
    if not isinstance(entry, dict):
        return f"Entry {position}"
    model = str(entry.get("model", "")).rpartition(".")[2]
    if not model:
        return f"Entry {position}"
    model, fields = KIND_NAMES.get(model, model), entry.get("fields")
    name = fields.get("code") or fields.get("slug") if isinstance(fields, dict) else None
    return f"The {model} “{name}”" if isinstance(name, str) else f"Entry {position} ({model})"


def shape_problems(entries: list[Entry]) -> Iterator[str]:
    """Give a sentence for every entry or field that is not of the right shape."""
    for position, entry in enumerate(entries, start=1):
        yield from _entry_problems(entry, entry_name(entry, position))


def _entry_problems(entry: Any, name: str) -> list[str]:
    if not isinstance(entry, dict) or not isinstance(entry.get("fields"), dict):
        return [f"{name} needs “model” and “fields”."]
    extra = sorted(str(key) for key in entry.keys() - {"model", "fields"})
    if extra:
        return [f"{name} has “{extra[0]}”: an entry is “model” and “fields” and nothing else."]
    model = type_of.get(entry["model"]) if isinstance(entry.get("model"), str) else None
    if model is None:
        return [f"{name}: “{entry.get('model')}” is no part of a framework."]
    return _fields_problems(model, entry["fields"], name)


def _fields_problems(model: type[models.Model], values: dict[Any, Any], name: str) -> list[str]:
    fields = {field.name: field for field in model._meta.concrete_fields if not field.primary_key}
    problems = [f"{name}: there is no field “{key}”." for key in values if key not in fields]
    for key, field in fields.items():
        problem = ""
        if key in values:
            problem = _value_problem(field, values[key])
        elif not (field.null or field.blank or field.has_default()):
            problem = "is missing"
        if problem == QUOTES:
            problems.append(problem)
        elif problem:
            problems.append(f"{name}: “{key}” {problem}.")
    return problems


def _value_problem(field: "models.Field[Any, Any]", value: Any) -> str:
    """Return what is wrong with a value, as the end of a sentence; empty when nothing is."""
    if field.name == "owner":
        return "" if value is None else "is for organisations; a file has none"
    if isinstance(field, ForeignKey):
        return _reference_problem(field, value)
    if isinstance(field, JSONField):
        return _list_problem(value)
    if isinstance(field, PositiveSmallIntegerField):
        right = type(value) is int and 0 <= value <= LARGEST
        return "" if right else f"is a whole number from 0 to {LARGEST}"
    if field.name == "version" and isinstance(value, (int, float)):
        return QUOTES
    return _text_problem(field, value)


def _reference_problem(field: "ForeignKey[Any, Any]", value: Any) -> str:
    if value is None and field.null:
        return ""
    if value is None:
        return "is missing"
    length = KEY_LENGTH[field.related_model._meta.model_name or ""]
    if isinstance(value, list) and len(value) == length:
        if any(isinstance(part, (int, float)) for part in value[1:2]):
            return QUOTES
        if all(isinstance(part, str) for part in value):
            return ""
    example = ["slug", "“version”", "code"][:length]
    return f"refers to nothing: write [{', '.join(example)}]"


def _list_problem(value: Any) -> str:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        return "is a list of words"
    return next(filter(None, map(name_problem, value)), "")


def _text_problem(field: "models.Field[Any, Any]", value: Any) -> str:
    if not isinstance(value, str):
        return "is text: put it in quotes"
    if not value.strip():
        return "" if field.blank else "is empty"
    if field.max_length and len(value) > field.max_length:
        return f"is longer than {field.max_length} characters"
    # Both stand in addresses; only a version has dots.
    version = field.name == "version" and not VERSION.fullmatch(value)
    if version or (isinstance(field, SlugField) and not SLUG.fullmatch(value)):
        return f"is “{value}”: use letters, digits, hyphens and underscores"
    choices = dict(field.flatchoices)
    if choices and value not in choices:
        return f"is “{value}”: it can be {', '.join(choices)}"
    # Prose is a TextField; what is short is a name, a heading or a word.
    return _words_problem(value) if isinstance(field, TextField) else name_problem(value)


def name_problem(value: str) -> str:
    """Return what is wrong with words that stand in a sentence, as its end; empty if nothing."""
    if UNSEEN_IN_NAMES.search(value):
        return "has a line break or a mark that cannot be seen: write it on one line, in letters"
    return _words_problem(value)


def _words_problem(value: str) -> str:
    if UNPRINTABLE.search(value):
        return "has a character that cannot be printed"
    if TURNING.search(value):
        return "has a mark that turns the direction of writing: take it out"
    if wrong := PLACEHOLDER.search(value):
        return f"has “{wrong.group()}”: only {{people}} and {{People}} are replaced"
    return ""
