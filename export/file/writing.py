"""Writing a file of everything, a row at a time: as little memory for many teams as for one."""

import hashlib
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import msgspec
from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction
from django.db.models import ForeignKey, QuerySet

from accounts.models import Grouping, Organisation, Service
from accounts.operations.backup import copy_served_file
from accounts.operations.preparing import room_for_a_copy
from accounts.operations.tables import connected, patiently, url_of
from export.file import FORMAT, FORMAT_VERSION
from export.file.kinds import KINDS, RowKind, TeamRows, keys_of
from export.file.shapes import (
    WHO_IT_IS,
    FileHead,
    FileRow,
    FrameworkRow,
    GroupingRow,
    NamedPerson,
    OfferRow,
    OrganisationRow,
    leaving_columns,
    row_type,
)
from frameworks.models import Framework, Level, Line, Offer

AT_A_TIME = 200
T = TypeVar("T", Service, Organisation)
_ENCODER = msgspec.json.Encoder(order="deterministic")


def file_of_team(service: Service, alias: str) -> Iterator[bytes]:
    """Give the lines of the file of everything that a team may read."""
    teams = Service.objects.filter(pk=service.pk)
    head = FileHead(FORMAT, FORMAT_VERSION, "team", service.name)
    yield from _lines(head, TeamRows(teams, alias))


def file_of_organisation(organisation: Organisation, alias: str) -> Iterator[bytes]:
    """Give the lines of the file of an organisation: its settings, and each team's own file."""
    teams = Service.objects.filter(organisation=organisation.pk)
    head = FileHead(FORMAT, FORMAT_VERSION, "organisation", organisation.name)
    yield from _lines(head, TeamRows(teams, alias), whole=organisation)


def _lines(head: FileHead, scope: TeamRows, whole: Organisation | None = None) -> Iterator[bytes]:
    first = _ENCODER.encode(head)[:-1] + b',"rows":['
    sha256 = hashlib.sha256(first)
    yield first
    count = 0
    for row in _rows(scope, whole):
        sha256.update(b"\n" + row)
        yield (b",\n" if count else b"\n") + row
        count += 1
    yield b'\n],"count":%d,"sha256":"%s"}\n' % (count, sha256.hexdigest().encode())


def _rows(scope: TeamRows, whole: Organisation | None) -> Iterator[bytes]:
    for row in _named(scope, whole):
        yield _ENCODER.encode(row)
    lines = scope.keys_of_lines()
    for kind in KINDS:
        yield from _of_kind(kind, scope, lines)
    for row in _arranged(scope, whole):
        yield _ENCODER.encode(row)


def _named(scope: TeamRows, whole: Organisation | None) -> Iterator[FileRow]:
    """Give what the rest refers to: frameworks, people, organisations."""
    seals = {seal.framework.natural_key(): seal.digest for seal in scope.frameworks()}
    for slug, version in sorted(seals):  # here, since databases sort words each in its own way
        yield FrameworkRow(slug, version, seals[slug, version])
    for person in scope.people().order_by("pk"):
        yield NamedPerson(person.pk, person.display_name)
    own = set(scope.teams.values_list("organisation", flat=True))
    if whole:
        own.add(whole.pk)
    rows = scope.organisations() | Organisation.objects.using(scope.alias).filter(pk__in=own)
    for organisation in rows.order_by("pk"):
        names = WHO_IT_IS  # of a body nothing more
        if organisation.pk in own:
            names = OrganisationRow.__struct_fields__
        yield OrganisationRow(**{name: getattr(organisation, name) for name in names})


def _arranged(scope: TeamRows, whole: Organisation | None) -> Iterator[FileRow]:
    if whole is None:
        return
    for offer in Offer.objects.using(scope.alias).filter(organisation=whole.pk):
        yield OfferRow(whole.pk, tuple(offer.slugs))
    groupings = Grouping.objects.using(scope.alias).filter(organisation=whole.pk)
    for grouping in groupings.order_by("pk"):
        inside = grouping.services.filter(pk__in=scope.teams).order_by("pk")
        keys = tuple(inside.values_list("pk", flat=True))
        yield GroupingRow(grouping.pk, whole.pk, grouping.name, keys)


def _of_kind(
    kind: RowKind, scope: TeamRows, lines: dict[uuid.UUID, tuple[str, ...]]
) -> Iterator[bytes]:
    """Give the rows of one kind, in an order that is the same on every database."""
    columns, shape = leaving_columns(kind), row_type(kind)
    loose = {field.name: target for field, target in keys_of(kind) if field.null}
    by_words = []
    for name, field in columns.items():
        if field.related_model in {Framework, Line, Level}:
            by_words.append(name)
    rows = _ordered(scope.rows(kind), kind)
    for values in rows.values(*(field.attname for field in columns.values())).iterator(AT_A_TIME):
        row: dict[str, Any] = {}
        for name, field in columns.items():
            row[name] = values[field.attname]
        for name in by_words:
            row[name] = lines[row[name]] if row[name] else None
        for name, target in loose.items():
            if row[name] and not scope.has(target, row[name]):
                row[name] = None
        if kind.name == "record":
            row["document"] = msgspec.Raw(row["document"].encode())
        yield _ENCODER.encode(shape(**row))


def _ordered(rows: QuerySet[Any], kind: RowKind) -> QuerySet[Any]:
    """Sort by key; rows that a database numbers by what they lead to."""
    if kind.model._meta.pk.name in leaving_columns(kind):
        return rows.order_by("pk")
    names = []
    for field in kind.model._meta.concrete_fields:
        if field.related_model is Line:  # another key in each installation
            names += [f"{field.name}__order", f"{field.name}__code"]
        elif isinstance(field, ForeignKey):
            names.append(field.attname)
    return rows.order_by(*names)


@contextmanager
def snapshot(*, large: bool) -> Iterator[str]:
    """Hold one moment. Gives the alias of the database to read.

    PostgreSQL keeps it for this transaction alone. In SQLite whoever reads keeps others from
    saving: what is read in an instant is read where it is, and of what takes longer (`large`) a
    copy is made first, beside the locks for PDFs.
    """
    if connection.in_atomic_block:  # whoever calls holds the moment already
        yield DEFAULT_DB_ALIAS
    elif connection.vendor == "postgresql":
        if large:
            patiently()
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield DEFAULT_DB_ALIAS
    elif large:
        with room_for_a_copy() as folder:
            copy = folder / "copy.sqlite3"
            copy.touch(0o600)
            copy_served_file(copy)
            with connected(url_of(copy)) as alias:
                connections[alias].ensure_connection()
                copy.unlink()  # it is open: whoever is killed from here on leaves none
                yield alias
    else:
        with _reading():
            yield DEFAULT_DB_ALIAS


def as_it_is(row: T, alias: str) -> T:
    """Return this row as it is in the moment that is held: a page has read it before."""
    rows: QuerySet[T] = type(row)._base_manager.using(alias)
    return rows.get(pk=row.pk)


@contextmanager
def _reading() -> Iterator[None]:
    """Begin to read without the right to write, which only one can have."""
    with connection.cursor() as cursor:
        cursor.execute("BEGIN DEFERRED")
        try:
            yield
        finally:
            cursor.execute("COMMIT")
