"""Starts the service as often as a line with a port comes in, each time without loading it anew.

What is started is gunicorn with our settings, in a group of processes of its own whose number is
printed; only the code was loaded before. Two hundred starts would else take most of an hour.
"""

import os
import signal
import sys

from django.urls import get_resolver
from gunicorn.app.wsgiapp import run

import pizazz.wsgi  # noqa: F401 -- loaded once, for all that follow


def serve(port: str) -> None:
    """Become the service, at this port."""
    os.setsid()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    options = ["--log-level", "critical", "--bind", f"127.0.0.1:{port}", "pizazz.wsgi:application"]
    sys.argv = ["gunicorn", *options]
    run()


def main() -> None:
    """Start one for each line, until there are no more."""
    _all_views = get_resolver().url_patterns
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # whoever was killed need not be waited for
    for line in sys.stdin:
        child = os.fork()
        if not child:
            serve(line.strip())
            os._exit(0)
        print(child, flush=True)


if __name__ == "__main__":
    main()
