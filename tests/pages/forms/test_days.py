"""A day is read as people type it, where a browser has nothing to pick one."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format

from pages.forms.fields import DayField, PastDayField
from record.words.days import day

DAY = dt.date(2026, 11, 3)


@pytest.mark.parametrize(
    "typed",
    [
        day(DAY),
        "3/11/2026",
        "3.11.2026",
        "03-11-2026",
        " 3 / 11 / 2026 ",
        "2026-11-03",
        "3 Nov 2026",
        "3rd november 2026",
        "3\u00a0November 2026",
        date_format(DAY, "l j F Y"),
        "Tue, 3 Nov 2026",
        "3RD of November, 2026",
        "3–11–2026",
        "3\u201011\u20112026",
    ],
)
def test_day_is_read_as_it_is_typed_or_printed(typed):
    assert DayField().clean(typed) == DAY


@pytest.mark.parametrize(
    ("typed", "year"),
    [("03/11/26", 2026), ("3.11.21", 2021), ("3 Nov 31", 2031), ("3rd November 26", 2026)],
)
def test_a_year_in_two_figures_is_one_near_this(monkeypatch, typed, year):
    monkeypatch.setattr(timezone, "localdate", lambda: DAY)
    assert DayField().clean(typed) == dt.date(year, 11, 3)


@pytest.mark.parametrize("typed", ["3/11/20", "3/11/32", "3/11/68", "3.11.99", "26-11-03"])
def test_a_year_in_two_figures_that_may_be_meant_otherwise_is_asked_for(monkeypatch, typed):
    monkeypatch.setattr(timezone, "localdate", lambda: DAY)
    for field in (DayField(), PastDayField()):
        with pytest.raises(ValidationError, match="four figures"):
            field.clean(typed)
    assert PastDayField().clean("3/11/1999") == dt.date(1999, 11, 3)


def test_september_may_have_four_letters():
    assert DayField().clean("3 Sept 2026") == dt.date(2026, 9, 3)


@pytest.mark.parametrize(
    "typed",
    [
        "31/2/2026",
        "11/13/2026",
        "3 November",
        "3 x 11 2026",
        "20261103",
        "Tuesday",
        "/",
        "3",
        "Monday 3 November 2026",
    ],
)
def test_what_names_no_day_is_refused(typed):
    with pytest.raises(ValidationError, match="such as 12/11/2026"):
        DayField().clean(typed)
