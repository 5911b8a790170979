from django.db import migrations, models


def forget_later_ones(apps, schema_editor):
    """Whether somebody came back to a report is nobody's to know: the first of each stays."""
    opens = apps.get_model("sharing", "ShareOpen").objects.order_by()
    first = opens.values("share", "user", "what").annotate(first=models.Min("pk"))
    opens.exclude(pk__in=first.values("first")).delete()


class Migration(migrations.Migration):

    dependencies = [
        ("sharing", "0013_answers_told_to_other_bodies"),
    ]

    operations = [
        migrations.RunPython(forget_later_ones, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="shareopen",
            constraint=models.UniqueConstraint(fields=("share", "user", "what"), name="sharing_shareopen_once"),
        ),
    ]
