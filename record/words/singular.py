"""What a team says, as one person says it: for a place where one works and nobody else."""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache

from django.utils.html import escape
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from record.framework import FrameworkText

# Forms of English alone; a language that needs others has them in its phrases.
_PRONOUNS = {
    "we are": "I am",
    "are we": "am I",
    "we were": "I was",
    "we": "I",
    "us": "me",
    "ours": "mine",
    "our": "my",
    "ourselves": "myself",
}
_PRONOUN = re.compile(
    rf"(?<! of )(?<![\w-])(?:{'|'.join(sorted(_PRONOUNS, key=len, reverse=True))})(?![\w-])",
    re.IGNORECASE,
)
# Our own words between tags, and the beginning of what is not ours: names, what people wrote or
# write, which finds its direction, and what is drawn, whose words are told before. A box of one
# line has no end.
_TAGS = re.compile(r"(<[^>]*>)")
_OWN = re.compile(r'<(bdi|svg|script|textarea|(?!input\b)\w+(?=[^>]*\bdir="auto"))\b')


def singular_for(names: Iterable[str]) -> Callable[[str], str]:
    """Return what puts our own words as one person says them, but for names and quotations."""
    phrases, english = _phrases(), (get_language() or "en").startswith("en")
    # Where a name is left out, what stands for it is ours.
    not_ours = {name for name in names if _PRONOUN.search(name) or any(map(name.count, phrases))}
    splitter = _any_of(frozenset(not_ours - set(phrases)))

    def in_singular(text: str) -> str:
        pieces = splitter.split(text)
        for number in range(0, len(pieces), 2):
            for team, one in phrases.items():
                pieces[number] = pieces[number].replace(team, one)
            if english:
                pieces[number] = _PRONOUN.sub(_singular, pieces[number])
        return "".join(pieces)

    return in_singular


@lru_cache(64)
def _any_of(names: frozenset[str]) -> re.Pattern[str]:
    """Return what splits a text at quotations, addresses and names, these in any letters."""
    longest_first = sorted(map(re.escape, names), key=len, reverse=True)
    patterns = [rf"(?<!\w){name}(?!\w)" for name in longest_first]
    whole = "|".join([r"“[^”]*”", r"https?://\S+", "\u2068[^\u2069]*\u2069", *patterns])
    return re.compile(f"({whole})", re.IGNORECASE)


def _singular(match: re.Match[str]) -> str:
    pronoun = _PRONOUNS[match[0].lower()]
    return capfirst(pronoun) if match[0][:1].isupper() else pronoun


def html_in_singular(html: str, names: Iterable[str]) -> str:
    """Return a page, or a part of one, as one person says it, but for people's words and names."""
    in_singular = singular_for(map(escape, names))
    pieces, inside, depth = [], "", 0
    for number, piece in enumerate(_TAGS.split(html)):
        if not number % 2:
            pieces.append(piece if inside else in_singular(piece))
            continue
        pieces.append(piece)
        if inside:
            depth += piece.startswith((f"<{inside} ", f"<{inside}>"))
            depth -= piece == f"</{inside}>"
            inside = inside if depth else ""
        elif (own := _OWN.match(piece)) is not None:
            inside, depth = own[1], 1
    return "".join(pieces)


def names_in(framework: FrameworkText) -> tuple[str, ...]:
    """Return what a framework calls things and what it asks, which are no words of ours."""
    names = [framework.name, framework.voice_name, framework.acknowledgement, framework.licence]
    names += [level.name for level in framework.levels]
    for line in framework.lines:
        names += [line.name, line.question]
    return tuple(filter(None, names))


