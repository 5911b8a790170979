"""A thousand rows in twenty groups; a file, and who opened it."""

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


class File(models.Model):
    """Bytes as they are handed out."""

    content = models.BinaryField()

    def __str__(self) -> str:
        return str(self.pk)


class Opened(models.Model):
    """One opening of the file."""

    file = models.ForeignKey(File, on_delete=models.PROTECT)
    by = models.IntegerField()
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return str(self.pk)
