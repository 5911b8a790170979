"""One word for each thing: example, step, what changed around, the finer place in a level."""

from typing import ClassVar

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

FIELDS = {"step": "finer", "recast_step": "recast_finer"}
FORMER = (
    ("evidence", "evidence_one_team_line"),
    ("actionreview", "actionreview_once"),
    ("judgement", "judgement_step_in_level"),
    ("judgement", "judgement_first_step_in_level"),
    ("judgement", "judgement_recast_when_seen_clearly"),
    ("difference", "difference_step_in_level"),
)


def rename_in_drafts(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """What somebody has typed and not saved goes on under the new names of its fields."""
    for draft in apps.get_model("assessments", "Draft").objects.all():
        fields = {FIELDS.get(name, name): value for name, value in draft.fields.items()}
        if fields != draft.fields:
            draft.fields = fields
            draft.save(update_fields=["fields"])


def rename_acts(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """What was done to what changed around a team is told in its own word."""
    events = apps.get_model("accounts", "Event").objects
    for done in ("added", "edited", "removed"):
        events.filter(act=f"context_{done}").update(act=f"around_{done}")


def in_level(field: str, level: str) -> models.Q:
    """A finer place is only in a level, and one of five."""
    inside = {f"{level}__isnull": False, f"{field}__gte": 1, f"{field}__lte": 5}
    return models.Q(**{field: None}) | models.Q(**inside)


def many_lines(name: str) -> models.ManyToManyField:
    """Return the field that points to lines."""
    return models.ManyToManyField(blank=True, related_name=name, to="frameworks.line")


def key_of(to: str, name: str) -> models.ForeignKey:
    """Return the field that points to one row."""
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT, related_name=name, to=to
    )


class Migration(migrations.Migration):
    dependencies: ClassVar = [("assessments", "0005_order_is_a_column")]

    operations: ClassVar = [
        migrations.RunPython(rename_in_drafts, migrations.RunPython.noop),
        migrations.RunPython(rename_acts, migrations.RunPython.noop),
        *(migrations.RemoveConstraint(model, f"assessments_{name}") for model, name in FORMER),
        migrations.RenameModel("Evidence", "Example"),
        migrations.RenameModel("Action", "Step"),
        migrations.RenameModel("ActionReview", "StepReview"),
        migrations.RenameModel("ContextNote", "AroundNote"),
        migrations.RenameField("stepreview", "action", "step"),
        migrations.RenameField("judgement", "step", "finer"),
        migrations.RenameField("judgement", "first_step", "first_finer"),
        migrations.RenameField("judgement", "recast_step", "recast_finer"),
        migrations.RenameField("difference", "step", "finer"),
        migrations.RenameField("reading", "step", "finer"),
        migrations.AlterModelOptions("example", {"ordering": ("order", "pk")}),
        migrations.AlterField(
            "example", "contribution", key_of("assessments.contribution", "examples")
        ),
        migrations.AlterField("example", "lines", many_lines("examples")),
        migrations.AlterField("step", "service", key_of("accounts.service", "steps")),
        migrations.AlterField("step", "first_named_in", key_of("assessments.assessment", "new_steps")),
        migrations.AlterField(
            "stepreview", "assessment", key_of("assessments.assessment", "step_reviews")
        ),
        migrations.AlterField("stepreview", "lines", many_lines("step_reviews")),
        migrations.AlterField(
            "aroundnote", "assessment", key_of("assessments.assessment", "around_notes")
        ),
        migrations.AddConstraint(
            "example",
            models.UniqueConstraint(
                fields=("contribution", "team_line"),
                condition=models.Q(removed_at=None),
                name="assessments_example_one_team_line",
            ),
        ),
        migrations.AddConstraint(
            "stepreview",
            models.UniqueConstraint(
                fields=("step", "assessment"), name="assessments_stepreview_once"
            ),
        ),
        migrations.AddConstraint(
            "judgement",
            models.CheckConstraint(
                condition=in_level("finer", "level"),
                name="assessments_judgement_finer_in_level",
            ),
        ),
        migrations.AddConstraint(
            "judgement",
            models.CheckConstraint(
                condition=in_level("first_finer", "first_level"),
                name="assessments_judgement_first_finer_in_level",
            ),
        ),
        migrations.AddConstraint(
            "judgement",
            models.CheckConstraint(
                condition=models.Q(recast_level=None, recast_finer=None)
                | models.Q(
                    models.Q(recast_finer=None)
                    | models.Q(recast_finer__gte=1, recast_finer__lte=5),
                    recast_level__isnull=False,
                    why_differs="seen_clearly",
                ),
                name="assessments_judgement_recast_when_seen_clearly",
            ),
        ),
        migrations.AddConstraint(
            "difference",
            models.CheckConstraint(
                condition=in_level("finer", "level"),
                name="assessments_difference_finer_in_level",
            ),
        ),
    ]
