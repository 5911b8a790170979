"""The WSGI entrance for gunicorn."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pizazz.settings")
# With this code from a worker gunicorn stops, where with any other it would try for ever.
APP_LOAD_ERROR = 4

try:
    application = get_wsgi_application()
except ImproperlyConfigured as error:
    sys.stderr.write(f"Pizazz cannot start. {error}\n")
    sys.exit(APP_LOAD_ERROR)
