"""Addresses of reports."""

from django.urls import path

from reports import views

urlpatterns = [
    path("s/<slug:slug>/journey/", views.journey_page, name="journey"),
    path("s/<slug:slug>/line/<slug:code>/", views.line_over_time, name="line-over-time"),
    path("s/<slug:slug>/compare/", views.compare, name="compare"),
    path("s/<slug:slug>/our-own-copy/", views.own_copy, name="own-copy"),
    path("s/<slug:slug>/our-own-copy.pdf", views.own_copy_pdf, name="own-copy-pdf"),
    path("conversation/<uuid:pk>/wall/", views.wall_page, name="wall"),
]
