"""The shapes of a file's rows: made from the tables' own columns, so that no column is forgotten.

From them comes the JSON Schema in docs/export.schema.json; it changes when a column does.
"""

import datetime as dt
import uuid
from functools import cache
from inspect import cleandoc
from typing import Annotated, Any, Literal

import msgspec
from django.db import models
from msgspec import Meta

from accounts.models.organisation import FEWEST_DAYS, MOST_DAYS
from export.file import FORMAT, FORMAT_VERSION
from export.file.codes import KINDS_OF_PLACE, LISTS
from export.file.kinds import KINDS, RowKind, is_unnamed
from frameworks.models import Framework, Level, Line
from record.document import Record
from record.framework import Struct

TAG = "row"
Aware = Annotated[dt.datetime, Meta(tz=True)]
SMALL, LARGE = 32767, 10**9  # a version is counted on from there
# By which words a row of a framework is known in every installation: slug, version, code.
FrameworkKey = tuple[str, str]
LineKey = tuple[str, str, str]

_PLAIN: "dict[type[models.Field[Any, Any]], Any]" = {
    models.UUIDField: uuid.UUID,
    models.DateTimeField: Aware,
    models.DateField: dt.date,
    models.BooleanField: bool,
    models.BinaryField: bytes,
    models.JSONField: tuple[str, ...],  # lists of words, codes and keys: there are no others
    models.PositiveSmallIntegerField: Annotated[int, Meta(ge=0, le=SMALL)],
    models.PositiveIntegerField: Annotated[int, Meta(ge=0, le=LARGE)],
}


class FileRow(Struct, frozen=True, tag_field=TAG, forbid_unknown_fields=True):
    """One row of the file. Its `row` says of which kind it is."""


class FrameworkRow(FileRow, tag="framework"):
    """A framework that something here is about. It has to be there before the file comes in."""

    slug: str
    version: str
    digest: str


class NamedPerson(FileRow, tag="person"):
    """Somebody whom a page names. Who was erased is called somebody who has left."""

    id: uuid.UUID
    name: Annotated[str, Meta(min_length=1, max_length=100)]


class OrganisationRow(FileRow, tag="organisation"):
    """The teams' own organisation, with how it arranged itself; or a body, by name."""

    id: uuid.UUID
    kind: Literal["provider", "commissioner"]
    name: Annotated[str, Meta(min_length=1, max_length=200)]
    slug: Annotated[str, Meta(min_length=1, max_length=50)]
    people_word: Annotated[str, Meta(max_length=40)] = ""
    kinds_of_place: tuple[Literal[KINDS_OF_PLACE], ...] = ()  # type: ignore[valid-type]
    sending: Literal["manager", "two"] = "manager"
    days_to_read: Annotated[int, Meta(ge=FEWEST_DAYS, le=MOST_DAYS)] = FEWEST_DAYS
    second_step: bool = False
    closed_on: dt.date | None = None


WHO_IT_IS: tuple[str, ...] = ("id", "kind", "name", "slug")


class GroupingRow(FileRow, tag="grouping"):
    id: uuid.UUID
    organisation: uuid.UUID
    name: Annotated[str, Meta(min_length=1, max_length=100)]
    services: tuple[uuid.UUID, ...]


class OfferRow(FileRow, tag="offer"):
    """Which frameworks an organisation offers its teams."""

    organisation: uuid.UUID
    slugs: tuple[str, ...]


class FileHead(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    format: Literal[FORMAT]  # type: ignore[valid-type]
    format_version: int
    of: Literal["team", "organisation"]
    name: str


class FileFoot(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a file ends: how many rows it has, and the SHA-256 of its lines so far."""

    count: int
    sha256: str


def leaving_columns(kind: RowKind) -> "dict[str, models.Field[Any, Any]]":
    """Return the columns of a kind that leave, by the name that the file gives them."""
    columns = {}
    for field in kind.model._meta.concrete_fields:
        numbered = isinstance(field, models.AutoField)  # given anew by each database
        if numbered or field.name in kind.stays or is_unnamed(kind, field.name):
            continue
        columns[field.name] = field
    return columns


@cache
def row_type(kind: RowKind, *, raw: bool = True) -> type[FileRow]:
    """Return the shape of a kind's rows. With `raw`, a record stays the bytes that it is.

    A column that has a default may be lacking: an older file was written before there was one.
    """
    fields: list[Any] = []
    for name, field in leaving_columns(kind).items():
        if field.primary_key or not (field.null or field.has_default()):
            fields.append((name, _type_of(field)))
        else:
            fields.append((name, _type_of(field), msgspec.field(default_factory=field.get_default)))
    if kind.name == "record":
        fields = [column for column in fields if column[0] != "document"]
        fields.append(("document", msgspec.Raw if raw else Record))
    title = "".join(part.title() for part in kind.name.split("_")) + "Row"
    return msgspec.defstruct(  # type: ignore[return-value]  # of FileRow
        title,
        fields,
        bases=(FileRow,),
        tag=kind.name,
        frozen=True,
        kw_only=True,
        namespace={"__doc__": f"A row of {kind.model._meta.verbose_name_plural}."},
    )


def _type_of(field: "models.Field[Any, Any]") -> Any:
    target = field.related_model
    if target is Framework:
        shape: Any = FrameworkKey
    elif target in {Line, Level}:
        shape = LineKey
    elif isinstance(target, type):
        shape = uuid.UUID
    else:
        shape = _plain(field)
    if field.null:
        return shape | None
    return shape


def _plain(field: "models.Field[Any, Any]") -> Any:
    if field.choices:
        codes = [str(code) for code, _label in field.flatchoices]
        return Literal[tuple([*codes, ""] if field.blank and "" not in codes else codes)]
    if (field.model, field.name) in LISTS:
        return tuple[Literal[LISTS[field.model, field.name]], ...]  # type: ignore[valid-type,name-defined]
    for kind, shape in _PLAIN.items():
        if type(field) is kind:
            return shape
    if field.max_length:
        return Annotated[str, Meta(max_length=field.max_length)]
    return str


def all_rows(*, raw: bool = True) -> Any:
    types = [FrameworkRow, NamedPerson, OrganisationRow, GroupingRow, OfferRow]
    shapes: Any = types[0]
    for shape in [*types[1:], *(row_type(kind, raw=raw) for kind in KINDS)]:
        shapes |= shape
    return shapes


def whole_file() -> type[msgspec.Struct]:
    return msgspec.defstruct(
        "Export",
        [
            ("format", Literal[FORMAT]),
            ("format_version", Literal[FORMAT_VERSION]),
            ("of", Literal["team", "organisation"]),
            ("name", str),
            ("rows", tuple[all_rows(raw=False), ...]),  # type: ignore[misc]
            ("count", int),
            ("sha256", str),
        ],
        forbid_unknown_fields=True,
    )


def schema() -> dict[str, Any]:
    shapes = msgspec.json.schema(whole_file())
    for shape in shapes["$defs"].values():
        if "description" in shape:  # a docstring, which Python 3.13 has without its indent
            shape["description"] = cleandoc(shape["description"])
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **shapes}
