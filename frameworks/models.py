"""What is assessed: published frameworks, as data. No code names a theme, element or level."""

import uuid
from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation


class FrameworkManager(models.Manager["Framework"]):
    """Finds shipped frameworks by slug and version."""

    def get_by_natural_key(self, slug: str, version: str) -> "Framework":
        """Find a shipped framework (no owner)."""
        return self.get(owner=None, slug=slug, version=version)


class Framework(models.Model):
    """One version of a framework: its lines, levels, prompts and where it comes from."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="frameworks"
    )
    slug = models.SlugField()
    version = models.CharField(max_length=20)
    name = models.CharField(max_length=200)
    occasion_word = models.CharField(max_length=40, default="conversation")
    step_names = models.JSONField(default=list)
    intro = models.TextField(blank=True)
    source = models.TextField()
    acknowledgement = models.TextField()
    licence = models.CharField(max_length=200)

    objects = FrameworkManager()

    class Meta:
        ordering = ("slug", "version")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["slug", "version"],
                condition=models.Q(owner=None),
                name="frameworks_framework_shipped_once",
            ),
            models.UniqueConstraint(
                fields=["owner", "slug", "version"], name="frameworks_framework_owned_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.version}"

    def get_absolute_url(self) -> str:
        """Return the address where it can be browsed."""
        return reverse("framework", args=[self.slug, self.version])

    def natural_key(self) -> tuple[str, str]:
        """Return slug and version."""
        return (self.slug, self.version)


class LevelManager(models.Manager["Level"]):
    """Finds levels by framework and code."""

    def get_by_natural_key(self, slug: str, version: str, code: str) -> "Level":
        """Find a level of a shipped framework."""
        return self.get(framework=Framework.objects.get_by_natural_key(slug, version), code=code)


class Level(models.Model):
    """One of a framework's ordered, named positions."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="levels")
    code = models.SlugField()
    name = models.CharField(max_length=60)
    order = models.PositiveSmallIntegerField()
    gloss = models.TextField()

    objects = LevelManager()

    class Meta:
        ordering = ("framework", "order")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["framework", "code"], name="frameworks_level_code_once"),
            models.UniqueConstraint(
                fields=["framework", "order"], name="frameworks_level_order_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str, str, str]:
        """Return the framework's key and the code."""
        return (*self.framework.natural_key(), self.code)

    natural_key.dependencies = ["frameworks.framework"]  # type: ignore[attr-defined]


class LineManager(models.Manager["Line"]):
    """Finds lines by framework and code."""

    kind: str | None = None

    def get_queryset(self) -> models.QuerySet["Line"]:
        """Keep the proxy's own kind."""
        lines = super().get_queryset()
        return lines.filter(kind=self.kind) if self.kind else lines

    def get_by_natural_key(self, slug: str, version: str, code: str) -> "Line":
        """Find a line of a shipped framework."""
        framework = Framework.objects.get_by_natural_key(slug, version)
        return self.get(framework=framework, owner=None, code=code)


class ThemeManager(LineManager):
    """Themes only."""

    kind = "theme"


class ElementManager(LineManager):
    """Elements only."""

    kind = "element"


class Line(models.Model):
    """What a judgement is placed on: the whole, a theme, or an element of a theme."""

    class Kind(models.TextChoices):
        WHOLE = "whole", _("the whole")
        THEME = "theme", _("theme")
        ELEMENT = "element", _("element")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="lines")
    owner = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="lines"
    )
    kind = models.CharField(max_length=10, choices=Kind)
    theme = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="elements"
    )
    code = models.SlugField()
    name = models.CharField(max_length=100)
    order = models.PositiveSmallIntegerField()
    summary = models.TextField(blank=True)
    going_well = models.TextField(blank=True)
    aliases = models.JSONField(default=list, blank=True)

    objects = LineManager()

    class Meta:
        ordering = ("framework", "order")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["framework", "code"],
                condition=models.Q(owner=None),
                name="frameworks_line_code_once",
            ),
            models.UniqueConstraint(
                fields=["framework", "owner", "code"], name="frameworks_line_owned_code_once"
            ),
            models.CheckConstraint(
                condition=models.Q(kind="element", theme__isnull=False)
                | models.Q(kind__in=["whole", "theme"], theme=None),
                name="frameworks_line_element_has_theme",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str, str, str]:
        """Return the framework's key and the code."""
        return (*self.framework.natural_key(), self.code)

    natural_key.dependencies = ["frameworks.framework"]  # type: ignore[attr-defined]


class Theme(Line):
    """A line that is a theme."""

    objects = ThemeManager()

    class Meta:
        proxy = True


class Element(Line):
    """A line that is a practice element of a theme."""

    objects = ElementManager()

    class Meta:
        proxy = True


class LevelGlossManager(models.Manager["LevelGloss"]):
    """Finds glosses by level and theme."""

    def get_by_natural_key(self, slug: str, version: str, level: str, theme: str) -> "LevelGloss":
        """Find the gloss of a level for a theme."""
        return self.get(
            level=Level.objects.get_by_natural_key(slug, version, level),
            theme=Line.objects.get_by_natural_key(slug, version, theme),
        )


class LevelGloss(models.Model):
    """What a level means for one theme; without one, the level's general gloss stands."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    level = models.ForeignKey(Level, on_delete=models.PROTECT, related_name="glosses")
    theme = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="glosses")
    gloss = models.TextField()

    objects = LevelGlossManager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["level", "theme"], name="frameworks_levelgloss_once"),
        ]

    def __str__(self) -> str:
        return self.gloss

    def natural_key(self) -> tuple[str, str, str, str]:
        """Return the level's key and the theme's code."""
        return (*self.level.natural_key(), self.theme.code)

    natural_key.dependencies = [  # type: ignore[attr-defined]
        "frameworks.level",
        "frameworks.line",
    ]


class PromptManager(models.Manager["Prompt"]):
    """Finds prompts by framework and code."""

    def get_by_natural_key(self, slug: str, version: str, code: str) -> "Prompt":
        """Find a prompt of a shipped framework."""
        return self.get(framework=Framework.objects.get_by_natural_key(slug, version), code=code)


class Prompt(models.Model):
    """An open question of the framework."""

    class Kind(models.TextChoices):
        THEME = "theme", _("theme question")
        TELL = "tell", _("to tell")
        SIDEWAYS = "sideways", _("to look sideways")
        STAGE = "stage", _("stage")
        COFFEE = "coffee", _("coffee break")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="prompts")
    code = models.SlugField(max_length=100)
    kind = models.CharField(max_length=10, choices=Kind)
    line = models.ForeignKey(
        Line, null=True, blank=True, on_delete=models.PROTECT, related_name="prompts"
    )
    order = models.PositiveSmallIntegerField()
    text = models.TextField()

    objects = PromptManager()

    class Meta:
        ordering = ("framework", "order")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["framework", "code"], name="frameworks_prompt_code_once"
            ),
        ]

    def __str__(self) -> str:
        return self.text

    def natural_key(self) -> tuple[str, str, str]:
        """Return the framework's key and the code."""
        return (*self.framework.natural_key(), self.code)

    natural_key.dependencies = ["frameworks.framework"]  # type: ignore[attr-defined]


class Publication(models.Model):
    """The seal on a published framework. Fixtures do not hold it, so loaddata cannot forge it."""

    framework = models.OneToOneField(
        Framework, primary_key=True, on_delete=models.PROTECT, related_name="publication"
    )
    digest = models.CharField(max_length=64)
    published_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.digest
