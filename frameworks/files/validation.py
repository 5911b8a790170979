"""The rules of a framework document, each broken rule told in a sentence."""

from collections import Counter
from collections.abc import Iterator
from itertools import product
from typing import Any

from frameworks.files.documents import BadDocumentError, Entry, Key, by_framework, natural_key
from frameworks.files.shapes import KIND_NAMES, shape_problems
from frameworks.models import COFFEE, STAGES
from pages.words import reads_as

STEPS = 5
# A choice needs two.
FEWEST_LEVELS = 2
Fields = dict[str, Any]


def check(entries: list[Entry]) -> None:
    """Raise BadDocumentError, with a sentence for each broken rule, when there is one."""
    problems = list(shape_problems(entries))
    if not problems:
        for key, group in by_framework(entries).items():
            problems += _Group(key, group).problems()
    if problems:
        raise BadDocumentError(*problems)


def _pairs_alike(rows: list[Fields], field: str) -> Iterator[tuple[Fields, Fields]]:
    """Give each row that reads like an earlier one, capitals and spaces aside, after that one."""
    seen: dict[str, Fields] = {}
    for row in rows:
        text = reads_as(row[field])
        if text in seen:
            yield seen[text], row
        else:
            seen[text] = row


def _codes(rows: list[Fields]) -> list[str]:
    return [row["code"] for row in rows]


