"""A thousand rows in twenty groups."""

from django.db import models


class Group(models.Model):
    """What rows belong to."""

    name = models.CharField(max_length=100)

    def __str__(self) -> str:
        return self.name


class Row(models.Model):
    """One of a thousand."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT)
    name = models.CharField(max_length=100)
    words = models.TextField()
    number = models.IntegerField()

    def __str__(self) -> str:
        return self.name
