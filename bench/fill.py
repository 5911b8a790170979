"""Makes the data that the pages are measured on and prints cookie and addresses, as JSON.

Twenty services of one manager with six finished conversations each (seed_demo), and one open.
"""

import json

import django
from django.conf import settings
from django.core.management import call_command

django.setup()

from django.test import Client  # noqa: E402 -- after setup

from accounts.actions import add_person, join  # noqa: E402 -- after setup
from accounts.models import Service  # noqa: E402 -- after setup
from assessments import actions  # noqa: E402 -- after setup
from frameworks.selectors import current_framework  # noqa: E402 -- after setup

for command in ("migrate", "createcachetable", "load_frameworks"):
    call_command(command, verbosity=0)
call_command("seed_demo", services=20, assessments=6, seed=1, verbosity=0)

manager = add_person(email="twenty@demo.example", display_name="Twenty", by=None)
services = [team for team in Service.objects.in_name_order() if team.assessments.count() >= 6][:20]  # noqa: PLR2004 -- six conversations
for service in services:
    join(user=manager, place=service, role="manager", by=None)
measured = services[0]
talk = measured.assessments.open().first() or actions.start(
    service=measured, framework=current_framework(), length="themes", by=manager
)
theme = talk.framework.lines.filter(kind="theme").first()
client = Client()
client.force_login(manager, backend=settings.AUTHENTICATION_BACKENDS[0])
print(
    json.dumps(
        {
            # Filled with DEBUG on, served without: then the cookie has its other name.
            "cookie": f"__Host-{settings.SESSION_COOKIE_NAME}={client.session.session_key}",
            "pages": {
                "theme page": f"/conversation/{talk.pk}/place/{theme.code}/",
                "your teams": "/teams/",
                "journey": f"/s/{measured.slug}/journey/",
                "sign in": "/account/login/",
                "pdf": f"/s/{measured.slug}/our-own-copy.pdf",
            },
        }
    )
)
