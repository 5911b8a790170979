"""What reports say, before any markup: frozen structures built from sealed records."""

from reports.content.journey import Journey, build_journey
from reports.content.options import SECTIONS, Options, section_titles
from reports.content.report import FORMAT_VERSION, NothingKeptError, Report, build_report

__all__ = [
    "FORMAT_VERSION",
    "SECTIONS",
    "Journey",
    "NothingKeptError",
    "Options",
    "Report",
    "build_journey",
    "build_report",
    "section_titles",
]
