"""Reports that several tests look at on paper: each worker prints one once."""

from collections.abc import Callable
from functools import cache, partial

from reports.content import Report, build_report
from reports.printing.render import report_pdf
from tests.reports.invented import MANY, team
from tests.reports.ten_teams import TEN


def invented(number: int) -> Report:
    """Return the report of one of fifty teams."""
    records, options = team(number)
    return build_report(records, options=options)


REPORTS: dict[str, Callable[[], Report]] = {
    **{f"team {number}": partial(invented, number) for number in range(MANY)},
    **TEN,
}


@cache
def printed(name: str) -> tuple[Report, bytes]:
    """Return a report and its PDF."""
    report = REPORTS[name]()
    return report, report_pdf(report)
