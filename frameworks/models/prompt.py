"""The open questions of a framework, and whose voice it is that is asked."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from frameworks.models.framework import Framework
from frameworks.models.line import Line
from frameworks.models.publication import SealedPart, SealedPartQuerySet
from pages.database.constraints import one_of, unique


class Voice(SealedPart):
    """One side that answers a framework. A framework without any is for services."""

    class Kind(models.TextChoices):
        SERVICE = "service", _("a service’s team")
        BODY = "body", _("a commissioning body’s team")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
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

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
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
