#!/usr/bin/env python
"""Django's command-line entrance."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pizazz.settings")
    execute_from_command_line(sys.argv)
