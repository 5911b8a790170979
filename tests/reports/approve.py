"""Write the ten reports anew, to be read as text in review:

.venv/bin/python -m tests.reports.approve
"""

import os
from pathlib import Path

APPROVED = Path(__file__).parent / "approved"


def main() -> None:
    """Write each report as somebody would read it aloud."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django  # noqa: PLC0415 -- settings first

    django.setup()
    from tests.reports.aloud import aloud  # noqa: PLC0415 -- settings first
    from tests.reports.ten_teams import TEN  # noqa: PLC0415 -- settings first

    for name, build in TEN.items():
        (APPROVED / f"{name}.txt").write_text(aloud(build()), encoding="utf-8")


if __name__ == "__main__":
    main()
