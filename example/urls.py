"""Addresses of the example: anybody's."""

from django.urls import path

from example import views

urlpatterns = [
    path("example/", views.example, name="example-team"),
    path("example/journey/", views.journey, name="example-journey"),
    path("example/conversation/<slug:code>/", views.conversation, name="example-conversation"),
    path("example/read-back/", views.said, name="example-said"),
    path("example/wall/", views.wall, name="example-wall"),
    path("example/report/", views.report, name="example-report"),
    path("example/report.pdf", views.report_pdf, name="example-pdf"),
]
