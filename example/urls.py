"""Addresses of the example, anybody's, and of practising."""

from django.urls import path

from example.views import looking

urlpatterns = [
    path("example/", looking.example_team, name="example-team"),
    path("example/journey/", looking.example_journey, name="example-journey"),
    path(
        "example/conversation/<slug:code>/",
        looking.example_conversation,
        name="example-conversation",
    ),
    path("example/around/", looking.example_around, name="example-around"),
    path("example/try/", looking.example_try, name="example-try"),
    path("example/read-back/", looking.example_said, name="example-said"),
    path("example/wall/", looking.example_wall, name="example-wall"),
    path("example/report/", looking.example_report, name="example-report"),
    path("example/report.pdf", looking.example_pdf, name="example-pdf"),
    path("practice/", looking.practice_page, name="practice"),
    path("practice/take-away/", looking.take_practice_away, name="practice-end"),
]
