"""Write docs/licences.md: everything that is locked, with the licence its own metadata names.

And docs/evidence/bill.cdx.json, the same of what it runs on, with hashes, for programs (CycloneDX).

.venv/bin/python docs/licences.py

Needs requirements-test.txt installed. A test holds the page to the locks.
"""

import json
import re
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs/licences.md"
BILL = ROOT / "docs/evidence/bill.cdx.json"
LOCKED = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)", re.MULTILINE)
# Where metadata says nothing, too little, or is not installed on every machine.
SAID = {
    "axe-playwright-python": "MIT; brings axe-core, MPL-2.0",
    "brotlicffi": "MIT; only where Python is not CPython",
    "colorama": "BSD-3-Clause; only on Windows",
    "fido2": "BSD-2-Clause; parts Apache-2.0 and MPL-2.0",
    "pyphen": "GPL-2.0-or-later, LGPL-2.1-or-later or MPL-1.1; dictionaries have their own",
    "qrcode": "BSD-3-Clause; grown from MIT code",
    "typing-extensions": "PSF-2.0; only before Python 3.13",
}
LONGEST = 40  # letters; some put the whole text of their licence into the field
HEAD = """# Licences

Made by `docs/licences.py` from what each package says of itself; not edited by hand.

- **Pizazz**: code MIT ([LICENSE](../LICENSE)), our framework wording (frameworks/fixtures)
  Creative Commons Attribution 4.0.
- **Bundled**: the typefaces Atkinson Hyperlegible Next, Noto Sans (also Symbols and Math) and
  Noto Emoji, SIL Open Font Licence 1.1 (texts in static/fonts).
- **From the system**: Python (PSF-2.0); Pango (LGPL-2.0-or-later) and HarfBuzz (MIT) for PDFs;
  PostgreSQL (PostgreSQL Licence) or SQLite (public domain). Tests: Chromium (BSD-3-Clause and
  others), Poppler (GPL).
"""


def locked(lock: str) -> dict[str, str]:
    """Return the names in a lock file, each with its version."""
    return dict(LOCKED.findall((ROOT / lock).read_text(encoding="utf-8")))


def licence(name: str) -> str:
    """Return the licence of an installed package, in the fewest words its metadata has."""
    if name in SAID:
        return SAID[name]
    about = metadata.metadata(name)
    field = (about.get("License-Expression") or about.get("License") or "").strip()
    if field and "\n" not in field and len(field) <= LONGEST:
        return field
    classes = [line for line in about.get_all("Classifier") or [] if line.startswith("License ::")]
    if not classes:
        raise LookupError(f"{name} does not say its licence: look, and add it to SAID.")
    return ", ".join(line.rpartition(" :: ")[2] for line in classes)


def table(packages: dict[str, str]) -> str:
    """Return the rows of a Markdown table."""
    rows = [f"| {name} | {version} | {licence(name)} |" for name, version in packages.items()]
    return "\n".join(["| Package | Version | Licence |", "|---|---|---|", *rows])


def page() -> str:
    """Return the whole page."""
    runs, tests = locked("requirements.txt"), locked("requirements-test.txt")
    only = {name: version for name, version in tests.items() if name not in runs}
    return "\n".join(
        [HEAD, "## What it runs on", table(runs), "", "## What tests it, on top", table(only), ""]
    )


def bill() -> str:
    """Return the bill of materials: each library with version, licence, hashes of its files."""
    components = []
    text = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    for block in re.split(r"^(?=[A-Za-z0-9])", text, flags=re.MULTILINE):
        for name, version in LOCKED.findall(block):
            hashes = re.findall(r"--hash=sha256:(\w+)", block)
            components.append(
                {
                    "type": "library",
                    "name": name,
                    "version": version,
                    "purl": f"pkg:pypi/{name}@{version}",
                    "licenses": [{"license": {"name": licence(name)}}],
                    "hashes": [{"alg": "SHA-256", "content": sha256} for sha256 in hashes],
                }
            )
    whole = {"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1, "components": components}
    return json.dumps(whole, indent=1) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    BILL.write_text(bill(), encoding="utf-8")
