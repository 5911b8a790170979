"""What is in a database already survives an upgrade."""

import datetime as dt

import pytest
from django.utils import timezone

from accounts.actions import tell
from accounts.models import Notice, User
from sharing.models import Share, ShareOpen
from tests.assessments.test_migrations import migrate
from tests.people import in_organisation

NO_DAYS = [("sharing", "0014_first_openings")]
EVERY_OPENING = [("sharing", "0013_answers_told_to_other_bodies")]


@pytest.mark.django_db(transaction=True)
def test_later_openings_go_and_the_first_of_each_stays(posted: Share, reader: User) -> None:
    another = in_organisation(posted.body, "reader", "Robin Reader")
    then = migrate(EVERY_OPENING)
    opens = then.get_model("sharing", "ShareOpen").objects
    now = timezone.now()
    readings = [(reader, "page"), (reader, "pdf"), (another, "page"), (reader, "page")]
    try:
        for hours, (user, what) in enumerate(readings):
            at = now + dt.timedelta(hours=hours)
            opens.create(share_id=posted.pk, user_id=user.pk, what=what, at=at)
    finally:
        migrate()

    openings = [(opening.user, opening.what) for opening in ShareOpen.objects.all()]
    assert openings == readings[:3]
    assert ShareOpen.objects.first().at == now


@pytest.mark.django_db(transaction=True)
def test_what_was_told_of_a_report_is_so_up_to_its_last_day(posted: Share, reader: User) -> None:
    for kind in ("share_received", "share_unread", "share_opened"):
        tell([reader], kind, organisation=posted.body, object_id=posted.pk)
    migrate(NO_DAYS)
    migrate()
    days = dict(Notice.objects.filter(user=reader).values_list("kind", "around"))
    last_day = {"share_received": posted.ends_on, "share_unread": posted.ends_on}
    assert days == {**last_day, "share_opened": None}
