"""The forms in which distance travelled may be told (docs/sentences.md), and no others.

Where there are two, the second is of a conversation some time ago. What fills them stands in
`record/sentences/claims.py`; `record/sentences/distance.py` puts them together.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from record.choices import WhyDiffers
from record.distance.movement import Bar, Kind

IS_NOW = _("{It} is {now} now."), _("{It} was {now} {at}.")
STOOD_THERE = _("{It_then} was {then} {when}.")
STOOD_THERE_TOO = _("It was {then} {when} too.")
SAID_THEN = _("{When} we said {then}.")
NO_LONGER_AGREED = (
    _("Now we don’t all see it the same way"),
    _("{At} we didn’t all see it the same way"),
)
OTHER_WORDS = _("We used other words then: it was {then} {when}.")
OTHER_SCALE = (
    _("It was {then} {when}, of {few}; we now use {many}."),
    _("It was {then} {when}, of {few}; {at} we used {many}."),
)
# Where a level has another name now.
LEVEL_RENAMED = (
    _("{It} is {now}, as it was {when}; we called that {then} then."),
    _("{It} was {now} {at}, as {when}; we called that {then} then."),
)
# Where the team, seeing it more clearly, would have put it then: where it is now, or elsewhere.
SAID_BEFORE = _("We said {then} {when}.")
RECAST_TO_NOW = (
    _("Knowing what we know now we would have said {recast} then too."),
    _("{At} we saw that {recast} would have been nearer then too."),
)
RECAST = (
    _("Knowing what we know now we would have said {recast} then."),
    _("{At} we saw that {recast} would have been nearer then, and said {now}."),
)
# The same seen in a talk before the last: what is known now nobody has said since.
SEEN_TO_NOW = _("{Seen} we saw that {recast} would have been nearer then too.")
SEEN = _("{Seen} we saw that {recast} would have been nearer then.")
IT_IS_NOW = _("It is {now} now."), ""
NO_REASON = _("We have not said why.")
# What a line was before the framework split something up, or brought several together.
WAS_PART_OF = _("{When} it was part of “{name}”; the framework split that up.")
WAS_SEVERAL = _("{When} it was “{name}” and others; the framework brought them together.")
NOTED_PART_OF = _("{note} {When} it was part of “{name}”.")
PART_OF_TOGETHER = _("{When} these were part of “{name}”; the framework split that up: {names}.")
NOTED_PART_OF_TOGETHER = _("{note} {When} these were part of “{name}”: {names}.")
NOTED_SEVERAL = _("{note} {When} it was “{name}” and others.")

# How the same is said of several lines.
NOW_TOGETHER = _("{Now} now: {names}."), _("{Now} {at}: {names}.")
BEFORE_TOGETHER = _("{Then} {when}: {names}.")
AS_IT_WAS_TOGETHER = _("{Now} now, as {when}: {names}."), _("{Now} {at}, as {when}: {names}.")
MOVED_TOGETHER = (
    _("{Now} now, {then} {when}: {names}."),
    _("{Now} {at}, {then} {when}: {names}."),
)
MOVED_BECAUSE_TOGETHER = (
    _("{Now} now, {then} {when}, {because}: {names}."),
    _("{Now} {at}, {then} {when}, {because}: {names}."),
)
NO_REASON_TOGETHER = _("We have not said why: {names}.")

FORMS: dict[Kind, tuple[Promise, ...]] = {
    Kind.FURTHER_ON: (
        _("{It} was {then} {when}; it is {now} now."),
        _("{It} was {then} {when} and {now} {at}."),
    ),
    Kind.LESS_SO: (
        _("We called {it} {then} {when} and say {now} now."),
        _("We called {it} {then} {when} and {now} {at}."),
    ),
    Kind.SEEN_MORE_CLEARLY: (
        _("We said {then} {when} and say {now} now."),
        _("We said {then} {when} and {now} {at}."),
    ),
    # The team's own words follow, or a full stop.
    Kind.AS_IT_WAS: (_("{It} is {now}, as it was {when}"), _("{It} was {now} {at}, as {when}")),
    Kind.STEADIER_INSIDE: (
        _("Still {now}, a little steadier than {when}."),
        _("Still {now} {at}, a little steadier than {when}."),
    ),
    Kind.LESS_STEADY_INSIDE: (
        _("Still {now}, a little less steady than {when}."),
        _("Still {now} {at}, a little less steady than {when}."),
    ),
    Kind.NOT_AGREED_THEN_PLACED: (
        _("{When} we didn’t all see {it} the same way; it is {now} now."),
        _("{When} we didn’t all see {it} the same way; it was {now} {at}."),
    ),
    # That it is the first time is said once, above all lines it is true of.
    Kind.FIRST_TIME: (_("{It} is {now}."), _("{It} was {now} {at}.")),
    Kind.KEPT_BACK: (_("Kept within the team."),),
}

# Why two conversations cannot be set side by side.
BARS: dict[Bar, tuple[Promise | str, ...]] = {
    Bar.OTHER_WORDS: (_("We used other words then, {when}."),),
    Bar.OTHER_FRAMEWORK: (_("We used another framework {when}."),),
    Bar.OTHER_VERSION: (
        _("We use another version of the framework now."),
        _("{At} we used another version of the framework."),
    ),
    Bar.NOT_THIS_FRAMEWORK: (_("Our last conversation used another framework."),),
    Bar.OTHER_SUBJECT: (_("{When} it was about something else."),),
    Bar.SPLIT: (_("The framework split this up."),),
    Bar.MERGED: (_("The framework brought this together with something else."),),
    Bar.REGROUPED: (_("The framework has divided this up in another way since."),),
    Bar.RETIRED: (_("The framework no longer asks about this."),),
    Bar.ANOTHER_DAY_NOW: (_("Left for another day this time."),),
    Bar.ANOTHER_DAY_THEN: (_("Left for another day {when}."),),
    Bar.PASSED_OVER_NOW: (_("Not talked about this time."),),
    Bar.PASSED_OVER_THEN: (_("Not talked about {when}."),),
    Bar.NO_CARD_NOW: (_("We gave it no place this time."),),
    Bar.NO_CARD_THEN: (_("{When} we gave it no place."),),
    Bar.NOT_OURS_NOW: (_("We can’t, and it isn’t ours to change."),),
    Bar.NOT_OURS_THEN: (_("{When} we said it wasn’t ours to change."),),
    Bar.NOT_OFFERED_NOW: (_("Not part of the conversation {at}."),),
    Bar.OPENED_NOW: (_("This time we talked about its parts."),),
    Bar.DID_NOT_APPLY_THEN: (_("{When} it did not apply here."),),
    Bar.DIFFERED_THEN: (_("{When} we didn’t all see it the same way."),),
    Bar.KEPT_BACK_THEN: (_("Kept within the team {when}."),),
    Bar.LEFT_OUT: ("",),  # nothing is told of what was left out
}

# The team's reason why a place is not what it was: a sentence, and the end of one.
REASONS: dict[str, tuple[tuple[Promise, ...], tuple[Promise, ...]]] = {
    WhyDiffers.WE_CHANGED: ((_("We changed."),), (_("because we changed"),)),
    WhyDiffers.SEEN_CLEARLY: (
        (_("We see it more clearly."), _("We saw it more clearly.")),
        (_("as we see it more clearly"), _("as we saw it more clearly")),
    ),
    WhyDiffers.AROUND_US: (
        (_("Things around us changed."),),
        (_("because things around us changed"),),
    ),
    WhyDiffers.PEOPLE: (
        (_("Different people were in the room."),),
        (_("because different people were in the room"),),
    ),
}
