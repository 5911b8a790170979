"""Takes the README's pictures from the demo's real pages.

    ./run manage shell < /dev/null   # once, so that .venv is there
    .venv/bin/python docs/pictures/take.py [NAME ...]

Makes a database of its own, seeds the demo, serves it on a free port of this machine and
photographs the pages with Debian's Chromium. Needs requirements-test.txt and chromium.
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

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
PORT = 8791
WIDE, NARROW = 1280, 360

# name -> (account, address, width, height; 0 for the whole page)
PAGES: dict[str, tuple[str, str, int, int]] = {
    "theme": ("contributor", "/s/alder-house/", WIDE, 860),
    "journey": ("manager", "/s/alder-house/journey/", WIDE, 1120),
    "your-teams": ("manager", "/teams/", WIDE, 1000),
    "phone": ("contributor", "/", NARROW, 740),
}


def serve(scratch: str) -> subprocess.Popen[bytes]:
    """Seed a database and serve it until it answers."""
    environment = os.environ | {
        "PIZAZZ_DEBUG": "True",
        "PIZAZZ_SECRET_KEY": "only for taking pictures",
        "PIZAZZ_RENDER_DIR": scratch,
        "DATABASE_URL": f"sqlite:///{scratch}/pictures.sqlite3",
    }
    for command in (["migrate", "-v0"], ["createcachetable"], ["load_frameworks"], ["seed_demo"]):
        subprocess.run(  # noqa: S603 -- our own command
            [sys.executable, "manage.py", *command], cwd=ROOT, env=environment, check=True
        )
    server = subprocess.Popen(  # noqa: S603 -- our own command
        [sys.executable, "manage.py", "runserver", "--noreload", str(PORT)],
        cwd=ROOT,
        env=environment,
        stderr=subprocess.DEVNULL,
    )
    for _second in range(60):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{PORT}/account/login/")  # noqa: S310 -- ours
        except urllib.error.URLError:
            time.sleep(0.5)
        else:
            return server
    server.terminate()
    message = "the server did not answer"
    raise RuntimeError(message)


def sign_in(page: Any, account: str, password: str) -> None:
    """Sign in as a person would."""
    page.goto(f"http://127.0.0.1:{PORT}/account/login/")
    page.fill("input[name=login]", f"{account}@demo.example")
    page.fill("input[name=password]", password)
    page.click("main button[type=submit]")


def take(names: list[str]) -> None:
    """Take the named pictures, or all."""
    from playwright.sync_api import sync_playwright

    from home.demo import PASSWORD

    with tempfile.TemporaryDirectory() as scratch:
        server = serve(scratch)
        try:
            with sync_playwright() as play:
                browser = play.chromium.launch(
                    executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
                )
                for name in names or PAGES:
                    account, address, width, height = PAGES[name]
                    page = browser.new_page(viewport={"width": width, "height": height or 900})
                    sign_in(page, account, PASSWORD)
                    page.goto(f"http://127.0.0.1:{PORT}{address}")
                    page.screenshot(path=HERE / f"{name}.png", full_page=not height)
                    page.close()
                browser.close()
        finally:
            server.terminate()
            server.wait()


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    take(sys.argv[1:])
