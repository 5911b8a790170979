"""Types that the signatures of many apps share."""

import datetime as dt

# When an act is done: now, where nobody says when.
When = dt.datetime | None
