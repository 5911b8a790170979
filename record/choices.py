"""Every answer that people choose from, once: used by models, forms and the record alike."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

FINER = range(1, 6)  # places within a level, from *only just* to *firmly*
HEADS = range(1, 1000)  # how many of a team were there


class Length(TextChoices):
    """How long a team had to talk."""

    COFFEE = "coffee", _("A coffee break")
    THEMES = "themes", _("A quarter to half an hour")
    MORE = "more", _("More, or several sittings")


class HowTalked(TextChoices):
    TEAM_MEETING = "team_meeting", _("a team meeting")
    REFLECTIVE = "reflective", _("a reflective-practice session")
    AWAY_DAY = "away_day", _("an away day")
    ONE_TO_ONE = "one_to_one", _("one-to-one talks")
    COFFEE_BREAK = "coffee_break", _("a coffee break")
    RESIDENTS = "residents", _("a residents’ meeting")
    NEGOTIATION = "negotiation", _("open negotiation")
    WORLD_CAFE = "world_cafe", _("World Café")
    OPEN_SPACE = "open_space", _("Open Space")
    FUTURE_SEARCH = "future_search", _("Future Search")
    SIMULATION = "simulation", _("open simulation")
    OTHER = "other", _("another way")


class NextTalk(TextChoices):
    """When a team means to talk again."""

    MONTH = "month", _("in a month")
    QUARTER = "quarter", _("in three months")
    HALF_YEAR = "half_year", _("in half a year")
    WE_WILL_SEE = "see", _("we’ll see")


class Need(TextChoices):
    COVER = "cover", _("cover for an hour")
    ROOM = "room", _("a room")
    FACILITATOR = "facilitator", _("a facilitator")


class Status(TextChoices):
    """The answers there are besides none at all."""

    PLACED = "placed", _("Placed")
    DOES_NOT_APPLY = "does_not_apply", _("Does not apply here, for now")
    ANOTHER_DAY = "another_day", _("Leave it for another day")
    DIFFERS = "differs", _("We don’t all see it the same way")
    NOT_OURS = "not_ours", _("We can’t, and it isn’t ours to change")


class WhyDiffers(TextChoices):
    """Why a place is not what it was last time."""

    WE_CHANGED = "we_changed", _("We changed")
    SEEN_CLEARLY = "seen_clearly", _("We see it more clearly")
    AROUND_US = "around_us", _("Things around us changed")
    PEOPLE = "people", _("Different people in the room")


class ExampleKind(TextChoices):
    STORY = "story", _("a story")
    OBSERVATION = "observation", _("something seen")
    DOCUMENT = "document", _("a document")
    FEEDBACK = "feedback", _("something people told us")
    DATA = "data", _("figures")


class FactorKind(TextChoices):
    HELP = "help", _("What we have going for us")
    OBSTACLE = "obstacle", _("What gets in the way")


class Reach(TextChoices):
    """Whose an obstacle is to change."""

    OURS = "ours", _("ours to change")
    SOMEONE_ELSE = "someone_else", _("needs someone else")
    BOTH = "both", _("a bit of both")


class FactorState(TextChoices):
    """How a factor stands since last time."""

    NEW = "new", _("new")
    STILL = "still", _("still there")
    EASIER = "easier", _("easier")
    GONE = "gone", _("gone")


class AskedOf(TextChoices):
    MANAGER = "manager", _("our manager")
    ORGANISATION = "organisation", _("our organisation")
    PARTNER = "partner", _("a partner")
    COMMISSIONER = "commissioner", _("whoever pays for this place")
    UNKNOWN = "unknown", _("we don’t know yet")


# They find what is asked of them here; others learn of it only when the team sends it.
ANSWER_HERE = frozenset({AskedOf.MANAGER.value, AskedOf.ORGANISATION.value, AskedOf.UNKNOWN.value})


class Answered(TextChoices):
    WILL = "will", _("I will …")
    ASK = "ask", _("I will ask …")
    CANNOT = "cannot", _("I can’t, because …")
    DONE = "done", _("It is done: …")
    TALK = "talk", _("Let’s talk")
    CHANGED = "changed", _("Things changed: …")
    NOT_OURS = "not_ours", _("It isn’t ours either: …")


class StepState(TextChoices):
    """What came of what a team tried."""

    TRYING = "trying", _("we will try it")
    HAPPENED = "happened", _("it happened")
    PARTLY = "partly", _("partly, or still going")
    NOT_YET = "not_yet", _("not yet, and we still mean to")
    DROPPED = "dropped", _("we let it go")


# An obstacle with one of these is an ask, put to somebody or to nobody known yet.
NEEDS_OTHERS = frozenset({Reach.SOMEONE_ELSE.value, Reach.BOTH.value})
# What is not over: the team still means to do it.
STILL_TRYING = frozenset({StepState.TRYING.value, StepState.PARTLY.value, StepState.NOT_YET.value})
