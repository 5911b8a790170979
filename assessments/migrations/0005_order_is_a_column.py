"""Rows that stood in the order of their times get a column that says it."""

from itertools import groupby
from typing import Any

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

# Each model, whose rows are counted together, and by what they stood in order so far.
COUNTED = (
    ("Difference", "judgement", "at"),
    ("Evidence", "contribution", "added_at"),
    ("FactorNote", "assessment", "added_at"),
    ("ActionReview", "assessment", "added_at"),
    ("ContextNote", "assessment", "happened_on"),
    ("AskAnswer", "ask", "at"),
    ("Note", "service", "kept_at"),
)


def count(apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
    """Give each row its place among its siblings."""
    for name, sibling, before in COUNTED:
        model = apps.get_model("assessments", name)
        rows = model.objects.using(editor.connection.alias)
        changed = []
        in_order = rows.order_by(sibling, before, "pk").only("pk", sibling)
        for _sibling, group in groupby(in_order, key=lambda row: getattr(row, f"{sibling}_id")):
            for number, row in enumerate(group, start=1):
                row.order = number
                changed.append(row)
        rows.bulk_update(changed, ["order"], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("assessments", "0004_ask_put_in")]

    operations = [
        *(
            migrations.AddField(
                name.lower(), "order", models.PositiveIntegerField(default=0, editable=False)
            )
            for name, _sibling, _before in COUNTED
        ),
        *(
            migrations.AlterModelOptions(
                name.lower(),
                {"ordering": ("order", "pk")}
                | ({"verbose_name_plural": "evidence"} if name == "Evidence" else {}),
            )
            for name in ("Difference", "Evidence", "FactorNote", "ActionReview", "AskAnswer")
        ),
        migrations.AlterModelOptions("contextnote", {"ordering": ("happened_on", "order", "pk")}),
        migrations.RunPython(count, migrations.RunPython.noop),
    ]
