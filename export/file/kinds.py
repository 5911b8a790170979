"""Which rows of which table are a team's, and which of them leave.

What stays here, and why, is told by `tests/export/test_kinds.py`: each new model needs a word of
it, there or here.
"""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import ForeignKey, Model, Q, QuerySet

from accounts.models import Erasure, Organisation, Service, User
from agreeing.models import CameOf, Meeting, Remark, Tie, Understanding
from assessments.models import (
    AgencyRelease,
    AroundNote,
    Ask,
    AskAnswer,
    Assessment,
    Closure,
    Contribution,
    Difference,
    Example,
    Factor,
    FactorNote,
    Judgement,
    Note,
    Step,
    StepReview,
    TakenOut,
)
from frameworks.models import Framework, Level, Line, Publication
from sharing.models import Reply, Share, ShareAsk, ShareFile

EVERY = Q()


@dataclass(frozen=True)
class RowKind:
    """Rows of one table: those whose every key leads to a row that is in the file, too."""

    name: str  # as the file calls them
    model: type[Model]
    only: Q = EVERY  # which of them the team may read
    stays: tuple[str, ...] = ()  # columns that do not leave, besides people who are not named


# Conversations that were set aside have no page any more; what was removed while talking, neither.
TALKED = Q(set_aside_at=None)
NOT_REMOVED = Q(removed_at=None)
# A report that is being prepared is its manager's; the team reads it from the day it is shown.
SEEN = Q(state__in=["shown", "render_failed", "sent", "taken_back"], shown_at__isnull=False)
SENT = Q(sent_at__isnull=False)

KINDS = (
    RowKind("service", Service, stays=("cover", "cover_until", "practice_of")),
    RowKind("conversation", Assessment, TALKED),
    RowKind("opened_theme", Assessment.opened_themes.through),
    RowKind("contribution", Contribution),
    RowKind("judgement", Judgement),
    RowKind("view", Difference),
    RowKind("example", Example, NOT_REMOVED),
    RowKind("example_line", Example.lines.through),
    RowKind("factor", Factor),
    RowKind("factor_note", FactorNote, NOT_REMOVED),
    RowKind("factor_note_line", FactorNote.lines.through),
    RowKind("step", Step),
    RowKind("step_review", StepReview, NOT_REMOVED),
    RowKind("step_review_line", StepReview.lines.through),
    RowKind("ask", Ask),
    RowKind("ask_answer", AskAnswer),
    RowKind("around", AroundNote),
    RowKind("note", Note),
    RowKind("record", Closure, stays=("card",)),
    RowKind("taken_out", TakenOut),
    RowKind("showing", AgencyRelease),
    # Whom a report asks in is an address, and of use only until it is sent.
    RowKind("share", Share, SEEN, stays=("invites",)),
    RowKind("share_record", Share.closures.through),
    RowKind("share_ask", ShareAsk),
    RowKind("share_file", ShareFile),
    RowKind("reply", Reply, SENT),
    RowKind("tie", Tie),
    RowKind("understanding", Understanding),
    RowKind("remark", Remark),
    RowKind("came_of", CameOf),
    RowKind("meeting", Meeting),
)
BY_NAME = {kind.name: kind for kind in KINDS}
OF_MODEL = {kind.model: kind for kind in KINDS}

# The people of whom a page of the team tells that it was they. Of nobody else is anything said:
# who typed an example, placed a line or finished a conversation is told to nobody.
NAMED_PEOPLE = {(Note, "signed_by"), (Understanding, "put_by"), (Understanding, "agreed_by")}


def keys_of(kind: RowKind) -> "list[tuple[ForeignKey[Model, Model], RowKind]]":
    """Return the columns of a kind that lead to rows of the file, each with where it leads."""
    keys = []
    for field in kind.model._meta.concrete_fields:
        target = field.related_model
        if isinstance(field, ForeignKey) and target in OF_MODEL and field.name not in kind.stays:
            keys.append((field, OF_MODEL[target]))
    return keys


def is_unnamed(kind: RowKind, column: str) -> bool:
    """Say whether a column holds a person of whom nothing is told."""
    field = kind.model._meta.get_field(column)
    return field.related_model is User and (kind.model, column) not in NAMED_PEOPLE


def with_parts(framework: Framework) -> list[Framework | Line | Level]:
    """Return a framework, its lines and its levels, which have the same words everywhere."""
    return [framework, *framework.lines.filter(owner=None), *framework.levels.all()]


class TeamRows:
    """What is in a file: everything these teams may read, in the database at `alias`.

    Places to practise in are never among them, nor teams all of whose data went: what is left of
    those is for the body that keeps its own words to them.
    """

    def __init__(self, teams: QuerySet[Service], alias: str) -> None:
        self.alias = alias
        erased = Erasure.objects.using(alias).filter(kind=Erasure.Kind.TEAM).values("key")
        self.teams = teams.using(alias).filter(practice_of=None).exclude(pk__in=erased)
        self._in_file: dict[str, set[Any]] = {}

    def rows(self, kind: RowKind) -> QuerySet[Any]:
        """Return the rows of one kind: the team may read them, and they lead to nothing outside."""
        if kind.model is Service:
            return self.teams.order_by()
        rows = kind.model._base_manager.using(self.alias).filter(kind.only).order_by()
        for field, target in keys_of(kind):
            if not field.null:
                rows = rows.filter(**{f"{field.name}__in": self.rows(target).values("pk")})
        return rows

    def has(self, kind: RowKind, key: uuid.UUID) -> bool:
        """Say whether a row is in the file, asked of the few kinds that may be led to or not."""
        if kind.name not in self._in_file:
            self._in_file[kind.name] = set(self.rows(kind).values_list("pk", flat=True))
        return key in self._in_file[kind.name]

    def people(self) -> QuerySet[User]:
        return User.objects.using(self.alias).filter(pk__in=self._pointed_to(NAMED_PEOPLE))

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
        keys: dict[uuid.UUID, tuple[str, ...]] = {}
        for framework in Framework.objects.using(self.alias).filter(owner=None):
            for part in with_parts(framework):
                keys[part.pk] = part.natural_key()
        return keys

    def _pointed_to(self, columns: Collection[tuple[type[Model], str]]) -> set[uuid.UUID]:
        keys: set[uuid.UUID] = set()
        for kind in KINDS:
            for model, name in columns:
                if model is kind.model:
                    rows = self.rows(kind).exclude(**{name: None})
                    keys |= set(rows.values_list(name, flat=True).distinct())
        return keys


def leads_outside(scope: TeamRows, kind: RowKind) -> bool:
    """Say whether a row that may lead to another one leads to one that is not in the file."""
    for field, target in keys_of(kind):
        if field.null:
            leading = scope.rows(kind).exclude(**{field.name: None})
            if leading.exclude(**{f"{field.name}__in": scope.rows(target).values("pk")}).exists():
                return True
    return False
