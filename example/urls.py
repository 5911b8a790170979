"""Addresses of the example, anybody's, and of practising."""

from django.urls import path

from example import views

urlpatterns = [
    path("example/", views.example_team, name="example-team"),
    path("example/journey/", views.example_journey, name="example-journey"),
    path(
        "example/conversation/<slug:code>/",
        views.example_conversation,
        name="example-conversation",
    ),
    path("example/around/", views.example_around, name="example-around"),
    path("example/try/", views.example_try, name="example-try"),
    path("example/read-back/", views.example_said, name="example-said"),
    path("example/wall/", views.example_wall, name="example-wall"),
    path("example/report/", views.example_report, name="example-report"),
    path("example/report.pdf", views.example_pdf, name="example-pdf"),
    path("practice/", views.practice_page, name="practice"),
    path("practice/take-away/", views.take_practice_away, name="practice-end"),
]
