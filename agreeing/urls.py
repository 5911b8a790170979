"""Addresses between a team and a body, the same for both, under /with/."""

from django.urls import include, path

from agreeing.views import meeting, understanding

WITH = "with/<uuid:pk>/"
AGREED = f"{WITH}understanding/"
MEETING = f"{WITH}meeting/"

of_understanding = [
    path("", understanding.understanding, name="understanding"),
    path("paper/", understanding.understanding_paper, name="understanding-paper"),
    path("paper.docx", understanding.understanding_word, name="understanding-word"),
    path("write/", understanding.understanding_write, name="understanding-write"),
    path("ask/", understanding.understanding_put, name="understanding-put"),
    path("yes/", understanding.understanding_agree, name="understanding-agree"),
    path("beside/", understanding.understanding_beside, name="understanding-beside"),
    path("end/", understanding.understanding_end, name="understanding-end"),
    path("came-of/", understanding.understanding_came_of, name="understanding-came-of"),
]
of_meeting = [
    path("", meeting.meeting, name="meeting"),
    path("offer/", meeting.meeting_offer, name="meeting-offer"),
    path("take/", meeting.meeting_take, name="meeting-take"),
    path("let-go/", meeting.meeting_let_go, name="meeting-let-go"),
    path("meeting.ics", meeting.meeting_calendar, name="meeting-calendar"),
]

urlpatterns = [path(AGREED, include(of_understanding)), path(MEETING, include(of_meeting))]
