"""Which letters a report can print, and the faces it needs for them.

`letters.json` holds, for each face in static/fonts, the letters it has; docs/letters.py writes it.
The pages' own face has Latin letters; words in other scripts get one of Noto, loaded only where
they stand.
"""

import json
import unicodedata
from functools import cache
from pathlib import Path

KNOWN = Path(__file__).with_name("letters.json")
# The pages' face and the emoji: in every report.
ALWAYS = ("atkinson-next-latin", "atkinson-next-latin-ext", "noto-emoji")
WEIGHTS = (400, 700)
# Spaces, joiners and marks of direction: they print nothing, with or without a face.
SILENT = {"Cc", "Cf", "Zl", "Zp", "Zs"}


@cache
def _faces() -> dict[str, frozenset[int]]:
    """Return the letters of each face, by its name."""
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


def _others(text: str) -> set[int]:
    """Return the letters of a text that the faces of every report do not have."""
    return {ord(letter) for letter in set(text)} - _always()


def scripts_for(text: str) -> tuple[str, ...]:
    """Return the names of the further faces that a text needs, A to Z."""
    left = _others(text)
    needed = []
    for name, letters in sorted(_faces().items()):
        if name not in ALWAYS and left & letters:
            needed.append(name)
            left -= letters
    return tuple(needed)


def missing_letters(text: str) -> tuple[str, ...]:
    """Return the letters of a text that no face of ours has: they would print as boxes."""
    left = _others(unicodedata.normalize("NFC", text))
    for letters in _faces().values():
        left -= letters
    return tuple(
        chr(code) for code in sorted(left) if unicodedata.category(chr(code)) not in SILENT
    )


def files_of(scripts: tuple[str, ...]) -> tuple[str, ...]:
    """Return the files of these faces, by their path under static/."""
    return tuple(f"fonts/scripts/{name}-{weight}.woff2" for name in scripts for weight in WEIGHTS)


def style_of(scripts: tuple[str, ...]) -> str:
    """Return the rules that bring these faces into a report; nothing where there are none."""
    if not scripts:
        return ""
    rules = [
        f'@font-face{{font-family:"Report {name}";font-weight:{weight};'
        f'src:url("bundled:fonts/scripts/{name}-{weight}.woff2")}}'
        for name in scripts
        for weight in WEIGHTS
    ]
    families = ",".join(f'"Report {name}"' for name in scripts)
    rules.append(
        'body{font-family:"Atkinson Hyperlegible Next","Atkinson Hyperlegible Next Extended",'
        f'{families},"DejaVu Sans",sans-serif}}'
    )
    return f"<style>{''.join(rules)}</style>"
