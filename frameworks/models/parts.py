"""The parts of a framework: its lines, its levels and what they mean for a theme, its questions."""

import secrets
import time
import uuid
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from frameworks.models.framework import Framework
from frameworks.models.publication import Sealed, SealedPart, SealedPartQuerySet, SealedQuerySet
from pages.database.constraints import one_of, unique


def ordered_uuid() -> uuid.UUID:
    """Return a UUID (RFC 9562, version 7) that sorts after those made before it.

    `dumpdata` writes rows by primary key, and an element cannot be loaded before its theme.
    """
    millis, rest = divmod(time.time_ns(), 1_000_000)
    fraction = rest * 4096 // 1_000_000
    return uuid.UUID(int=millis << 80 | 7 << 76 | fraction << 64 | 2 << 62 | secrets.randbits(62))


class LineQuerySet(SealedPartQuerySet["Line"]):
    def sealed(self) -> Self:
        """Keep the lines of published frameworks; an organisation's local lines stay free."""
        return super().sealed().filter(owner=None)

    def core(self) -> Self:
        """Leave out organisations' local lines."""
        return self.filter(owner=None)

    def get_by_natural_key(self, slug: str, version: str, code: str) -> "Line":
        """Find a core line of a shipped framework."""
        return super(LineQuerySet, self.core()).get_by_natural_key(slug, version, code)


class Line(SealedPart):
    """What a judgement is placed on: the whole, a theme, or an element of a theme."""

    class Kind(models.TextChoices):
        WHOLE = "whole", _("the whole")
        THEME = "theme", _("theme")
        ELEMENT = "element", _("element")

    id = models.UUIDField(primary_key=True, default=ordered_uuid, editable=False)
    framework = models.ForeignKey(Framework, models.PROTECT, related_name="lines")
    owner = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="lines"
    )
    kind = models.CharField(max_length=10, choices=Kind)
    theme = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="elements"
    )
    code = models.SlugField()
    name = models.CharField(max_length=100)
    order = models.PositiveSmallIntegerField()
    summary = models.TextField(blank=True)
    going_well = models.TextField(blank=True)
    aliases = models.JSONField(default=list, blank=True)

    objects = models.Manager.from_queryset(LineQuerySet)()

    class Meta:
        ordering = ("framework", "order")
        constraints = [
            unique("frameworks_line_code_once", "framework", "code", owner=None),
            unique("frameworks_line_owned_code_once", "framework", "owner", "code"),
            unique("frameworks_line_order_once", "framework", "order", owner=None),
            unique("frameworks_line_one_whole", "framework", kind="whole", owner=None),
            models.CheckConstraint(
                condition=models.Q(kind="element", theme__isnull=False)
                | models.Q(kind__in=["whole", "theme"], theme=None),
                name="frameworks_line_element_has_theme",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def sealed_framework_id(self) -> uuid.UUID | None:
        """Return the framework's id; None for an organisation's local line."""
        return None if self.owner_id else self.framework_id


class Level(SealedPart):
    """One of a framework's ordered, named positions."""

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


class Voice(SealedPart):
    """One side that answers a framework. A framework without any is for services."""

    class Kind(models.TextChoices):
        SERVICE = "service", _("a service’s team")
        BODY = "body", _("a commissioning body’s team")

    framework = models.ForeignKey(Framework, models.PROTECT, related_name="voices")
    code = models.SlugField()
    kind = models.CharField(max_length=10, choices=Kind)
    name = models.CharField(max_length=100)
    order = models.PositiveSmallIntegerField()

    objects = models.Manager.from_queryset(SealedPartQuerySet)()

    class Meta(SealedPart.Meta):
        constraints = [
            *SealedPart.Meta.constraints,
            unique("frameworks_voice_kind_once", "framework", "kind"),
            one_of("frameworks_voice_kind_known", kind=["service", "body"]),
        ]


# The parts of every talk. The code names these parts, never a theme, an element or a level.
STAGES = ("evidence", "going-for-us", "in-the-way", "next-step", "others")
COFFEE = (
    "coffee-things",
    "coffee-happening",
    "coffee-going-for-us",
    "coffee-in-the-way",
    "coffee-next-step",
    "coffee-talk-again",
)


class Prompt(SealedPart):
    """An open question of the framework, with the heading it stands under where it has one."""

    class Kind(models.TextChoices):
        THEME = "theme", _("theme question")
        TELL = "tell", _("to tell")
        SIDEWAYS = "sideways", _("to look sideways")
        STAGE = "stage", _("stage")
        COFFEE = "coffee", _("coffee break")

    framework = models.ForeignKey(Framework, models.PROTECT, related_name="prompts")
    code = models.SlugField(max_length=100)
    kind = models.CharField(max_length=10, choices=Kind)
    line = models.ForeignKey(Line, models.PROTECT, null=True, blank=True, related_name="prompts")
    # Whose question it is; without one it is asked of every side.
    voice = models.ForeignKey(Voice, models.PROTECT, null=True, blank=True, related_name="prompts")
    order = models.PositiveSmallIntegerField()
    heading = models.CharField(max_length=200, blank=True)
    text = models.TextField()

    objects = models.Manager.from_queryset(SealedPartQuerySet)()
