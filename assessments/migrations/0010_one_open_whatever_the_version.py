"""Of one framework a team has one conversation open, whatever the version.

Where there are two, the one that was begun last stays open. One that was being put right stands as
it was last kept; another is set aside, with every word in it.
"""

from typing import Any, ClassVar

from django.db import migrations, models
from django.utils import timezone


def name_frameworks(apps: Any, editor: Any) -> None:
    """Write down each conversation's framework, then leave one open of each."""
    assessments = apps.get_model("assessments", "Assessment").objects
    for framework in apps.get_model("frameworks", "Framework").objects.all():
        assessments.filter(framework=framework).update(framework_slug=framework.slug)
    seen = set()
    still_open = assessments.filter(closed_at=None, set_aside_at=None)
    for talk in still_open.order_by("-started_at", "pk"):
        if (talk.service_id, talk.framework_slug) in seen:
            _end(talk)
        seen.add((talk.service_id, talk.framework_slug))
    if editor.connection.vendor == "postgresql":  # it makes no index while keys wait to be checked
        editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def _end(talk: Any) -> None:
    if talk.reopened_at:
        talk.closed_at, talk.closed_by_id = talk.reopened_at, talk.reopened_by_id
        talk.reopened_at = talk.reopened_by = None
        talk.reopen_reason = ""
    else:
        talk.set_aside_at, talk.set_aside_by_id = timezone.now(), talk.started_by_id
    talk.save()


class Migration(migrations.Migration):

    dependencies: ClassVar = [
        ("assessments", "0009_longer_links"),
    ]

    operations: ClassVar = [
        migrations.RemoveConstraint("assessment", "assessments_assessment_one_open"),
        migrations.AddField("assessment", "framework_slug", models.SlugField(default="")),
        migrations.RunPython(name_frameworks, migrations.RunPython.noop),
    ]
