"""The one view."""

from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from bench.yardstick.models import Group, Row


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


urlpatterns = [path("", page)]
