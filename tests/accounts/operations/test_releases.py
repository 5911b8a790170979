"""A database of every release is brought up to today, and says what it said."""

import pytest

from tests.releases.load import KEPT

pytestmark = pytest.mark.server


@pytest.mark.parametrize("kept", KEPT, ids=lambda path: path.name.removesuffix(".json.gz"))
def test_database_of_a_release_is_brought_up(sites, kept):
    site = sites.new()
    site.manage("shell", "--command", f"from tests.releases.load import load; load({str(kept)!r})")
    site.manage("prepare")
    site.manage("prepare", "--check")
    assert site.manage("verify_closures") == "8 records agree.\n"
    assert site.manage("refresh_cards") == "Cards made anew: 0.\n"
    site.manage("check", "--database", "default", "--fail-level", "WARNING")
