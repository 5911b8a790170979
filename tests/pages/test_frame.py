import datetime as dt

from django.template import Context, RequestContext, Template
from django.utils import timezone, translation

from pages.templatetags.frame import near_day

FRAME = (
    "{% load frame i18n %}{{ who }}"
    "{% once %}[{% if who %}{{ who }}{% endif %}{% translate 'Search' %}]{% endonce %}"
)


def test_once_says_nothing_of_who_looks(rf):
    template = Template(FRAME)
    assert template.render(RequestContext(rf.get("/"), {"who": "Ann"})) == "Ann[Search]"
    assert template.render(Context({"who": "Ben"})) == "Ben[Search]"


def test_once_is_printed_anew_in_another_language():
    template = Template(FRAME)
    template.render(Context({"who": "Ann"}))
    with translation.override("de"):
        assert template.render(Context({"who": "Ann"})) == "Ann[Suchen]"
    assert template.render(Context({"who": "Ann"})) == "Ann[Search]"


def test_once_is_printed_once():
    template = Template("{% load frame %}{% once %}{% now 'u' %}{% endonce %}")
    assert len({template.render(Context()) for _time in range(3)}) == 1


def test_day_of_another_year_has_its_year(monkeypatch):
    now = dt.datetime(2027, 1, 5, 12, tzinfo=dt.UTC)
    monkeypatch.setattr(timezone, "now", lambda: now)
    assert near_day(dt.date(2027, 1, 3)) == "3 January"
    assert near_day(dt.date(2026, 12, 30)) == "30 December 2026"
    assert near_day(dt.datetime(2026, 12, 31, 23, tzinfo=dt.UTC)) == "31 December 2026"
