"""What reports say, before any markup: frozen structures built from sealed records."""

from reports.content.journey import Journey, build_journey
from reports.content.options import SECTIONS, Options, section_titles
from reports.content.report import NothingKeptError, Report, build_report
