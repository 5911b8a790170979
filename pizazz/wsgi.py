"""The WSGI entrance for gunicorn."""

import gc
import os
import sys
from collections.abc import Mapping
from typing import Any

import django
from django.core.exceptions import ImproperlyConfigured
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.utils.http import parse_header_parameters

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pizazz.settings")
# With this code from a worker gunicorn stops, where with any other it would try for ever.
APP_LOAD_ERROR = 4


class Request(WSGIRequest):
    """A request whose words are UTF-8, whatever its Content-Type claims.

    Our pages send nothing else. Believed, `charset=utf-7` would smuggle halves of characters past
    every form, and `charset=base64` would end in an error before any view is asked.
    """

    def _set_content_type_params(self, meta: Mapping[str, Any]) -> None:
        self.content_type, self.content_params = parse_header_parameters(
            meta.get("CONTENT_TYPE", "")
        )


class Application(WSGIHandler):
    """Django's, with our requests."""

    request_class = Request


try:
    django.setup(set_prefix=False)
    application = Application()
    # All that is loaded now stays: the collector need not walk it again every few pages.
    gc.collect()
    gc.freeze()
except ImproperlyConfigured as error:
    sys.stderr.write(f"Pizazz cannot start. {error}\n")
    sys.exit(APP_LOAD_ERROR)
