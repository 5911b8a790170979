"""The words for what a record keeps as codes. A code that is no longer known is said as it is."""

from collections.abc import Iterable

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from msgspec import UnsetType

from pages.words import reads_as
from record.choices import (
    Answered,
    AskedOf,
    ExampleKind,
    FactorState,
    HowTalked,
    Length,
    Need,
    Status,
    StepState,
    WhyDiffers,
)
from record.words.phrases import listed

STEP_STATES = {
    StepState.TRYING.value: "",
    StepState.HAPPENED.value: _("It happened."),
    StepState.PARTLY.value: _("Partly, or still going."),
    StepState.NOT_YET.value: _("Not yet, and we still mean to."),
    StepState.DROPPED.value: _("We let it go."),
}
FACTOR_STATES = {
    FactorState.NEW.value: "",
    FactorState.STILL.value: _("Still there."),
    FactorState.EASIER.value: _("Easier now."),
    FactorState.GONE.value: _("Gone."),
}
# The answers that are no card, as sentences begin with them, and short, as they stand on a rod.
STATUSES = {
    Status.DOES_NOT_APPLY.value: _("Does not apply here, for now"),
    Status.ANOTHER_DAY.value: _("Left for another day"),
    Status.DIFFERS.value: _("We don’t all see it the same way"),
    Status.NOT_OURS.value: _("We can’t, and it isn’t ours to change"),
}
SHORT_STATUSES = {
    Status.DOES_NOT_APPLY.value: _("does not apply here, for now"),
    Status.ANOTHER_DAY.value: _("left for another day"),
    Status.DIFFERS.value: _("we don’t all see it the same way"),
    Status.NOT_OURS.value: _("it isn’t ours to change"),
}
LENGTHS = {
    Length.COFFEE.value: _("a coffee break"),
    Length.THEMES.value: _("the themes, a quarter to half an hour"),
    Length.MORE.value: _("themes and what is in them, more than half an hour"),
}


def label(choices: type[TextChoices], code: str) -> str:
    try:
        return str(choices(code).label)
    except ValueError:
        return code


def how_talked(code: str) -> str:
    """Say how a team talked: "a team meeting"."""
    return label(HowTalked, code)


def need(code: str) -> str:
    """Say what a team needs to talk again: "a room"."""
    return label(Need, code)


def asked_of(code: str) -> str:
    """Say whom an ask is put to: "our organisation"; nothing while nobody is known."""
    if code == AskedOf.UNKNOWN:
        return ""
    return label(AskedOf, code)


def recipients(to: str, also: Iterable[str] | UnsetType) -> tuple[str, ...]:
    """Return everybody an ask is put to, each once; *unknown* only where nobody else is."""
    codes = dict.fromkeys([to, *(also or ())])
    known_codes = [code for code in codes if code not in {"", AskedOf.UNKNOWN}]
    return tuple(known_codes or codes)


def recipients_in_words(codes: Iterable[str]) -> str:
    """Say whom an ask is put to, where it may be several: "our manager and a partner"."""
    return listed(filter(None, map(asked_of, codes)))


def answer(code: str, words: str) -> str:
    """Say what somebody answered, before their own words: "I will"; without any "I will …".

    An answer that is a sentence by itself ends as one. Where their words say so themselves ("I will
    ring them", "Because …"), that is not said twice; where they begin anew, they follow a colon.
    """
    text = label(Answered, code)
    begins = text.removesuffix("…").rstrip()
    if not words.strip():
        return f"{text}." if begins == text else text
    first, _comma, goes_on = begins.partition(", ")
    if any(_begins_so(words, beginning) for beginning in (begins, first)):
        return ""
    if begins == text or (goes_on and _begins_so(words, goes_on)):
        return f"{first}."
    anew = words.lstrip()[:1].isupper() and not words.lstrip().startswith(("I ", "I’", "I'"))
    return f"{begins}:" if anew and begins[-1].isalpha() else begins


def _begins_so(words: str, begins: str) -> bool:
    """Say whether words begin with these, however they were typed."""
    text, start = reads_as(words), reads_as(begins).rstrip(" :.,")
    return text.startswith(start) and not text[len(start) : len(start) + 1].isalnum()


def status(code: str) -> str:
    """Say an answer that is no card: "Left for another day"; nothing of any other."""
    return str(STATUSES.get(code, ""))


def short_status(code: str) -> str:
    """Say it as it stands where a bead would be: "left for another day", else "no place"."""
    return str(SHORT_STATUSES.get(code, _("no place")))


def example_kind(code: str) -> str:
    """Say what an example is: "a story"."""
    return label(ExampleKind, code)


def factor_state(code: str) -> str:
    """Say how something from last time stands, as a sentence; nothing where it is new."""
    return str(FACTOR_STATES.get(code, code))


def step_state(code: str) -> str:
    """Say what came of something tried, as a sentence; nothing while it goes on."""
    return str(STEP_STATES.get(code, code))


def says_so(words: str, state: str) -> bool:
    """Say whether the team's own words begin with what came of what it tried: once is enough."""
    first, _comma, _rest = step_state(state).partition(", ")
    return bool(first) and _begins_so(words, first)


def length(code: str) -> str:
    """Say how long a conversation was, as a noun."""
    return str(LENGTHS.get(code, code))


def why_differs(code: str) -> str:
    """Say why a place is not what it was last time: "We changed"."""
    return label(WhyDiffers, code)
