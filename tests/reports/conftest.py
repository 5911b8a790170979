"""What holds for every test of reports."""

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def place(settings, tmp_path) -> Path:
    """Give each test a lock of its own: tests run side by side."""
    settings.RENDER_DIR = str(tmp_path / "render")
    return tmp_path / "render"
