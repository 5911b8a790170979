"""What was noted last of an act is found without reading everything that was done."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0021_no_groups_of_people"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="event",
            index=models.Index(fields=["act", "at"], name="accounts_event_act_at"),
        ),
    ]
