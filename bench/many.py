"""Asks 1,000 people into 40 teams while eight others save: seconds, at most 60, and nobody waits.

    .venv/bin/python -m bench.many

In a database of its own that is thrown away: SQLite, or DATABASE_URL's where that is set to an
empty one. Exits 1 when a target is missed. It talks to the database only.
"""

import os
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

PEOPLE, TEAMS, SAVING = 1000, 40, 8
LONGEST = 60.0
LONGEST_SAVE = 5.0


def main() -> int:
    """Fill a database, ask everybody in while others save, and say how long it took."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pizazz.settings")
        os.environ.setdefault("PIZAZZ_DEBUG", "True")
        os.environ.setdefault("PIZAZZ_SECRET_KEY", "only for measuring, and no secret of anybody")
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{Path(folder) / 'many.sqlite3'}")
        return measure()


def measure() -> int:
    """Do it, in the database of the environment."""
    import django  # noqa: PLC0415 -- settings come from main

    django.setup()
    from django.conf import settings  # noqa: PLC0415 -- after setup
    from django.core.management import call_command  # noqa: PLC0415 -- after setup
    from django.db import connection  # noqa: PLC0415 -- after setup

    from accounts.actions import (  # noqa: PLC0415 -- after setup
        Invitee,
        add_organisation,
        add_person,
        invite_many,
        join,
        make_teams,
    )
    from assessments.actions import keep_note  # noqa: PLC0415 -- after setup

    settings.LETTERS_GO_OUT, settings.LETTERS_GO_OUT_AT_ONCE = True, False
    call_command("migrate", verbosity=0)
    lead = add_person(email="lead@many.example", display_name="Lead", by=None)
    organisation = add_organisation(name="Many", kind="provider", by=lead)
    join(user=lead, place=organisation, role="lead", by=None)
    names = [(f"Team {number:02}", "") for number in range(TEAMS)]
    teams = make_teams(organisation=organisation, names=names, by=lead)
    savers = []
    for number in range(SAVING):
        person = add_person(
            email=f"s{number}@many.example", display_name=f"Saver {number}", by=None
        )
        join(user=person, place=teams[number], role="contributor", by=None)
        savers.append((person, teams[number]))
    rows = [
        Invitee(n, teams[n % TEAMS], f"Person {n}", "contributor", address=f"p{n}@many.example")
        for n in range(PEOPLE)
    ]
    stop, waits = threading.Event(), []

    def save(person: Any, team: Any) -> None:
        number = 0
        while not stop.is_set():
            start = time.monotonic()
            number += 1
            keep_note(service=team, words=f"Something {number}", by=person)
            waits.append(time.monotonic() - start)
            time.sleep(0.05)
        connection.close()

    threads = [threading.Thread(target=save, args=pair) for pair in savers]
    for thread in threads:
        thread.start()
    time.sleep(1)
    start = time.monotonic()
    invite_many(rows, organisation=organisation, by=lead)
    took = time.monotonic() - start
    time.sleep(0.5)
    stop.set()
    for thread in threads:
        thread.join()
    longest = max(waits)
    print(f"{connection.vendor}: {PEOPLE} people into {TEAMS} teams: {took:.1f} s")
    print(f"{len(waits)} saves of {SAVING} people meanwhile, the longest {longest:.1f} s")
    return 0 if took <= LONGEST and longest <= LONGEST_SAVE else 1


if __name__ == "__main__":
    sys.exit(main())
