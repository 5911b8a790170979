"""Writes reports/printing/letters.json: which letters the faces in static/fonts have.

.venv/bin/python docs/letters.py
"""

import json
from pathlib import Path

from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parent.parent
FONTS = ROOT / "static" / "fonts"


def ranges(letters: list[int]) -> list[list[int]]:
    """Return sorted letters as ranges, both ends included."""
    pairs: list[list[int]] = []
    for letter in letters:
        if pairs and pairs[-1][1] == letter - 1:
            pairs[-1][1] = letter
        else:
            pairs.append([letter, letter])
    return pairs


def main() -> None:
    """Read the faces of the lighter weight; the heavier has the same letters."""
    faces = {}
    for path in [
        *FONTS.glob("*-400.woff2"),
        *FONTS.glob("scripts/*-400.woff2"),
        FONTS / "noto-emoji.ttf",
    ]:
        letters = sorted(TTFont(path).getBestCmap())
        faces[path.stem.removesuffix("-400")] = ranges(letters)
    text = json.dumps(dict(sorted(faces.items())), separators=(",", ":"))
    (ROOT / "reports" / "printing" / "letters.json").write_text(text + "\n", encoding="ascii")


if __name__ == "__main__":
    main()
