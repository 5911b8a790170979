"""Frameworks for the apps to the right: which there are, and their words without a query."""

from uuid import UUID

from django.db.models import QuerySet

from frameworks.models import Framework, Publication
from frameworks.tree import FrameworkTree, LevelWords, LineWords, PromptWords, build, said, words

__all__ = [
    "FrameworkTree",
    "LevelWords",
    "LineWords",
    "PromptWords",
    "current_framework",
    "published",
    "tree",
    "tree_by_id",
    "words",
]

# Per process. A published framework never changes and a replaced one comes back with a new key, so
# nothing here ever goes out of date; oldest out first keeps it small.
_KEPT = 64
_trees: dict[tuple[UUID, str | None], FrameworkTree] = {}


def published() -> QuerySet[Framework]:
    """Return the published frameworks that come with the software, first offered first."""
    return Framework.objects.shipped().published().first_offered_first()


def current_framework() -> Framework:
    """Return the framework a team starts with: lowest `order`, newest among equals.

    Raises Framework.DoesNotExist when none is loaded (`manage.py load_frameworks`).
    """
    found = published().first()
    if found is None:
        message = "No framework is published: run “manage.py load_frameworks”."
        raise Framework.DoesNotExist(message)
    return found


def tree(framework: Framework, people: str | None = None) -> FrameworkTree:
    """Return a framework's tree, from memory once it is published.

    `people` is the service's own word (`service.people`), put into every text; without it
    `{people}` is left in, for whoever calls `words` later.
    """
    return _kept(framework.pk, people) or _read(framework, people)


def tree_by_id(framework_id: UUID, people: str | None = None) -> FrameworkTree:
    """Return the tree of the framework with this primary key, without a query once it is known.

    Raises Framework.DoesNotExist.
    """
    kept = _kept(framework_id, people)
    return kept or _read(Framework.objects.get(pk=framework_id), people)


def _kept(framework_id: UUID, people: str | None) -> FrameworkTree | None:
    found = _trees.get((framework_id, people))
    if found is None and people is not None and (framework_id, None) in _trees:
        found = _keep(said(_trees[framework_id, None], people), people)
    return found


def _keep(made: FrameworkTree, people: str | None) -> FrameworkTree:
    while len(_trees) >= _KEPT:
        _trees.pop(next(iter(_trees)), None)
    _trees[made.id, people] = made
    return made


def _read(framework: Framework, people: str | None) -> FrameworkTree:
    made = build(framework)
    if Publication.objects.filter(framework=framework).exists():
        _keep(made, None)
    return made if people is None else said(made, people)
