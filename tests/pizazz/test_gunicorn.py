"""The unit, ./run and the bench serve in one way, which is gunicorn.conf.py's."""

import re
import runpy

import pytest
from django.conf import settings

from reports.printing.pdf import TIMEOUT
from tests.source import ROOT


@pytest.fixture(scope="module")
def ours():
    return runpy.run_path(str(ROOT / "gunicorn.conf.py"))


def test_a_page_is_answered_while_one_report_is_made_and_one_waits(ours):
    assert ours["threads"] > 2


def test_a_report_that_waits_for_another_is_not_cut_short(ours):
    assert ours["timeout"] > 2 * TIMEOUT


@pytest.mark.parametrize("path", ["run", "deploy/pizazz.service", "bench/serving.py"])
def test_who_starts_it_says_only_where_to_listen(path):
    text = (ROOT / path).read_text(encoding="utf-8").replace("\\\n", " ")
    starts = [line for line in text.splitlines() if "gunicorn" in line and "--bind" in line]
    flags = [set(re.findall(r"(?<!\S)\"?(--?[a-z][a-z-]*)", line)) for line in starts]
    told_nothing_else = [flag - {"-m", "--log-level"} for flag in flags]
    assert told_nothing_else == [{"--bind"}]


def test_the_proxy_waits_as_long(ours):
    text = (ROOT / "deploy/nginx.conf").read_text(encoding="utf-8")
    assert int(re.search(r"proxy_read_timeout (\d+)s;", text)[1]) > ours["timeout"]


def test_the_proxy_leaves_what_is_too_much_to_us():
    """What it refuses itself is a page without a word of what to do."""
    text = (ROOT / "deploy/nginx.conf").read_text(encoding="utf-8")
    most = int(re.search(r"client_max_body_size (\d+)m;", text)[1]) * 1024 * 1024
    assert most > settings.DATA_UPLOAD_MAX_MEMORY_SIZE
