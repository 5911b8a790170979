"""Say of each team that has written something when it first did."""

from django.db import migrations
from django.db.models import Min


def first_words(apps, schema_editor):
    Service = apps.get_model("accounts", "Service")
    begun = {}
    for model, field in (("Assessment", "started_at"), ("Note", "kept_at")):
        rows = apps.get_model("assessments", model).objects.order_by().values_list("service")
        for service, at in rows.annotate(at=Min(field)):
            begun[service] = min(at, begun.get(service, at))
    for service, at in begun.items():
        Service.objects.filter(pk=service, first_words_at=None).update(first_words_at=at)


class Migration(migrations.Migration):

    dependencies = [
        ("accounts", "0006_organisations_run_themselves"),
        ("assessments", "0014_answers_of_a_body"),
    ]

    operations = [migrations.RunPython(first_words, migrations.RunPython.noop)]
