"""The sharing app."""

from django.apps import AppConfig


class SharingConfig(AppConfig):
    name = "sharing"

    def ready(self) -> None:
        from reports.printing.queue import MAKERS  # noqa: PLC0415 -- models are not ready before
        from sharing.actions.sending import SHARE, send_from_queue  # noqa: PLC0415 -- the same

        MAKERS[SHARE] = send_from_queue
