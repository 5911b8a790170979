from django.db import migrations
from django.db.models import OuterRef, Subquery


def say_until_when(apps, schema_editor):
    """What was told of a report without its last day is so up to that day, like what is told now."""
    ends_on = apps.get_model("sharing", "Share").objects.filter(pk=OuterRef("object_id"))
    notices = apps.get_model("accounts", "Notice").objects.filter(
        kind__in=["share_received", "share_ends", "share_unread"], around=None
    )
    notices.update(around=Subquery(ends_on.values("ends_on")))


class Migration(migrations.Migration):

    dependencies = [
        ("accounts", "0022_events_by_act"),
        ("sharing", "0014_first_openings"),
    ]

    operations = [migrations.RunPython(say_until_when, migrations.RunPython.noop)]
