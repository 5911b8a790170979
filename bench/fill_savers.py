"""Makes fifty people, each in a team with an open conversation, and one with much to read.

Prints their cookies and addresses, as JSON on the last line.
"""

import json
from typing import Any

import django
from django.conf import settings
from django.core.management import call_command

django.setup()

from django.db import connection  # noqa: E402 -- after setup
from django.test import Client  # noqa: E402 -- after setup
from django.test.utils import CaptureQueriesContext  # noqa: E402 -- after setup

from accounts.actions import add_person, join  # noqa: E402 -- after setup
from accounts.models import Service, User  # noqa: E402 -- after setup
from assessments import actions  # noqa: E402 -- after setup
from assessments.models import Example, Submission  # noqa: E402 -- after setup
from bench.saves import fields_of, typed  # noqa: E402 -- after setup
from frameworks.selectors import current_framework  # noqa: E402 -- after setup

PEOPLE = 50

for command in ("migrate", "createcachetable", "load_frameworks"):
    call_command(command, verbosity=0)
call_command("seed_demo", services=4, assessments=20, seed=1, verbosity=0)


def cookie_of(user: User) -> str:
    """Sign somebody in; filled with DEBUG on, served without: then the cookie has another name."""
    client = Client()
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return f"__Host-{settings.SESSION_COOKIE_NAME}={client.session.session_key}"


def writes_of_a_save(user: User, path: str) -> dict[str, list[str]]:
    """Save twice; return what the second wrote, as SQL, and the keys among it that are new.

    The first example of a line is the team's line for it, and there is one of these.
    """
    client = Client(SERVER_NAME="localhost")
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    fields = fields_of(client.get(path).content)
    client.post(path, fields | typed())
    before = keys()
    with CaptureQueriesContext(connection) as queries:
        answer: Any = client.post(path, fields | typed())
    assert answer.status_code == 302, answer  # noqa: PLR2004 -- on to the next page
    sql = [query["sql"] for query in queries]
    writing = [line for line in sql if line.startswith(("INSERT", "UPDATE", "DELETE"))]
    return {"sql": writing, "keys": sorted(keys() - before)}


def keys() -> set[str]:
    """Return the keys of all that a save adds and that has one of its own."""
    rows = [*Example.objects.values_list("pk"), *Submission.objects.values_list("pk")]
    return {str(row[0]) for row in rows}


full = max(Service.objects.all(), key=lambda service: service.assessments.count())
reader = add_person(email="reads@demo.example", display_name="Reads", by=None)
join(user=reader, place=full, role="manager", by=None)
savers = []
for number in range(PEOPLE):
    service = Service.objects.create(
        organisation=full.organisation, name=f"Savers {number}", slug=f"savers-{number}"
    )
    user = add_person(email=f"saver{number}@demo.example", display_name=f"S {number}", by=None)
    join(user=user, place=service, role="contributor", by=None)
    talk = actions.start(service=service, framework=current_framework(), length="themes", by=user)
    theme = talk.framework.lines.filter(kind="theme").first()
    savers.append([cookie_of(user), f"/conversation/{talk.pk}/place/{theme.code}/"])
pages = {
    "journey": f"/s/{full.slug}/journey/",
    "own copy": f"/s/{full.slug}/our-own-copy/",
    "your teams": "/teams/",
}
writes = writes_of_a_save(user, savers[-1][1])
entrance = {"cookie": cookie_of(reader), "pages": pages, "savers": savers, "writes": writes}
print(json.dumps(entrance))
