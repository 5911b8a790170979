"""Makes the demo and puts a file of 200,000 bytes into a report that can be read; prints JSON."""

import hashlib
import json
import random

import django
from django.conf import settings
from django.core.management import call_command

django.setup()

from django.test import Client  # noqa: E402 -- after setup

from sharing.actions import explain_openings  # noqa: E402 -- after setup
from sharing.models import Share, ShareFile  # noqa: E402 -- after setup

for command in ("migrate", "createcachetable", "load_frameworks", "seed_demo"):
    call_command(command, verbosity=0)
share = Share.objects.live().first()
reader = share.body.memberships.live().first().user
content = random.Random(1).randbytes(200_000)  # noqa: S311 -- as the yardstick's, no secret
file = {"content": content, "digest": hashlib.sha256(content).hexdigest(), "size": len(content)}
ShareFile.objects.filter(share=share).delete()
ShareFile.objects.create(share=share, made_at=share.sent_at, **file)
explain_openings(share, by=reader)
client = Client()
client.force_login(reader, backend=settings.AUTHENTICATION_BACKENDS[0])
print(
    json.dumps(
        {
            "cookie": f"__Host-{settings.SESSION_COOKIE_NAME}={client.session.session_key}",
            "pages": {"pdf": f"/shared/{share.reference}/report.pdf"},
        }
    )
)
