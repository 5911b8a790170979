"""Makes a large set as it grows on an installation, and prints a lead's cookie and addresses.

SERVICES says how many, with ten finished conversations each. What SQLite knows of its tables is
what `manage.py prepare` saw of them, when they were empty.
"""

import json
import os

import django
from django.conf import settings
from django.core.management import call_command

django.setup()

from django.test import Client  # noqa: E402 -- after setup
from django.urls import reverse  # noqa: E402 -- after setup

from accounts.models import Service, User  # noqa: E402 -- after setup
from accounts.operations.preparing import refresh_statistics  # noqa: E402 -- after setup
from assessments import actions  # noqa: E402 -- after setup
from frameworks.selectors import current_framework  # noqa: E402 -- after setup
from home.teams import TEAMS_A_PAGE  # noqa: E402 -- after setup

TALKS = 10
count = int(os.environ["SERVICES"])

for command in ("migrate", "createcachetable", "load_frameworks"):
    call_command(command, verbosity=0)
refresh_statistics()
call_command("seed_demo", services=count, assessments=TALKS, seed=1, verbosity=0)


def cookie_of(role: str) -> str:
    """Sign somebody in; filled with DEBUG on, served without: then the cookie has another name."""
    client = Client()
    user = User.objects.get(email=f"large-{role}@demo.example")
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return f"__Host-{settings.SESSION_COOKIE_NAME}={client.session.session_key}"


writer = User.objects.get(email="large-contributor@demo.example")
service = Service.objects.filter(slug__startswith="large-").in_name_order().first()
talk = service.assessments.open().first() or actions.start(
    service=service, framework=current_framework(), length="themes", by=writer
)
theme = talk.framework.lines.filter(kind="theme").first()
print(
    json.dumps(
        {
            "cookie": cookie_of("lead"),
            "pages": {
                "your teams": "/teams/",
                "the last of your teams": f"/teams/?page={-(-count // TEAMS_A_PAGE)}",
                "teams that ask something": "/teams/?asked=yes",
                "our organisation": reverse("our-organisation", args=["large-set"]),
            },
            "savers": [[cookie_of("contributor"), f"/conversation/{talk.pk}/place/{theme.code}/"]],
        }
    )
)
