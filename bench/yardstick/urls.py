"""A page, and a file: bare, and with a row for who opened it."""

import io

from django.db.models import Max
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from bench.yardstick.models import File, Group, Opened, Row


def page(request: HttpRequest) -> HttpResponse:
    """Five queries besides session and user; the last has the 200 rows."""
    return render(
        request,
        "page.html",
        {
            "rows": Row.objects.select_related("group").order_by("pk")[:200],
            "groups": Group.objects.order_by("name"),
            "count": Row.objects.count(),
            "highest": Row.objects.aggregate(highest=Max("number"))["highest"],
            "last": Row.objects.latest("pk"),
        },
    )


def bare(request: HttpRequest) -> FileResponse:  # noqa: ARG001 -- looks at nobody
    """Session, user, the bytes."""
    content = File.objects.get(pk=1).content
    return FileResponse(io.BytesIO(content), as_attachment=True, filename="report.pdf")


def opened(request: HttpRequest) -> FileResponse:
    """Write down who opened it, before a byte goes out."""
    Opened.objects.create(file_id=1, by=request.user.pk or 0)
    return bare(request)


urlpatterns = [path("", page), path("file", bare), path("opened", opened)]
