"""Addresses as people paste them, from a letter's head or a list: one a line, or many in one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from accounts.actions import Invitee
from accounts.models import Service
from pages.words import as_seen, tidy

# A comma after an address ends a person, whatever stands between the others.
AFTER_ADDRESS = re.compile(r"(@[^\s,;<>]+>?\s*),")
IN_BRACKETS = re.compile(r"\A(.*)<([^<>]*)>\Z", re.DOTALL)
QUOTES = "\"'“”‘’ "


@dataclass(frozen=True)
class Pasted:
    """One person as they were typed: a name, if one stands there, and how they are reached."""

    name: str
    reached_by: str


def read_pasted(text: str) -> list[Pasted]:
    """Return everybody in a text. What is neither name nor address is kept, to be told."""
    return list(chain.from_iterable(map(_of_line, as_seen(text).splitlines())))


def _of_line(line: str) -> Iterator[Pasted]:
    """Give the people of one line; a name stands before its address, or around brackets."""
    between = ","
    if re.search(r"[;\t]", line):
        line, between = AFTER_ADDRESS.sub(r"\1;", line), r"[;\t]"
    name = ""
    for part in filter(None, map(str.strip, re.split(between, line))):
        match = IN_BRACKETS.match(part)
        if match:
            yield Pasted(_name(match[1], name), match[2].strip())
            name = ""
        elif "@" in part or name:
            yield Pasted(_name(name), part)
            name = ""
        else:
            name = part
    if name:  # nothing came after it: a sign-in name, or what is told as none
        yield Pasted("", name)


def _name(typed: str, before: str = "") -> str:
    """Return a name in one line; a family name that stood before a comma comes last."""
    return " ".join(tidy(f"{typed.strip(QUOTES)} {before.strip(QUOTES)}").split())


def invitees_of(people: list[Pasted], *, service: Service, role: str) -> Iterator[Invitee]:
    for number, person in enumerate(people, start=1):
        address = sign_in_name = ""
        if "@" in person.reached_by:
            address = person.reached_by.lower()
        else:
            sign_in_name = person.reached_by.lower()
        yield Invitee(
            number=number,
            service=service,
            name=person.name,
            role=role,
            address=address,
            sign_in_name=sign_in_name,
        )


def lines_of_pasted(rows: list[Invitee]) -> str:
    """Return rows as text, which read_pasted reads to the very same."""
    return "\n".join(f"{row.name}\t{row.address or row.sign_in_name}" for row in rows)
