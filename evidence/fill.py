"""Makes eight people, each in a team with an open conversation; prints where they save, as JSON."""

import json

import django
from django.conf import settings
from django.core.management import call_command

django.setup()

from django.test import Client  # noqa: E402 -- after setup

from accounts.actions import add_person, join  # noqa: E402 -- after setup
from accounts.models import Organisation, Service  # noqa: E402 -- after setup
from assessments import actions  # noqa: E402 -- after setup
from frameworks.selectors import current_framework  # noqa: E402 -- after setup

PEOPLE = 8

call_command("prepare", verbosity=0)
oak = Organisation.objects.create(kind="provider", name="Oak Trust", slug="oak-trust")
savers = []
for number in range(PEOPLE):
    service = Service.objects.create(
        organisation=oak, name=f"Savers {number}", slug=f"savers-{number}"
    )
    user = add_person(email=f"saver{number}@demo.example", display_name=f"S {number}", by=None)
    join(user=user, place=service, role="contributor", by=None)
    talk = actions.start(service=service, framework=current_framework(), length="themes", by=user)
    theme = talk.framework.lines.filter(kind="theme").first()
    client = Client()
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    # Filled with DEBUG on and served without: then the cookie has another name.
    cookie = f"__Host-{settings.SESSION_COOKIE_NAME}={client.session.session_key}"
    savers.append([cookie, f"/conversation/{talk.pk}/place/{theme.code}/"])
print(json.dumps({"savers": savers}))
