"""The key that nearly every row of ours has: a random one, which says nothing of other rows."""

import uuid

from django.db import models


class Keyed(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)

    class Meta:
        abstract = True
