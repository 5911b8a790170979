"""Which letters a report can print, and the faces it needs for them.

`letters.json` holds, for each face in static/fonts, the letters it has; docs/letters.py writes it.
The pages' own face has Latin letters; words in other scripts get one of Noto, loaded only where
they stand. Signs (arrows, ticks, marks of counting) are such a script, too.
"""

import json
import re
import unicodedata
from functools import cache
from pathlib import Path

KNOWN = Path(__file__).with_name("letters.json")
# The pages' face and the emoji: in every report.
ALWAYS = ("atkinson-next-latin", "atkinson-next-latin-ext", "noto-emoji")
# The pages' face crosses its noughts, which makes a date hard to read on paper.
ZERO = "Report Zero"
WEIGHTS = (400, 700)
# Spaces, joiners and marks of direction: they print nothing, with or without a face.
SILENT = {"Cc", "Cf", "Zl", "Zp", "Zs"}


@cache
def _faces() -> dict[str, frozenset[int]]:
    faces = {}
    for name, ranges in json.loads(KNOWN.read_text(encoding="ascii")).items():
        letters: set[int] = set()
        for first, last in ranges:
            letters.update(range(first, last + 1))
        faces[name] = frozenset(letters)
    return faces


@cache
def _always() -> frozenset[int]:
    return frozenset().union(*(_faces()[name] for name in ALWAYS))


@cache
def _every() -> frozenset[int]:
    return frozenset().union(*_faces().values())


# Marks of HTML stand apart: ">" and a long stroke that somebody typed would become one letter.
WORDS = re.compile("[^<>]+")


def printed(text: str) -> str:
    """Return a text, or the HTML that holds it, in the letters it is printed with.

    Letter and accent are one, and what no face has is spelled out where that says the same: the
    two letters of a ligature, the three signs of a fraction.
    """
    text = WORDS.sub(lambda match: unicodedata.normalize("NFC", match[0]), text)
    for letter in sorted(set(text)):
        if ord(letter) not in _every():
            text = _spelled_out(text, letter)
    return text


def _spelled_out(text: str, letter: str) -> str:
    kind = unicodedata.decomposition(letter).split(" ")[0]
    plain = unicodedata.normalize("NFKC", letter)
    if kind in {"<super>", "<sub>"} or not _every().issuperset(map(ord, plain)):
        return text
    if kind == "<fraction>":  # 1⅓ is not eleven thirds
        text = re.sub(f"(?<=[0-9]){letter}", f"\N{NO-BREAK SPACE}{plain}", text)
    return text.replace(letter, plain)


def _weights(name: str) -> tuple[int, ...]:
    """Return the weights a face has: signs have one."""
    if name.startswith("signs"):
        return WEIGHTS[:1]
    return WEIGHTS


def _others(text: str) -> set[int]:
    """Return the letters of a text that the faces of every report do not have."""
    return set(map(ord, text)) - _always()


def scripts_for(text: str) -> tuple[str, ...]:
    """Return the names of the further faces that a text needs, A to Z."""
    rest = _others(text)
    needed = []
    for name, letters in sorted(_faces().items()):
        if name not in ALWAYS and rest & letters:
            needed.append(name)
            rest -= letters
    return tuple(needed)


def missing_letters(text: str) -> tuple[str, ...]:
    """Return the letters of a text that no face of ours has: they would print as boxes."""
    rest = _others(printed(text))
    for letters in _faces().values():
        rest -= letters
    missing = []
    for letter in map(chr, sorted(rest)):
        if unicodedata.category(letter) not in SILENT:
            missing.append(letter)
    return tuple(missing)


def files_of(scripts: tuple[str, ...]) -> tuple[str, ...]:
    """Return the files of these faces, by their path under static/."""
    files = []
    for name in scripts:
        for weight in _weights(name):
            files.append(f"fonts/scripts/{name}-{weight}.woff2")
    return tuple(files)


def style_of(scripts: tuple[str, ...]) -> str:
    """Return the rules that bring these faces into a report; nothing where there are none."""
    if not scripts:
        return ""
    rules, families = [], []
    for name in scripts:
        families.append(f'"Report {name}"')
        for weight in _weights(name):
            rules.append(
                f'@font-face{{font-family:"Report {name}";font-weight:{weight};'
                f'src:url("bundled:fonts/scripts/{name}-{weight}.woff2")}}'
            )
    rules.append(
        f'body{{font-family:"{ZERO}","Atkinson Hyperlegible Next",'
        f'"Atkinson Hyperlegible Next Extended",{",".join(families)},"Report Emoji","DejaVu Sans",'
        "sans-serif}"
    )
    return f"<style>{''.join(rules)}</style>"
