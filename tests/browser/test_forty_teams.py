"""A lead and a manager of forty: short pages that unfold on paper, and no barrier axe knows."""

import pytest
from django.core.management import call_command
from django.test import Client

from accounts.models import User
from tests.browser.chrome import started_chrome
from tests.browser.site.conftest import barriers
from tests.reports.documents import poppler, text

pytestmark = pytest.mark.django_db(transaction=True)
HIGHEST = 6000
CARDS_A_SHEET = 2
EDGES = ("top", "bottom", "left", "right")


@pytest.fixture
def forty(transactional_db, settings):
    settings.DEBUG = True
    call_command("load_frameworks", verbosity=0)
    call_command("seed_demo", services=40, assessments=4, verbosity=0)


def test_pages_of_forty_teams_are_short_and_unfold_on_paper(forty, live_server):
    poppler("pdftotext")
    with started_chrome() as browser:
        for email in ("large-lead@demo.example", "large-manager@demo.example"):
            client = Client()
            client.force_login(User.objects.get(email=email))
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            cookie = client.cookies["sessionid"].value
            page.context.add_cookies(
                [{"name": "sessionid", "value": cookie, "url": live_server.url}]
            )
            page.goto(f"{live_server.url}/teams/")
            assert page.evaluate("document.documentElement.scrollHeight") < HIGHEST
            assert barriers(page) == []
            hidden = page.get_by_text("In it:").first
            assert not hidden.is_visible()
            page.emulate_media(media="print")
            assert hidden.is_visible()
            sheets = text(
                page.pdf(format="A4", margin=dict.fromkeys(EDGES, "18mm")), "-layout"
            ).split("\f")
            assert max(sheet.count("In it:") for sheet in sheets) == CARDS_A_SHEET
            page.emulate_media(media="screen")
            page.set_viewport_size({"width": 360, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth") <= 360
            page.close()
