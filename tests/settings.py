"""Settings of the test suite: the real ones, on a throwaway database.

TEST_DATABASE says which: "sqlite" (a file, as people run it) or "postgres" (a cluster of its own).
"""

import atexit
import os
import shutil
import tempfile
from datetime import timedelta
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from tests import postgres


def throwaway_database() -> str:
    """Start what TEST_DATABASE names, once for all workers, and give its address."""
    kind = os.environ.get("TEST_DATABASE", "sqlite")
    if kind == "postgres":
        return postgres.start()
    if kind != "sqlite":
        message = f"TEST_DATABASE must be sqlite or postgres, not {kind!r}."
        raise ImproperlyConfigured(message)
    # Django makes and removes its own file beside this one, and sometimes opens this one.
    path = Path(tempfile.gettempdir(), f"pizazz-{os.getpid()}.sqlite3")
    atexit.register(path.unlink, missing_ok=True)
    return f"sqlite:///{path}"


# The workers of pytest-xdist inherit the environment, and with it the database.
if "PIZAZZ_TEST_URL" not in os.environ:
    os.environ["PIZAZZ_TEST_URL"] = throwaway_database()
os.environ["DATABASE_URL"] = os.environ["PIZAZZ_TEST_URL"]
os.environ["PIZAZZ_DEBUG"] = "True"  # plain HTTP, unhashed static files; pytest sets DEBUG False
os.environ.setdefault("PIZAZZ_SECRET_KEY", "only for tests, known to all, and therefore no secret")

from pizazz.settings import *  # noqa: E402, F403 -- the environment has to be ready first
from pizazz.settings import DATABASES  # noqa: E402 -- the same

DATABASES["default"]["CONN_MAX_AGE"] = 0
# Its tables are made as the models say, as those of any empty database (operations/preparing.py).
DATABASES["default"]["TEST"] = {"MIGRATE": False}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not memory: threads and locks then behave as they do for people.
    DATABASES["default"]["TEST"]["NAME"] = f"{DATABASES['default']['NAME']}.test"
    # Speed before safety, as in tests/postgres.py: nothing here has to outlive a power cut.
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"
    # Else 128 are kept as SQLite has read them: a worker asks three thousand different ones.
    DATABASES["default"]["OPTIONS"]["cached_statements"] = 1024

# What a start here once collected is none of a test's business: each client would look through it.
STATIC_ROOT = Path(tempfile.gettempdir(), f"pizazz-no-files-{os.getpid()}")

# Argon2 is slow on purpose; tests/pizazz checks that the real settings use it.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# Tests send letters and make PDFs by hand: a thread of its own would outlive the test.
LETTERS_GO_OUT_AT_ONCE = False
PDFS_ARE_MADE_AT_ONCE = False
LETTERS_GO_OUT = True
# No test may come out otherwise at another hour; those of the night ask for it (letters_rest).
LETTERS_REST_AT_NIGHT = False
# Nor at the end of half a minute: the code that an app has just shown counts, too.
MFA_TOTP_TOLERANCE = 1
# Those about letters that wait for others ask for it.
LETTERS_WAIT_FOR_OTHERS = timedelta()
# No test writes to the list of this machine, nor waits for a PDF that another worker makes.
_folder = Path(tempfile.gettempdir(), f"pizazz-{os.getpid()}")
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
ERASED_LIST = str(_folder / "erased.txt")
RENDER_DIR = str(_folder / "render")
