"""Conversations for the tests of distance travelled: short to write, plain to read."""

import datetime as dt

from record.distance import LevelRef, LineRef, Occasion, Place, Reading, Telling

LEVELS = (
    LevelRef("minds", "On our minds", 1),
    LevelRef("here", "Here and there", 2),
    LevelRef("usual", "Usual here", 3),
    LevelRef("rooted", "Well rooted", 4),
)
THEMES = tuple(
    LineRef(code, name, "theme")
    for code, name in (
        ("awareness", "Psychological awareness"),
        ("training", "Training and support"),
        ("learning", "Learning and enquiry"),
        ("spaces", "Spaces of opportunity"),
        ("three-rs", "The Three Rs"),
    )
)
ELEMENTS = (
    LineRef("reflective", "Reflective practice", "element", "learning"),
    LineRef("enquiry", "A culture of enquiry", "element", "learning"),
    LineRef("sector", "Sector engagement", "element", "learning"),
)
WHOLE = LineRef("whole", "The place as a whole", "whole")
LINES = (WHOLE, *THEMES, *ELEMENTS)

MAY, MARCH, NOVEMBER = dt.date(2025, 5, 6), dt.date(2026, 3, 3), dt.date(2026, 11, 12)


def at(line, level, step=None, **more):
    """A reading with a place."""
    return Reading(line, "placed", level=level, step=step, **more)


def left(line, **more):
    """What is sealed for a line that was offered and not answered."""
    return Reading(line, "another_day", answered=False, **more)


def talk(held_on, *readings, **more):
    """An occasion; its id is its date unless told."""
    told = {
        "id": held_on.isoformat(),
        "entered_on": held_on,
        "framework": "pies",
        "version": "2.0",
        "levels": LEVELS,
        "lines": LINES,
        "readings": {reading.line: reading for reading in readings},
    }
    return Occasion(held_on=held_on, **(told | more))


def told(held_on, reading, **more):
    """A single reading with its occasion."""
    return Telling(talk(held_on, reading, **more), reading)


def place(level, step=None):
    """A place."""
    return Place(level, step)
