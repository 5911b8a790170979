"""Makes the yardstick's tables and rows and prints a session key, as JSON on the last line."""

import json

import django
from django.core.management import call_command

django.setup()

from django.contrib.auth.models import User  # noqa: E402 -- after setup
from django.test import Client  # noqa: E402 -- after setup

from bench.yardstick.models import Group, Row  # noqa: E402 -- after setup

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
client = Client()
client.force_login(User.objects.create(username="somebody"))
print(json.dumps({"cookie": f"sessionid={client.session.session_key}", "pages": {"page": "/"}}))
