"""Each team and each body it has sent something to have a tie, which the body sees."""

from django.db import migrations


def tie(apps, schema_editor):
    shares = apps.get_model("sharing", "Share").objects.filter(sent_at__isnull=False)
    ties = apps.get_model("agreeing", "Tie").objects
    for share in shares.order_by("sent_at", "pk").only("service", "body", "sent_at", "sent_by"):
        ties.get_or_create(
            service_id=share.service_id,
            body_id=share.body_id,
            defaults={
                "begun_at": share.sent_at,
                "begun_by_id": share.sent_by_id,
                "shown_at": share.sent_at,
            },
        )


class Migration(migrations.Migration):
    dependencies = [
        ("agreeing", "0001_understanding_and_meetings"),
        ("sharing", "0007_begun_from_the_last_copy"),
    ]

    operations = [migrations.RunPython(tie, migrations.RunPython.noop)]