def _phrases() -> dict[str, str]:
    """Return what one person says otherwise, whole phrases before what stands in them."""
    return {
        _("We sat down and talked"): _("How I work here"),
        _("one of us sat down at"): _("I sat down at"),
        _("one of us looked at"): _("I looked at"),
        _(" and talked about how we work here"): _(" and looked at how I work here"),
        _("Tell any of us, and"): _("Tell me, and"),
        _("The team ticks the lines"): _("You tick the lines"),
        _("In the team’s own words"): _("In one person’s own words"),
        _("Talk first. Then, on three, everybody point at a card."): _(
            "Think first. Then choose a card."
        ),
        _("If the cards differ: good. Ask the furthest two what they are each seeing."): _(
            "If you hesitate between two: good. Say below what makes it so."
        ),
        _("Everybody point at a card"): _("Choose a card"),
        _("Somebody reads it out, the others listen. Does it sound like us?"): _(
            "Read it once more. Does it sound like you?"
        ),
        _("When shall we talk again?"): _("When shall I look at this again?"),
        _("What shall we talk about?"): _("What shall I look at?"),
        _("When we talked, and who was there"): _("When this was, and who was there"),
        _("Say how we talked"): _("Say how this was done"),
        _("How did we talk?"): _("How was this done?"),
        _("How we talked"): _("How this was done"),
        _("At least one of us was there."): _("At least one person was there."),
        _("Until when do we keep it open?"): _("Until when do you keep it open?"),
        _("Only the team does that"): _("Only you do that"),
        _("in the team’s voice"): _("in your own voice"),
        _("Keep it open for the others"): _("Keep it open"),
        _(" for the others"): "",
        _("to our next talk"): _("along when I next look at this"),
        _("when we talk again"): _("when I look at this again"),
        _("When we talk again"): _("When I look at this again"),
        _("We talk again"): _("I will look at this again"),
        _("to talk again"): _("to look at this again"),
        _("Talk again"): _("Look at this again"),
        _("We last talked on"): _("I last looked at this on"),
        _("The team sees it next time you talk. Unsigned unless you sign it."): _(
            "It is here next time you look at this."
        ),
        _("Write about how we work"): _("Write about how you work"),
        _("More from our team"): _("More from here"),
        _("Our team: who is in it"): _("The team: who is in it"),
        _("nothing else of ours"): _("nothing else of mine"),
        _("what we told each other, our understanding, when we meet"): _(
            "what was told, the understanding, when to meet"
        ),
        _("We have talked again"): _("I have looked at this again"),
        _("We talked on"): _("I looked at this on"),
        _("We also talked"): _("I also looked at this"),
        _("We talked about its parts"): _("I looked at its parts"),
        _("One of us looked at"): _("I looked at"),
        _("one of us: "): "",
        _("one of us"): _("by myself"),
        _("One of us"): _("By myself"),
        _("who took part was not written down"): "",
        _("Who took part was not written down."): "",
        _("Kept within the team"): _("Kept here"),
        _("kept within the team"): _("kept here"),
        _("The team can take it back"): _("It can be taken back"),
        _("the team’s own account"): _("the account of the one person who works here"),
        _("Other people in the room see other things."): _(
            "Somebody else would see other things: this is what one person sees."
        ),
        _("Before you read much into a difference, look at who was there each time."): "",
        _("the first time we talked"): _("the first time I looked at this"),
        _("We chose among them as we talked"): _("I chose among them"),
        _("we sat down together"): _("I sat down to it"),
        _("Who was in the room, and how we talked"): _("When this was, and how"),
        _("and when we talked"): _("and when I looked at this"),
        _("What we talked about for the first time"): _("What I looked at for the first time"),
        _("Not talked about"): _("Not looked at"),
        _("not talked about"): _("not looked at"),
        _("This time we talked about its parts"): _("This time I looked at its parts"),
        _("one thing we talked about"): _("one thing I looked at"),  # and “the one thing …”
        _("One thing we talked about"): _("One thing I looked at"),
        _("our words on the talks"): _("my words on how it went"),
        _("we talked"): _("I looked at how I work"),
        _("What we came to see the same way"): _("What I came to see in one way"),
        _("don’t all see it the same way"): _("don’t see it in just one way"),
        _("didn’t all see it the same way"): _("didn’t see it in just one way"),
        _("don’t all see the same way"): _("don’t see in just one way"),
        _("didn’t all see "): _("didn’t see "),  # and the name of a line, and then:
        _(" the same way; it "): _(" in just one way; it "),
        _("Some say "): _("It could be "),
        _("Some call this "): _("It could be "),
    }
