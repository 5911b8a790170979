"""Reports to look at: the choices they are built with, and ways to read what they say."""

import datetime as dt

import msgspec

from reports.content import Options, build_report
from tests import records
from tests.records import a_record
from tests.reports.generated import own_words

TODAY = dt.date(2026, 11, 22)
OWN_COPY = Options.own_copy(date=TODAY)
SHARE = Options(
    date=TODAY,
    reference="PZ-7F3K-22",
    to="Northtown Council",
    purpose="You asked in spring how the move had changed the work.",
    until=dt.date(2027, 6, 30),
    asks=(records.an_id("ask move-on"),),
)


def replaced(options, **changes):
    return msgspec.structs.replace(options, **changes)


def everything_of(report):
    return " ".join(own_words(report))


def heads(report):
    return {head.code: [item.name for item in head.items] for head in report.changes.heads}


def two(earlier, later, **more):
    """Build the report of one line in two conversations."""
    return build_report(
        [
            a_record(dt.date(2026, 3, 10), judgements=(earlier,)),
            a_record(dt.date(2026, 11, 12), judgements=(later,), **more),
        ],
        options=OWN_COPY,
    )


def row_of(report, code):
    return next(row for theme in report.themes for row in theme.rows if row.code == code)
