"""Addresses of reports."""

from django.urls import path

from reports.views import journey, own_copy, wall

urlpatterns = [
    path("s/<slug:slug>/journey/", journey.journey_page, name="journey"),
    path("s/<slug:slug>/line/<slug:code>/", journey.line_over_time, name="line-over-time"),
    path("s/<slug:slug>/compare/", journey.compare, name="compare"),
    path("s/<slug:slug>/our-own-copy/", own_copy.own_copy, name="own-copy"),
    path("s/<slug:slug>/our-own-copy.pdf", own_copy.own_copy_pdf, name="own-copy-pdf"),
    path("conversation/<uuid:pk>/wall/", wall.wall_page, name="wall"),
]
