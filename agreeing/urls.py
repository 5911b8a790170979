"""Addresses between a team and a body, the same for both, under /with/."""

from django.urls import path

from agreeing.views import meeting, understanding

WITH = "with/<uuid:pk>/"
AGREED = f"{WITH}understanding/"
MEETING = f"{WITH}meeting/"

urlpatterns = [
    path(AGREED, understanding.understanding, name="understanding"),
    path(f"{AGREED}paper/", understanding.understanding_paper, name="understanding-paper"),
    path(f"{AGREED}paper.docx", understanding.understanding_word, name="understanding-word"),
    path(f"{AGREED}write/", understanding.understanding_write, name="understanding-write"),
    path(f"{AGREED}ask/", understanding.understanding_put, name="understanding-put"),
    path(f"{AGREED}yes/", understanding.understanding_agree, name="understanding-agree"),
    path(f"{AGREED}beside/", understanding.understanding_beside, name="understanding-beside"),
    path(f"{AGREED}end/", understanding.understanding_end, name="understanding-end"),
    path(f"{AGREED}came-of/", understanding.understanding_came_of, name="understanding-came-of"),
    path(MEETING, meeting.meeting, name="meeting"),
    path(f"{MEETING}offer/", meeting.meeting_offer, name="meeting-offer"),
    path(f"{MEETING}take/", meeting.meeting_take, name="meeting-take"),
    path(f"{MEETING}let-go/", meeting.meeting_let_go, name="meeting-let-go"),
    path(f"{MEETING}meeting.ics", meeting.meeting_calendar, name="meeting-calendar"),
]
