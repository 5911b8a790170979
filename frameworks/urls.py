"""Addresses of frameworks."""

from django.urls import path, re_path

from frameworks import views

urlpatterns = [
    path("", views.framework_list, name="framework-list"),
    # A version has dots ("2.0"), which <slug:> refuses, and nothing else that <str:> would let in.
    re_path(
        r"^(?P<slug>[-a-zA-Z0-9_]+)/(?P<version>[-a-zA-Z0-9_.]+)/$",
        views.framework,
        name="framework",
    ),
]
