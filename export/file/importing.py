"""Bringing a file of everything into this installation: all of it, proved, or nothing."""

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.db import DEFAULT_DB_ALIAS, DataError, IntegrityError, connection, models, transaction
from django.utils import timezone
from django.utils.formats import date_format

from accounts.actions import log
from accounts.models import Erasure, Grouping, Organisation, Service, User
from accounts.operations.tables import patiently
from assessments.models import Assessment, Closure, Reading
from assessments.sealing.seal import card, readings
from assessments.sealing.verify import problems
from export.file.codes import impossible_values, impossible_values_in_report, is_a_day
from export.file.kinds import BY_NAME, KINDS, RowKind, TeamRows, is_unnamed, leads_outside
from export.file.places import (
    Frameworks,
    arrange,
    as_here,
    find_or_make,
    nobody,
    slug_here,
    stand_ins,
)
from export.file.reading import ExportFile
from export.file.shapes import (
    FileRow,
    FrameworkRow,
    GroupingRow,
    NamedPerson,
    OfferRow,
    OrganisationRow,
    leaving_columns,
)
from frameworks.models import Framework, Level, Line
from frameworks.selectors import tree_by_id
from pages.commands import CannotDo, open_file
from pages.words import refuse_controls, tidy
from record.document import Record, digest
from reports.content import Report
from sharing.models import Share, Waits

if TYPE_CHECKING:
    from uuid import UUID

# Rows in memory at a time; of records, which are some 30 kB each, and reports fewer.
AT_A_TIME = 500
FEWER = 50
LARGE_ROWS = {"record", "share", "share_file"}


def bring_in(path: Path) -> list[Service]:
    """Read a file into the database that is served; return the teams that came in.

    Raises CannotDo with a sentence that says what and where; nothing is changed then.
    """
    try:
        with open_file(path) as file, transaction.atomic():
            patiently()
            return _Import(ExportFile(path, file)).run()
    except OSError as error:
        raise CannotDo(f"{path} cannot be read: {error.strerror or error}.") from error


