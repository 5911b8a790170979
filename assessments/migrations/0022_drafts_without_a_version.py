"""Drops a number that drafts had and nothing read."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("assessments", "0021_whom_else_an_ask_is_put_to")]
    operations = [migrations.RemoveField(model_name="draft", name="base_version")]
