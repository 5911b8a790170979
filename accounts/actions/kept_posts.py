"""What is kept for a while only: forms sent after a sign-in ran out, counts of sign-ins."""

import uuid

from django.conf import settings
from django.db import connection
from django.utils import timezone

from accounts.models import KeptPost, User
from pages.signatures import When

# Of forms of one person: nobody sends so many in an hour, but a script might.
MOST_KEPT = 20


def keep_post(*, path: str, body: str, by: User) -> KeptPost:
    """Keep a form that came after the sign-in ran out, for an hour, and drop older ones.

    Of one person only the latest MOST_KEPT stay. `path`: where it was sent, with its query;
    `body`: its fields, URL-encoded, without token and passwords (kept_posts.keep).
    """
    drop_old_posts()
    row = KeptPost.objects.create(user=by, path=path, body=body)
    KeptPost.objects.filter(pk__in=KeptPost.objects.of(by).beyond(MOST_KEPT)).delete()
    return row


def drop_old_posts(at: When = None) -> int:
    """Delete every form whose hour is over, and return how many there were."""
    return KeptPost.objects.over(at).delete()[0]


def drop_old_counts(*, at: When = None) -> int:
    """Delete from the cache what counts no more, and return how many rows there were.

    Limits on sign-in count by network address, and Django leaves a row there until its very key
    is asked for again.
    """
    table = connection.ops.quote_name(str(settings.CACHES["default"]["LOCATION"]))
    now = connection.ops.adapt_datetimefield_value(at or timezone.now())
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table} WHERE expires < %s", [now])  # noqa: S608 -- our name
        return int(cursor.rowcount)


def put_away_kept_post(*, key: uuid.UUID, user_id: uuid.UUID) -> None:
    KeptPost.objects.filter(pk=key, user_id=user_id).delete()
