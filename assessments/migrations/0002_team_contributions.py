"""The team's contribution gets the key of its assessment, so that pages find it without a join."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import F


def give_keys(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Make each team's contribution anew under its assessment's key, and move what it said."""
    contribution = apps.get_model("assessments", "Contribution")
    said = [apps.get_model("assessments", name) for name in ("Judgement", "Evidence")]
    for old in contribution.objects.filter(kind="team").exclude(pk=F("assessment")):
        key = old.assessment_id
        contribution.objects.create(pk=key, assessment_id=key, kind="team")
        for model in said:
            model.objects.filter(contribution=old.pk).update(contribution=key)
        old.delete()


class Migration(migrations.Migration):
    """Rows first; the next one makes it a rule, since PostgreSQL takes no both in one go."""

    dependencies = [("assessments", "0001_assessments")]

    operations = [
        # The key says it from now on: of one key there is one row.
        migrations.RemoveConstraint("contribution", "assessments_contribution_one_team"),
        migrations.RunPython(give_keys, migrations.RunPython.noop),
    ]
