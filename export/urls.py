"""Addresses of files to take out."""

from django.urls import URLPattern, path

from export import views

urlpatterns: list[URLPattern] = [
    path("s/<slug:slug>/export/", views.export_team, name="export-team"),
    path("our/<slug:slug>/export/", views.export_shown, name="export-shown"),
]
