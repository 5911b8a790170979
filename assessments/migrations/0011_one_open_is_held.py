"""The database holds that one conversation is open; after the rows were put in order."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies: ClassVar = [
        ("assessments", "0010_one_open_whatever_the_version"),
    ]

    operations: ClassVar = [
        migrations.AlterField("assessment", "framework_slug", models.SlugField()),
        migrations.AddConstraint(
            "assessment",
            models.UniqueConstraint(
                fields=["service", "framework_slug"],
                condition=models.Q(closed_at=None, set_aside_at=None),
                name="assessments_assessment_one_open",
            ),
        ),
        migrations.AddConstraint(
            "assessment",
            models.CheckConstraint(
                condition=~models.Q(framework_slug=""),
                name="assessments_assessment_framework_named",
            ),
        ),
    ]
