"""What pages say when every word of people's own is a canary: the rest is ours."""

import logging

import pytest
from django.http import HttpResponse

from tests.leaks.table import TABLE
from tests.leaks.walk import Walk, address
from tests.leaks.world import OWN, World
from tests.reports.generated import counts
from tests.test_words import FORBIDDEN, Text

# Pages whose sentences are put together from what was said. The others hold fixed words, such as
# "five themes" in the help.
GENERATED = {
    "answer-ask",
    "compare",
    "home",
    "journey",
    "kept",
    "line-over-time",
    "own-copy",
    "read-back",
    "record",
    "service",
    "share",
    "share-copy",
    "share-preview",
    "shared-reply",
    "shared-report",
    "shared-with-us",
    "shown",
    "shown-team",
    "wall",
    "your-teams",
}
# The words of the invented team are its own, as a real team's are.
NOT_OURS = {f"example-{page}" for page in ("journey", "said", "wall", "report", "around", "try")}
NOT_OURS |= {"start-paper"}  # a framework's words


def sentences_of(response: HttpResponse) -> list[str]:
    """Return what a page says, in text and in what is read out."""
    parser = Text()
    parser.feed(response.content.decode())
    parser.close()
    return [" ".join(sentence.split()) for sentence in parser.said]


@pytest.mark.pdf
def test_pages_count_nothing_and_use_our_words(world: World, caplog):
    caplog.set_level(logging.ERROR, "django.request")
    walk, target, wrong, read = Walk(world), world.targets[OWN], [], set()
    for route, rows in TABLE.items():
        for row in rows:
            if row.get is None or (row.of and row.of not in target.things):
                continue
            path = address(route, row, target if row.of else None)
            for name in ("anonymous", "manager", "contributor", "lead", "reader", "staff"):
                actor = world.actors[name]
                if row.expected("GET", actor.to(target if row.of else None, row.of)) != 200:
                    continue
                response = walk.ask(actor, "GET", path)
                if not response.headers["Content-Type"].startswith("text/html"):
                    continue
                sentences = sentences_of(response)
                if route not in NOT_OURS:
                    wrong += [
                        f"{route}: {sentence}"
                        for sentence in sentences
                        if FORBIDDEN.search(sentence)
                    ]
                if route in GENERATED:
                    read.add(route)
                    # The acknowledgement tells of parts and elements, and names PIEs 2.0.
                    ours = [sentence for sentence in sentences if "PIE" not in sentence]
                    wrong += [
                        f"{route} counts: {sentence}" for sentence in ours if counts(sentence)
                    ]
                break
    assert sorted(set(wrong)) == []
    assert read == GENERATED
