"""Where a person stands outside our own tables: sign-ins, and the admin's log."""

import json
import uuid
from collections.abc import Iterable

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db.models import Model, QuerySet

from accounts.actions.beneath import in_parts

AT_A_TIME = 500


def drop_sign_ins(key: uuid.UUID, addresses: Iterable[str]) -> None:
    """Drop every sign-in of this person, those under way too, whatever is kept in it."""
    words = [str(key), *(json.dumps(each) for each in addresses)]
    gone: list[str] = []
    for row in Session.objects.iterator(chunk_size=AT_A_TIME):
        said = json.dumps(row.get_decoded(), default=str)
        if any(word in said for word in words):
            gone.append(row.session_key)
    for some in in_parts(gone):
        Session.objects.filter(session_key__in=some).delete()


def drop_admin_log(rows: QuerySet[Model]) -> None:
    """Drop what the admin's log tells of these rows: it keeps the names they had then."""
    about = ContentType.objects.get_for_model(rows.model)
    keys = list(map(str, rows.values_list("pk", flat=True)))
    LogEntry.objects.filter(content_type=about, object_id__in=keys).delete()
