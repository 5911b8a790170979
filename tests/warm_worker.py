"""A child that makes PDFs and has WeasyPrint in memory: to import it takes as long as a report.

`start` lets reports be made by it. It forks for each one, so that a report still has a process,
limits and an environment of its own. What is about the child itself asks the real one
(tests/reports/printing).
"""

import atexit
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

from reports.printing import pdf

# Stands where reports/printing/pdf_worker.py stands: hands over what it was given.
CLIENT = """
import json, os, socket, sys
line = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
line.connect({address!r})
told = json.dumps([sys.argv[1:], dict(os.environ)]).encode()
socket.send_fds(line, [told], [0, 1, 2])
os._exit(int(line.recv(9) or 10))
"""
SERVER = """
import json, os, select, shutil, signal, socket, sys
sys.path.insert(0, {folder!r})
import pdf_worker, weasyprint
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
heard = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
heard.bind({address!r})
heard.listen(8)
os.write(1, b"ready\\n")
while sys.stdin not in select.select([heard, sys.stdin], [], [])[0]:
    line, _address = heard.accept()
    if os.fork():
        line.close()
        continue
    os.setsid()  # as the child that it stands for; how nice it is then counts within it alone
    told, given, *_more = socket.recv_fds(line, 65536, 3)
    words, variables = json.loads(told)
    os.environ.clear()
    os.environ.update(variables)
    for number, descriptor in enumerate(given):
        os.dup2(descriptor, number)
        os.close(descriptor)
    line.send(str(int(pdf_worker.main(words))).encode())
    os._exit(0)
shutil.rmtree(os.path.dirname({address!r}))
"""


@cache
def start() -> None:
    """Let reports be made by a child that stays as long as this process."""
    folder = Path(tempfile.mkdtemp(prefix="pizazz-warm-"))
    names = {"address": str(folder / "line"), "folder": str(pdf.WORKER.parent)}
    server = subprocess.Popen(
        [sys.executable, "-I", "-c", SERVER.format(**names)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={"PATH": "", "LC_ALL": "C.UTF-8"},
    )
    # It ends, and takes its folder along, when nobody holds the other end any more.
    atexit.register(server.communicate)
    if server.stdout is not None and server.stdout.readline() == b"ready\n":
        client = folder / "pdf_worker.py"
        client.write_text(CLIENT.format(**names), encoding="utf-8")
        pdf.WORKER = client
