"""Words that templates of a conversation put together."""

import datetime as dt

from django.utils import timezone

from assessments.templatetags.talk import day_seen_today, said_in


def test_day_of_another_year_has_its_year(monkeypatch):
    now = dt.datetime(2027, 1, 5, 12, tzinfo=dt.UTC)
    monkeypatch.setattr(timezone, "now", lambda: now)
    assert day_seen_today(dt.date(2027, 1, 3)) == "3 January"
    assert day_seen_today(dt.date(2026, 12, 30)) == "30 December 2026"
    assert day_seen_today(dt.datetime(2026, 12, 31, 23, tzinfo=dt.UTC)) == "31 December 2026"


def test_what_was_said_at_an_earlier_talk_of_the_same_day_is_said_so():
    day = dt.date(2026, 3, 10)
    assert said_in(day, day) == "Earlier on 10 March we said"
    assert said_in(dt.date(2026, 3, 9), day) == "On 9 March we said"
