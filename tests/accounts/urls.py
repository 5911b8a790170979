"""The site's addresses and one more: a page with a form, as simple as can be."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from pizazz.urls import (  # noqa: F401 -- Django looks for the handlers here
    handler400,
    handler403,
    handler404,
    handler500,
    urlpatterns,
)

posts = []


def words(request):
    if request.method == "POST" and request.POST.get("text"):
        posts.append(sorted(request.POST.lists()))
        return redirect("/words/")
    return HttpResponse("one line", status=422 if request.method == "POST" else 200)


@login_not_required
def paper(request):
    kind = request.GET["kind"]
    return HttpResponse("word " * 500, content_type=kind)


urlpatterns = [
    path("", words, name="home"),
    path("words/", words, name="words"),
    path("paper/", paper),
    path("exempt/", csrf_exempt(words)),
    path("json/", lambda request: JsonResponse({"ok": request.method})),
    *urlpatterns,
]
