"""Takes the README's pictures from the demo's real pages.

    .venv/bin/python docs/pictures/take.py [NAME ...]

Makes a database of its own, seeds the demo, serves it on a free port of this machine and
photographs the pages with Debian's Chromium. Needs requirements-test.txt, chromium, pdftoppm.
"""

import os
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
PORT = 8791
WIDE, NARROW = 1280, 360

# name -> (account, address, link to follow from there or none, width, height)
PAGES: dict[str, tuple[str, str, str, int, int]] = {
    "phone": ("contributor", "/", "Carry on with", NARROW, 1120),
    "journey": ("manager", "/s/alder-house/journey/", "", WIDE, 1200),
    "rods": ("manager", "/s/alder-house/journey/#group-learning-and-enquiry", "", WIDE, 1200),
    "your-teams": ("manager", "/teams/", "", WIDE, 1200),
}


class Stage:
    """A seeded database and a server on it, for as long as pictures are taken."""

    def __init__(self, scratch: str) -> None:
        """Seed and serve; `scratch` is a folder that goes away afterwards."""
        self.environment = os.environ | {
            "PIZAZZ_DEBUG": "True",
            "PIZAZZ_SECRET_KEY": "only for taking pictures",
            "PIZAZZ_RENDER_DIR": scratch,
            "DATABASE_URL": f"sqlite:///{scratch}/pictures.sqlite3",
        }
        self.manage("prepare")
        # Its last line ends with the password of all accounts.
        self.password = self.manage("seed_demo").split()[-1]
        report = f"{scratch}/report.pdf"
        self.manage("journey_pdf", "alder-house", "--output", report)
        first = ["pdftoppm", "-png", "-r", "80", "-l", "1", "-singlefile", report]
        subprocess.run([*first, str(HERE / "report-1")], check=True)
        self.server = subprocess.Popen(
            [sys.executable, "manage.py", "runserver", "--noreload", str(PORT)],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def manage(self, *command: str) -> str:
        """Run a command of manage.py and return what it said."""
        process = subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=ROOT,
            env=self.environment,
            check=True,
            capture_output=True,
            text=True,
        )
        return process.stdout

    def wait(self) -> None:
        """Wait until it answers."""
        for _half_second in range(120):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{PORT}/healthz")
            except urllib.error.URLError:
                time.sleep(0.5)
            else:
                return
        raise RuntimeError("the server did not answer")

    def sign_in(self, page: Any, account: str) -> None:
        """Sign in as a person would."""
        page.goto(f"http://127.0.0.1:{PORT}/account/login/")
        page.fill("input[name=login]", f"{account}@demo.example")
        page.fill("input[name=password]", self.password)
        page.click("main button[type=submit]")


def take(names: list[str]) -> None:
    """Take the named pictures, or all."""
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as play:
        stage = Stage(scratch)
        try:
            stage.wait()
            browser = play.chromium.launch(
                executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
            )
            for name in names or PAGES:
                account, address, link, width, height = PAGES[name]
                context = browser.new_context(viewport={"width": width, "height": height})
                page = context.new_page()
                stage.sign_in(page, account)
                page.goto(f"http://127.0.0.1:{PORT}{address}")
                if link:
                    page.get_by_role("link", name=link).first.click()
                page.screenshot(path=HERE / f"{name}.png")
                context.close()
            browser.close()
        finally:
            stage.server.terminate()
            stage.server.wait()


if __name__ == "__main__":
    take(sys.argv[1:])