class _Group:
    """One framework's entries, well shaped, sorted by what they are."""

    def __init__(self, key: Key, entries: list[Entry]) -> None:
        self.key = key
        self.entries = entries
        self.frameworks = self._of("framework")
        self.levels = sorted(self._of("level"), key=lambda level: level["order"])
        self.lines = sorted(self._of("line"), key=lambda line: line["order"])
        self.themes = self._lines_of_kind("theme")
        self.elements = self._lines_of_kind("element")
        self.glosses = self._of("levelgloss")
        self.prompts = self._of("prompt")
        self.voices = self._of("voice")

    def _of(self, name: str) -> list[Fields]:
        return [e["fields"] for e in self.entries if e["model"] == f"frameworks.{name}"]

    def _lines_of_kind(self, kind: str) -> list[Fields]:
        return [line for line in self.lines if line["kind"] == kind]

    def problems(self) -> list[str]:
        """Return a sentence for every broken rule; later rules only once earlier ones hold."""
        if not self.frameworks:
            name = " ".join(self.key)
            return [f"Something belongs to the framework “{name}”, which is not in this file."]
        for rules in (
            (self._given_twice, self._alike, self._steps, self._level_order),
            (self._references, self._voices, self._whole),
            (self._parents, self._gloss_gaps, self._theme_questions, self._element_prompts),
            (self._parts,),
        ):
            problems: list[str] = []
            for rule in rules:
                problems += rule()
            if problems:
                return problems
        return []

    def _given_twice(self) -> Iterator[str]:
        keys = Counter((entry["model"], natural_key(entry)) for entry in self.entries)
        for (model, key), count in keys.items():
            if count > 1:
                what = model.rpartition(".")[2]
                name = " ".join(key if what == "framework" else key[2:])
                yield f"The {KIND_NAMES.get(what, what)} “{name}” is given twice."
        ordered = (("line", self.lines), ("prompt", self.prompts), ("voice", self.voices))
        for what, rows in ordered:
            codes: dict[int, list[str]] = {}
            for row in rows:
                codes.setdefault(row["order"], []).append(row["code"])
            for order, (first, *others) in codes.items():
                if others:
                    yield f"The {what}s “{first}” and “{others[0]}” both have the order {order}."

    def _alike(self) -> Iterator[str]:
        """Two things that a reader cannot tell apart, in an address or on a page."""
        for what, rows in (("line", self.lines), ("level", self.levels), ("prompt", self.prompts)):
            for first, second in _pairs_alike(rows, "code"):
                if first["code"] != second["code"]:
                    codes = f"“{first['code']}” and “{second['code']}”"
                    yield f"The codes of the {what}s {codes} differ only in capital letters."
        with_names = (("line", self.lines), ("level", self.levels), ("voice", self.voices))
        for what, rows in with_names:
            for first, second in _pairs_alike(rows, "name"):
                codes = f"“{first['code']}” and “{second['code']}”"
                yield f"The {what}s {codes} have the same name, “{first['name']}”."

    def _steps(self) -> Iterator[str]:
        names = self.frameworks[0]["step_names"]
        if names and (len(names) != STEPS or len(set(names)) != STEPS):
            yield "“step_names” has five different names, or none."

    def _level_order(self) -> Iterator[str]:
        if len(self.levels) < FEWEST_LEVELS:
            yield "A framework has at least two levels."
        elif [level["order"] for level in self.levels] != list(range(1, len(self.levels) + 1)):
            yield "The levels are numbered 1, 2, 3 and so on, without a gap."

    def _references(self) -> Iterator[str]:
        """What one leads to is there, and of this framework."""
        references = []
        for gloss in self.glosses:
            references.append(("A gloss is for the level", gloss["level"], self.levels))
            references.append(("A gloss is for the theme", gloss["theme"], self.themes))
        for element in self.elements:
            begins = f"The element “{element['code']}” belongs to the theme"
            references.append((begins, element["theme"], self.themes))
        for prompt in self.prompts:
            begins = f"The prompt “{prompt['code']}” is"
            references.append((f"{begins} for the line", prompt["line"], self.lines))
            references.append((f"{begins} of the voice", prompt["voice"], self.voices))
        for begins, key, rows in references:
            if key and (tuple(key[:2]) != self.key or key[-1] not in _codes(rows)):
                yield f"{begins} “{key[-1]}”, which does not exist."

    def _voices(self) -> Iterator[str]:
        kinds = Counter(voice["kind"] for voice in self.voices)
        for kind, count in kinds.items():
            if count > 1:
                yield f"Two voices are of the kind {kind}: each side has one."

    def _whole(self) -> Iterator[str]:
        if len(self._lines_of_kind("whole")) != 1:
            yield "A framework has exactly one line of the kind whole."
        if not self.themes:
            yield "A framework has at least one theme."

    def _parents(self) -> Iterator[str]:
        theme: str | None = None
        for line in self.lines:
            code, parent = line["code"], line["theme"]
            if line["kind"] != "element":
                theme = None
                if line["kind"] == "theme":
                    theme = code
                if parent:
                    yield f"The {line['kind']} “{code}” cannot belong to a theme."
            elif not parent:
                yield f"The element “{code}” has no theme."
            elif parent[-1] != theme:
                yield (
                    f"The element “{code}” is not ordered after its theme “{parent[-1]}” "
                    "and before the next."
                )

    def _gloss_gaps(self) -> Iterator[str]:
        """A theme has a gloss for every level, or none: half a set would read oddly."""
        pairs = {(gloss["theme"][-1], gloss["level"][-1]) for gloss in self.glosses}
        for theme in self.themes:
            code = theme["code"]
            missing = [level for level in _codes(self.levels) if (code, level) not in pairs]
            if missing and len(missing) < len(self.levels):
                yield f"The level “{missing[0]}” has no gloss for the theme “{code}”."

    def _theme_questions(self) -> Iterator[str]:
        codes = _codes(self.themes)
        for voice, ending in self._voice_endings():
            counts = Counter(self._lines_of("theme", voice))
            for code in codes:
                if not counts[code]:
                    yield f"The theme “{code}” has no question{ending}."
                elif counts[code] > 1:
                    yield f"The theme “{code}” has more than one question{ending}."
            for other in counts.keys() - set(codes):
                yield f"A theme question is for “{other or 'no line'}”, which is not a theme."

    def _voice_endings(self) -> list[tuple[str, str]]:
        """Return each voice's code and how a sentence tells of it; one of neither without any."""
        endings = [(voice["code"], f" in the voice “{voice['code']}”") for voice in self.voices]
        return endings or [("", "")]

    def _lines_of(self, kind: str, voice: str) -> Iterator[str | None]:
        """Give the code of the line, or None, that each prompt of a kind is for, by voice."""
        for prompt in self.prompts:
            if prompt["kind"] != kind or (prompt["voice"] and prompt["voice"][-1] != voice):
                continue
            yield prompt["line"][-1] if prompt["line"] else None

    def _element_prompts(self) -> Iterator[str]:
        codes = _codes(self.elements)
        for kind, (voice, ending) in product(("tell", "sideways"), self._voice_endings()):
            lines = list(self._lines_of(kind, voice))
            for code in codes:
                if code not in lines:
                    yield f"The element “{code}” has no prompt of the kind {kind}{ending}."
            for code in sorted(set(map(str, lines)) - set(codes)):
                yield f"A prompt of the kind {kind} is for “{code}”, which is not an element."

    def _parts(self) -> Iterator[str]:
        """The parts of a talk are the same in every framework; only their words differ."""
        for kind, expected in (("stage", STAGES), ("coffee", COFFEE)):
            prompts = [prompt for prompt in self.prompts if prompt["kind"] == kind]
            codes = _codes(prompts)
            for code in expected:
                if code not in codes:
                    yield f"The {kind} prompt “{code}” is missing."
            for code in sorted(set(codes) - set(expected)):
                yield f"There is no {kind} prompt “{code}”: it can be {', '.join(expected)}."
            for prompt in prompts:
                if prompt["line"]:
                    yield f"The {kind} prompt “{prompt['code']}” cannot be for one line."
                if prompt["voice"]:
                    yield f"The {kind} prompt “{prompt['code']}” cannot be of one voice."
                if kind == "stage" and not prompt["heading"]:
                    yield f"The stage prompt “{prompt['code']}” has no heading."
