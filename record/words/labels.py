"""The words for what a record keeps as codes.

A code that is no longer known is said as it is.
"""

from collections.abc import Iterable

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from msgspec import UnsetType

from pages.words import reads_as
from record.choices import (
    ANSWER_HERE,
    Answered,
    AskedOf,
    FactorState,
    Length,
    Need,
    Status,
    StepState,
)
from record.words.phrases import listed

STEP_STATES = {
    StepState.TRYING.value: "",
    StepState.HAPPENED.value: gettext_lazy("It happened."),
    StepState.PARTLY.value: gettext_lazy("Partly, or still going."),
    StepState.NOT_YET.value: gettext_lazy("Not yet, and we still mean to."),
    StepState.DROPPED.value: gettext_lazy("We let it go."),
}
FACTOR_STATES = {
    FactorState.NEW.value: "",
    FactorState.STILL.value: gettext_lazy("Still there."),
    FactorState.EASIER.value: gettext_lazy("Easier now."),
    FactorState.GONE.value: gettext_lazy("Gone."),
}
# The answers that are no card, as sentences begin with them, and short, as they stand on a rod.
STATUSES = {
    Status.DOES_NOT_APPLY.value: gettext_lazy("Does not apply here, for now"),
    Status.ANOTHER_DAY.value: gettext_lazy("Left for another day"),
    Status.DIFFERS.value: gettext_lazy("We don’t all see it the same way"),
    Status.NOT_OURS.value: gettext_lazy("We can’t, and it isn’t ours to change"),
}
SHORT_STATUSES = {
    Status.DOES_NOT_APPLY.value: gettext_lazy("does not apply here, for now"),
    Status.ANOTHER_DAY.value: gettext_lazy("left for another day"),
    Status.DIFFERS.value: gettext_lazy("we don’t all see it the same way"),
    Status.NOT_OURS.value: gettext_lazy("it isn’t ours to change"),
}
LENGTHS = {
    Length.COFFEE.value: gettext_lazy("a coffee break"),
    Length.THEMES.value: gettext_lazy("the themes, a quarter to half an hour"),
    Length.MORE.value: gettext_lazy("themes and what is in them, more than half an hour"),
}


def label(choices: type[TextChoices], code: str) -> str:
    """Say an answer as those who chose it read it: `label(Need, "room")` is "a room"."""
    try:
        return str(choices(code).label)
    except ValueError:
        return code


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


def is_asked_outside(codes: Iterable[str]) -> bool:
    """Say whether others are asked than our organisation: what it answers is not their answer."""
    return not ANSWER_HERE.issuperset(codes)


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
        # Words that go on in a small letter are no sentence of their own.
        mark = "." if not words.lstrip()[:1].islower() else "," if goes_on else ":"
        return f"{first}{mark}"
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
    return str(LENGTHS.get(code, code))
