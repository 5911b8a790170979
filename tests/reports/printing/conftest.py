"""What is about the child that makes PDFs asks the one that people have."""

from pathlib import Path

import pytest

from reports.printing import pdf


@pytest.fixture(autouse=True)
def real_worker(monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let each report be made by a child of its own (tests/warm_worker.py)."""
    worker = Path(pdf.__file__).with_name("pdf_worker.py")
    monkeypatch.setattr(pdf, "WORKER", worker)
    return worker
