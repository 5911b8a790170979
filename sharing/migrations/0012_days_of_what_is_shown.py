"""Copies that teams were shown before there were days get theirs, and a place for *Please wait*."""

import datetime as dt

from django.db import migrations
from django.utils import timezone

DAYS = dt.timedelta(days=3)


def give_days(apps, _schema):
    share = apps.get_model("sharing", "Share")
    waits = apps.get_model("sharing", "Waits")
    for shown in share.objects.filter(state__in=["shown", "render_failed"]).select_related("service"):
        team = shown.service.memberships.filter(ended_on=None, user__is_active=True)
        on = timezone.localdate(shown.shown_at)
        shown.may_go_on = on if team.count() == 1 else on + DAYS
        shown.save(update_fields=["may_go_on"])
        waits.objects.create(share=shown)


class Migration(migrations.Migration):
    dependencies = [("sharing", "0011_days_and_waits")]

    operations = [migrations.RunPython(give_days, migrations.RunPython.noop)]
