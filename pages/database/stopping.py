"""Stopping a command of ours in the middle of a query of PostgreSQL's.

Its library comes back when the query is done, and a query that waits for a lock may never be.
"""

import select

import psycopg2
from psycopg2 import extensions

CONNECTED = {extensions.STATUS_READY, extensions.STATUS_BEGIN, extensions.STATUS_PREPARED}


def let_queries_be_stopped() -> None:
    """Let every query of this process be waited for in a way that heeds Ctrl-C and `kill`."""
    extensions.set_wait_callback(_wait)


def _wait(connection: extensions.connection) -> None:
    """Wait for an answer. A stop is told to the server, and goes on once it has ended the query."""
    stop: KeyboardInterrupt | None = None
    while True:
        try:
            state = connection.poll()
            if state == extensions.POLL_OK:
                break
            reads = [connection] if state == extensions.POLL_READ else []
            writes = [connection] if state == extensions.POLL_WRITE else []
            select.select(reads, writes, [])
        except KeyboardInterrupt as error:
            if connection.status not in CONNECTED:  # there is nothing to end
                raise
            stop = error
            connection.cancel()
        except psycopg2.Error:
            if stop is None:
                raise
            break
    if stop is not None:
        raise stop
