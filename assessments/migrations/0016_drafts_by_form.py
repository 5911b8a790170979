"""A draft knows the form it was typed in."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("assessments", "0015_first_words")]

    operations: ClassVar = [
        migrations.AddField(
            model_name="draft",
            name="key",
            field=models.UUIDField(null=True),
        ),
    ]
