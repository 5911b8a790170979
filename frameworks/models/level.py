"""The named positions of a framework, and what they mean for a theme."""

import uuid

from django.db import models

from frameworks.models.framework import Framework
from frameworks.models.line import Line
from frameworks.models.publication import Sealed, SealedPart, SealedPartQuerySet, SealedQuerySet
from pages.database.constraints import unique


class Level(SealedPart):
    """One of a framework's ordered, named positions."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    framework = models.ForeignKey(Framework, models.PROTECT, related_name="levels")
    code = models.SlugField()
    name = models.CharField(max_length=60)
    order = models.PositiveSmallIntegerField()
    gloss = models.TextField()

    objects = models.Manager.from_queryset(SealedPartQuerySet)()

    def __str__(self) -> str:
        return self.name


class LevelGlossQuerySet(SealedQuerySet["LevelGloss"]):
    published_path = "level__framework__publication__isnull"

    def get_by_natural_key(self, slug: str, version: str, level: str, theme: str) -> "LevelGloss":
        """Find the gloss of a level for a theme."""
        return self.get(
            level__framework__owner=None,
            level__framework__slug=slug,
            level__framework__version=version,
            level__code=level,
            theme__owner=None,
            theme__code=theme,
        )


class LevelGloss(Sealed):
    """What a level means for one theme; without one, the level's general gloss stands."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    level = models.ForeignKey(Level, models.PROTECT, related_name="glosses")
    theme = models.ForeignKey(Line, models.PROTECT, related_name="glosses")
    gloss = models.TextField()

    objects = models.Manager.from_queryset(LevelGlossQuerySet)()

    class Meta:
        ordering = ("theme", "level")
        constraints = [unique("frameworks_levelgloss_once", "level", "theme")]

    def natural_key(self) -> tuple[str, str, str, str]:
        """Return the level's key and the theme's code."""
        return (*self.level.natural_key(), self.theme.code)

    def sealed_framework_id(self) -> uuid.UUID:
        return self.level.framework_id
