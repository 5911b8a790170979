"""The sharing app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SharingConfig(AppConfig):
    """Configuration of the sharing app."""

    name = "sharing"
    verbose_name = _("Sharing")

    def ready(self) -> None:
        from reports.printing.queue import MAKERS  # noqa: PLC0415 -- models are not ready before
        from sharing.actions.queued import SHARE, send_wanted  # noqa: PLC0415 -- the same

        MAKERS[SHARE] = send_wanted
