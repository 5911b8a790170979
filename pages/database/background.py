"""What the web process does after an answer, in a thread of its own: nobody's page waits for it."""

import logging
import threading
from collections.abc import Callable

from django.db import connection

from pages.database.faults import fault_of

logger = logging.getLogger(__name__)


def in_background(name: str, do: Callable[[], object]) -> None:
    """Do this beside the answers. What fails is told to the log, for nobody waits to hear of it.

    Python itself would print it with what the database says, which quotes what people wrote.
    """
    threading.Thread(target=_do, args=(name, do), name=name, daemon=True).start()


def _do(name: str, do: Callable[[], object]) -> None:
    try:
        do()
    except Exception as error:
        fault = fault_of(error)
        if fault is None:
            logger.exception("Not done in the background: %s.", name)
        else:
            logger.warning("The database is %s: %s are left for later.", fault.name, name)
    finally:
        connection.close()
