"""Makes fifty people, each in a team with an open conversation, and one with much to read.

Prints their cookies and addresses, as JSON on the last line.
"""

import json

import django
from django.conf import settings
from django.core.management import call_command

django.setup()

from django.test import Client  # noqa: E402 -- after setup

from accounts.actions import add_person, join_team  # noqa: E402 -- after setup
from accounts.models import Service, User  # noqa: E402 -- after setup
from assessments import actions  # noqa: E402 -- after setup
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


read = max(Service.objects.all(), key=lambda service: service.assessments.count())
reader = add_person(email="reads@demo.example", display_name="Reads", by=None)
join_team(user=reader, service=read, role="manager", by=None)
savers = []
for number in range(PEOPLE):
    service = Service.objects.create(
        organisation=read.organisation, name=f"Savers {number}", slug=f"savers-{number}"
    )
    user = add_person(email=f"saver{number}@demo.example", display_name=f"S {number}", by=None)
    join_team(user=user, service=service, role="contributor", by=None)
    talk = actions.start(service=service, framework=current_framework(), length="themes", by=user)
    theme = talk.framework.lines.filter(kind="theme").first()
    savers.append([cookie_of(user), f"/conversation/{talk.pk}/place/{theme.code}/"])
pages = {
    "journey": f"/s/{read.slug}/journey/",
    "own copy": f"/s/{read.slug}/our-own-copy/",
    "your teams": "/teams/",
}
print(json.dumps({"cookie": cookie_of(reader), "pages": pages, "savers": savers}))
