"""Makes the yardstick's tables and rows and prints a session key, as JSON on the last line."""

import json
import random

import django
from django.core.management import call_command

django.setup()

from django.contrib.auth.models import User  # noqa: E402 -- after setup
from django.test import Client  # noqa: E402 -- after setup

from bench.yardstick.models import File, Group, Row  # noqa: E402 -- after setup

SIZE = 200_000  # bytes, as a report of ten pages has
PAGES = {"page": "/", "bare": "/file", "opened": "/opened"}
call_command("migrate", run_syncdb=True, verbosity=0)
groups = Group.objects.bulk_create(Group(name=f"Group {number}") for number in range(20))
Row.objects.bulk_create(
    Row(
        group=groups[number % 20],
        name=f"Row {number}",
        words="Some words as people write them. " * 3,
        number=number,
    )
    for number in range(1000)
)
File.objects.create(pk=1, content=random.Random(1).randbytes(SIZE))  # noqa: S311 -- no secret
client = Client()
client.force_login(User.objects.create(username="somebody"))
print(json.dumps({"cookie": f"sessionid={client.session.session_key}", "pages": PAGES}))
