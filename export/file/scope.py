"""The rows of some teams, of one database."""

import uuid
from typing import Any

from django.db.models import Model, QuerySet

from accounts.models import Erasure, Organisation, Service, User
from export.file.kinds import BY_NAME, KINDS, NAMED, Leaving, keys_of
from frameworks.models import Framework, Line, Publication


class TeamRows:
    """What is in a file: everything these teams may read.

    Args:
        teams: keys of the teams. Places to practise in are never among them, nor teams all of whose
            data went: what is left of those is for the body that keeps its own words to them.
        alias: the database that is read.
    """

    def __init__(self, teams: QuerySet[Service], alias: str) -> None:
        self.alias = alias
        gone = Erasure.objects.using(alias).filter(kind=Erasure.Kind.TEAM).values("key")
        self.teams = teams.using(alias).filter(practice_of=None).exclude(pk__in=gone)
        self._in_file: dict[str, set[Any]] = {}

    def rows(self, kind: Leaving) -> QuerySet[Any]:
        """Return the rows of one kind: the team may read them, and they lead to nothing outside."""
        if kind.model is Service:
            return self.teams.order_by()
        found = kind.model._base_manager.using(self.alias).filter(kind.only).order_by()
        for field, target in keys_of(kind):
            if not field.null:
                found = found.filter(**{f"{field.name}__in": self.rows(target).values("pk")})
        return found

    def has(self, kind: Leaving, key: uuid.UUID) -> bool:
        """Say whether a row is in the file, asked of the few kinds that may be led to or not."""
        if kind.name not in self._in_file:
            self._in_file[kind.name] = set(self.rows(kind).values_list("pk", flat=True))
        return key in self._in_file[kind.name]

    def named(self) -> QuerySet[User]:
        """Return those who are told by name."""
        return User.objects.using(self.alias).filter(pk__in=self._pointed_to(NAMED))

    def organisations(self) -> QuerySet[Organisation]:
        """Return the teams' own organisations and the bodies they have to do with."""
        columns = set()
        for kind in KINDS:
            for field in kind.model._meta.concrete_fields:
                if field.related_model is Organisation:
                    columns.add((kind.model, field.name))
        rows = Organisation.objects.using(self.alias)
        return rows.filter(pk__in=self._pointed_to(columns))

    def frameworks(self) -> QuerySet[Publication]:
        """Return the seals of the frameworks that anything here is about."""
        talks = self.rows(BY_NAME["conversation"]).values_list("framework", flat=True)
        lines = self.rows(BY_NAME["note"]).exclude(line=None).values_list("line", flat=True)
        of_lines = Line.objects.using(self.alias).filter(pk__in=lines).values("framework")
        keys = set(talks.distinct()) | set(of_lines.values_list("framework", flat=True))
        rows = Publication.objects.using(self.alias).filter(framework__in=keys)
        return rows.select_related("framework")

    def keys_of_lines(self) -> dict[uuid.UUID, tuple[str, ...]]:
        """Return by which words each framework, line and level is known everywhere."""
        found: dict[uuid.UUID, tuple[str, ...]] = {}
        for framework in Framework.objects.using(self.alias).filter(owner=None):
            key = framework.natural_key()
            found[framework.pk] = key
            for line in framework.lines.filter(owner=None):
                found[line.pk] = (*key, line.code)
            for level in framework.levels.all():
                found[level.pk] = (*key, level.code)
        return found

    def _pointed_to(self, columns: set[tuple[type[Model], str]]) -> set[uuid.UUID]:
        found: set[uuid.UUID] = set()
        for kind in KINDS:
            for model, name in columns:
                if model is kind.model:
                    rows = self.rows(kind).exclude(**{name: None})
                    found |= set(rows.values_list(name, flat=True).distinct())
        return found


def outside(scope: TeamRows, kind: Leaving) -> bool:
    """Say whether a row that may lead to another one leads to one that is not in the file."""
    for field, target in keys_of(kind):
        if field.null:
            leading = scope.rows(kind).exclude(**{field.name: None})
            if leading.exclude(**{f"{field.name}__in": scope.rows(target).values("pk")}).exists():
                return True
    return False
