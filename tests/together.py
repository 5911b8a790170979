"""Several at once, each on a database connection of its own."""

import threading
import time
from collections.abc import Callable
from functools import partial

from django.db import connection, transaction


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Run all in threads that begin together; return what each returned or raised."""
    barrier = threading.Barrier(len(acts), timeout=60)
    results: list[object] = [None] * len(acts)

    def run(place: int, act: Callable[[], object]) -> None:
        barrier.wait()
        try:
            results[place] = act()
        except Exception as error:  # noqa: BLE001 -- the error is the result
            results[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair, daemon=True) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not any(thread.is_alive() for thread in threads), "one of them hangs"
    return results


def in_between(
    first: Callable[[], object], rest: Callable[[], object], other: Callable[[], object]
) -> list[object]:
    """Let `other` begin within a transaction, after its first half; return as at_once does.

    The rest goes on once `other` waits for it, or is done: on whatever machine, they meet.
    """
    has_begun, is_done = threading.Event(), threading.Event()

    def whole() -> object:
        with transaction.atomic():
            first()
            has_begun.set()
            _until_they_meet(is_done)
            return rest()

    return at_once(whole, partial(_then, has_begun, other, is_done))


def before(statement: str, act: Callable[[], object], other: Callable[[], object]) -> list[object]:
    """Let `other` begin before the first statement of `act` that begins so; return as at_once does.

    `act` goes on once `other` waits for it, or is done.
    """
    has_begun, is_done = threading.Event(), threading.Event()

    def pause(execute: Callable[..., object], sql: str, *rest: object) -> object:
        if sql.startswith(statement) and not has_begun.is_set():
            has_begun.set()
            _until_they_meet(is_done)
        return execute(sql, *rest)

    def whole() -> object:
        try:
            with connection.execute_wrapper(pause):
                return act()
        finally:
            assert has_begun.is_set(), f"nothing began with {statement}"

    return at_once(whole, partial(_then, has_begun, other, is_done))


def _then(
    has_begun: threading.Event, other: Callable[[], object], is_done: threading.Event
) -> object:
    has_begun.wait(20)
    try:
        return other()
    finally:
        is_done.set()


def _until_they_meet(is_done: threading.Event) -> None:
    while not is_done.is_set() and not _somebody_waits_for_us():
        time.sleep(0.01)


def _somebody_waits_for_us() -> bool:
    if connection.vendor == "sqlite":  # whoever writes waits for a transaction
        return connection.in_atomic_block
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_locks"
            " WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid)))"
        )
        return bool(cursor.fetchone()[0])
