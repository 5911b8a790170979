"""Django's own try-out server, for this computer only."""

import ipaddress
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.management.commands import runserver
from django.core.management.base import CommandError


class Command(runserver.Command):
    help = "Serve a try-out on this computer; with DEBUG on, other computers are not let in."
    addr: str  # set by Django from what was typed

    def run(self, **options: Any) -> None:
        """Serve. Raises CommandError where DEBUG would show itself to other computers."""
        if settings.DEBUG and not _is_loopback(self.addr):
            raise CommandError(
                f"{self.addr} would show this try-out with DEBUG on to other computers. "
                "Use 127.0.0.1, or set up a server as README.md says."
            )
        super().run(**options)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
