"""Who did what: accounts, roles, names, reports sent and taken back."""

from office.done.acts import ARRANGED, ON_SITE
from office.done.reading import A_PAGE, DonePage, done_at, done_on_site

__all__ = ["ARRANGED", "A_PAGE", "ON_SITE", "DonePage", "done_at", "done_on_site"]
