"""How long `./run` takes to its first page on a fresh Debian 12 that has python3 and Pango only.

`python -m bench.fresh` as root, with debootstrap and the network: it makes such a Debian in a
folder (kept, and taken again the next time), puts the last commit into it and runs `./run` there,
packages of Python and the demo included. Every line that `./run` says is printed with its second.
`--empty`: without the demo. Exits 1 when the first page took longer than the target.
"""

import argparse
import os
import resource
import shutil
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TARGET = 15.0
PACKAGES = "python3,python3-venv,libpango-1.0-0,libpangoft2-1.0-0,libharfbuzz-subset0"
PLACE = "root/pizazz"
# What this machine trusts and how it reaches the network, if that is not as anywhere.
BORROWED = ("/etc/resolv.conf", "/etc/ssl/certs/ca-certificates.crt")


def fresh_debian(folder: Path) -> None:
    """Make a Debian in a folder, if it is not there, and put the last commit into it anew."""
    if not (folder / "usr/bin/python3").exists():
        command = ["debootstrap", "--variant=minbase", f"--include={PACKAGES}", "bookworm"]
        subprocess.run([*command, str(folder)], check=True, stdout=subprocess.DEVNULL)
    for name in BORROWED:
        if Path(name).exists():
            shutil.copyfile(name, folder / name.lstrip("/"))
    place = folder / PLACE
    shutil.rmtree(place, ignore_errors=True)
    shutil.rmtree(folder / "root/.cache", ignore_errors=True)
    place.mkdir(parents=True)
    packed = subprocess.run(
        ["git", "-C", str(ROOT), "archive", "HEAD"], check=True, capture_output=True
    )
    subprocess.run(["tar", "-x", "-C", str(place)], input=packed.stdout, check=True)


def until_first_page(folder: Path, port: int, arguments: list[str]) -> tuple[float, float]:
    """Run `./run` there; return the seconds to its first page, and those of processors."""
    environment = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root", "PORT": str(port)}
    for name in ("PIP_CERT", "HTTPS_PROXY", "HTTP_PROXY", "https_proxy", "http_proxy"):
        if name in os.environ:
            environment[name] = os.environ[name]
    start = time.monotonic()
    running = subprocess.Popen(
        ["chroot", str(folder), f"/{PLACE}/run", *arguments],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )

    def tell() -> None:
        for line in running.stdout or ():
            print(f"{time.monotonic() - start:6.1f}  {line.rstrip()}", flush=True)

    telling = threading.Thread(target=tell)
    telling.start()
    try:
        while not _answers(port):
            if running.poll() is not None:
                sys.exit("./run ended before its first page.")
            time.sleep(0.05)
        seconds = time.monotonic() - start
    finally:
        if running.poll() is None:
            os.killpg(running.pid, signal.SIGTERM)
        running.wait()
        telling.join()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return seconds, used.ru_utime + used.ru_stime


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/account/login/", timeout=30) as page:
            return b"<main" in page.read()
    except (OSError, urllib.error.URLError):
        return False


def main() -> int:
    """Measure, print, and say whether the target was met."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--folder", type=Path, default=Path.home() / "pizazz-debian")
    parser.add_argument("--port", type=int, default=8179)
    parser.add_argument("--empty", action="store_true", help="without the demo")
    arguments = parser.parse_args()
    fresh_debian(arguments.folder)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = before.ru_utime + before.ru_stime
    seconds, used = until_first_page(
        arguments.folder, arguments.port, ["--empty"] if arguments.empty else []
    )
    of_processors = f"{used - spent:.1f} s of processors"
    print(f"first page after {seconds:.1f} s ({of_processors}), at most {TARGET:.0f}")
    return int(seconds > TARGET)


if __name__ == "__main__":
    sys.exit(main())