class _Import:
    def __init__(self, file: ExportFile) -> None:
        if not User.objects.filter(is_active=True).exists():
            raise CannotDo(
                "Nobody is in here yet: come in first, at the address “first_address” prints."
            )
        self.file = file
        self.nobody = nobody()
        self.frameworks = Frameworks()
        self.services: list[UUID] = []
        self.new: set[UUID] = set()  # organisations
        self.as_here: dict[UUID | None, UUID] = {}  # a body of the file, and what it is here
        self.counts: dict[str, int] = {}
        self._batch: list[models.Model] = []
        self._kind: RowKind | None = None

    def run(self) -> list[Service]:
        for number, row in self.file.rows():
            try:
                self._take(row)
            except (IntegrityError, DataError) as error:
                raise CannotDo(
                    f"{self.file.path}, line {number}: {_rule(error)}. Nothing was changed."
                ) from error
            except CannotDo as error:
                raise CannotDo(f"{self.file.path}, line {number}: {error}") from error
        try:
            self._flush()
            self._refuse_pointing_outside()
            connection.check_constraints()
        except (IntegrityError, DataError) as error:
            raise CannotDo(f"{self.file.path}: {_rule(error)}. Nothing was changed.") from error
        rows = Service.objects.filter(pk__in=self.services)
        for problem in problems(rows):
            raise CannotDo(f"{self.file.path}: {problem}. Nothing was changed.")
        teams = list(rows.select_related("organisation").in_name_order())
        for team in teams:
            log("team_came_in", by=None, object_id=team.pk, service=team)
        return teams

    def _take(self, row: FileRow) -> None:
        if isinstance(row, FrameworkRow):
            self.frameworks.find(row)
        elif isinstance(row, NamedPerson):
            _see_value(User, "display_name", row.name)
            stand_ins([row])
        elif isinstance(row, OrganisationRow):
            for name in ("name", "slug", "people_word"):
                if getattr(row, name):
                    _see_value(Organisation, name, getattr(row, name))
            if find_or_make(row):
                self.new.add(row.id)
            self.as_here[row.id] = as_here(row.id)
        elif isinstance(row, GroupingRow | OfferRow):
            if isinstance(row, GroupingRow):
                _see_value(Grouping, "name", row.name)
            self._flush()
            arrange(row, new=self.new)
        else:
            self._keep(BY_NAME[str(type(row).__struct_config__.tag)], row)

    def _keep(self, kind: RowKind, row: FileRow) -> None:
        most = FEWER if kind.name in LARGE_ROWS else AT_A_TIME
        if kind is not self._kind or len(self._batch) >= most:
            self._flush()
        self._kind = kind
        self._batch.append(self._instance(kind, row))
        self.counts[kind.name] = self.counts.get(kind.name, 0) + 1

    def _flush(self) -> None:
        if self._kind is None:
            return
        batch, kind = self._batch, self._kind
        self._batch, self._kind = [], None
        kind.model._base_manager.bulk_create(batch)
        if kind.model is Closure:
            Reading.objects.bulk_create(list(self._readings(batch)))
        if kind.model is Share:
            waits = []
            for row in batch:
                if isinstance(row, Share) and row.waits_to_be_sent:
                    waits.append(Waits(share=row))
            Waits.objects.bulk_create(waits)

    def _instance(self, kind: RowKind, row: FileRow) -> models.Model:
        values: dict[str, Any] = {}
        for name, field in leaving_columns(kind).items():
            value = getattr(row, name)
            _see_value(kind.model, name, value)
            if field.related_model in {Framework, Line, Level} and value is not None:
                value = self.frameworks.key_here(field.related_model, value)
            elif field.related_model is Organisation:
                value = self.as_here.get(value, value)
            values[field.attname] = value
        self._see(kind, row, values)
        for field in kind.model._meta.concrete_fields:
            if field.related_model is User and is_unnamed(kind, field.name):
                at = values.get(field.name.removesuffix("_by") + "_at")
                if field.name not in kind.stays and (at is not None or not field.null):
                    values[field.attname] = self.nobody.pk
        return kind.model(**values)

    def _see(self, kind: RowKind, row: FileRow, values: dict[str, Any]) -> None:
        """See that a row is what it says. Raises CannotDo."""
        if kind.model is Service:
            self._see_service(values)
        elif kind.model is Assessment and values["framework_slug"] != row.framework[0]:  # type: ignore[attr-defined]  # made from the columns
            raise CannotDo("a conversation calls its framework two things.")
        elif kind.model is Assessment and values["held_on"] > _tomorrow():
            raise CannotDo("a conversation is of a day that is yet to come.")
        elif kind.model is Closure:
            self._see_record(values)
        elif "digest" in values:
            self._see_sealed(values)

    def _see_service(self, values: dict[str, Any]) -> None:
        here = Service.with_practice.filter(pk=values["id"]).first()
        if here is not None:
            raise CannotDo(f"{here.name} is here already, and nothing is written over.")
        if Erasure.objects.filter(kind=Erasure.Kind.TEAM, key=values["id"]).exists():
            raise CannotDo(f"All of {values['name']} was deleted here for good, as it had asked.")
        own = Organisation.objects.filter(pk=values["organisation_id"]).first()
        if own is None:
            raise CannotDo(f"The organisation of {values['name']} is not in the file.")
        values["slug"] = slug_here(Service, values["slug"])
        self.services.append(values["id"])

    def _see_record(self, values: dict[str, Any]) -> None:
        """Put the text of a record beside its hash. Raises CannotDo where it is another text."""
        try:
            document = bytes(values["document"]).decode()
            record = Record.from_json(document)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise CannotDo(f"a record cannot be read ({error}).") from error
        if digest(document) != values["digest"]:
            day = date_format(record.held_on, "j F Y")
            raise CannotDo(
                f"the record of {record.service.name} of {day}, no. {record.number}, is not as it "
                "was sealed (its SHA-256 differs). Nothing was changed."
            )
        for code in impossible_values(record):
            raise CannotDo(f"a record says {code}: nobody can choose that here.")
        values |= {"document": document, "card": card(record)}

    def _see_sealed(self, values: dict[str, Any]) -> None:
        """See that a report, or its file, is the one that was frozen. Raises CannotDo."""
        content = values["content" if "content" in values else "document"]
        what = values.get("reference", "one that is kept as a file")
        if digest(content) != values["digest"]:
            raise CannotDo(f"a report, {what}, is not as it was sent (its SHA-256 differs).")
        if "document" in values:
            try:
                report = Report.from_json(values["document"])
            except (msgspec.DecodeError, RecursionError) as error:
                raise CannotDo(f"a report, {what}, cannot be read ({error}).") from error
            for code in impossible_values_in_report(report):
                raise CannotDo(f"a report, {what}, says {code}: there is no such thing here.")

    def _readings(self, batch: list[Any]) -> Iterator[Reading]:
        for closure in batch:
            record = Record.from_json(closure.document)
            framework = (record.framework.slug, record.framework.version)
            tree = tree_by_id(self.frameworks.key_here(Framework, framework))
            try:
                yield from readings(closure, record, tree)
            except KeyError as error:
                raise CannotDo(
                    f"a record places something that its framework has not ({error.args[0]})."
                ) from error

    def _refuse_pointing_outside(self) -> None:
        """Refuse a row that leads to what was here before, or that no team could read."""
        scope = TeamRows(Service.objects.filter(pk__in=self.services), DEFAULT_DB_ALIAS)
        for kind in KINDS:
            count = scope.rows(kind).count()
            if count != self.counts.get(kind.name, 0) or leads_outside(scope, kind):
                raise CannotDo(
                    f"{self.file.path}: a row “{kind.name}” leads to something that is not in the "
                    "file. Nothing was changed."
                )


def _see_value(model: type[models.Model], name: str, value: Any) -> None:
    """See that a name is one, that an address can be made of what stands in it, and days are days.

    Raises CannotDo.
    """
    field = model._meta.get_field(name)
    if isinstance(value, dt.date) and not is_a_day(value):
        raise CannotDo(f"“{name}” is a day that no calendar here has.")
    if isinstance(value, tuple):  # words of a row of boxes
        for word in value:
            _see_words(name, word, refuse_controls, empty="has an empty word")
    elif isinstance(field, models.CharField) and value is not None:
        # A reference stands in addresses.
        rule = validate_slug if name == "reference" else field.run_validators
        _see_words(name, value, rule, empty="" if field.blank else "is empty")


def _see_words(name: str, words: str, rule: Callable[[str], None], *, empty: str) -> None:
    if empty and not tidy(words):
        raise CannotDo(f"“{name}” {empty}.")
    try:
        if words:
            rule(words)
    except ValidationError as error:
        raise CannotDo(f"“{name}” has a letter that cannot stand there.") from error


def _tomorrow() -> dt.date:
    """Return a day that may be today where the file was written."""
    return timezone.localdate() + dt.timedelta(days=1)


def _rule(error: IntegrityError | DataError) -> str:
    """Say which rule of the database a row breaks, without the row: it holds people's words."""
    diagnosis = getattr(error.__cause__, "diag", None)
    name = diagnosis.constraint_name if diagnosis is not None else str(error).rpartition(": ")[2]
    return f"what stands there is here already, or breaks a rule of the database ({name})"
