"""Addresses of sharing: the team's under /share/, the commissioner's under /shared/."""

from django.urls import path

from sharing.views import preparing, reading, sending, taking_out

SHARE = "share/<uuid:pk>/"
SHARED = "shared/<slug:reference>/"

urlpatterns = [
    path("s/<slug:slug>/share/", preparing.start, name="share-start"),
    path("record/<uuid:pk>/take-out/", taking_out.take_words_out, name="take-words-out"),
    path(SHARE, sending.share, name="share"),
    path(f"{SHARE}what/", preparing.what, name="share-what"),
    path(f"{SHARE}asks/", preparing.asks, name="share-asks"),
    path(f"{SHARE}why/", preparing.why, name="share-why"),
    path(f"{SHARE}preview/", preparing.preview_page, name="share-preview"),
    path(f"{SHARE}copy/", sending.copy, name="share-copy"),
    path(f"{SHARE}report.pdf", sending.team_pdf, name="share-pdf"),
    path(f"{SHARE}show/", sending.show, name="share-show"),
    path(f"{SHARE}change/", sending.change, name="share-change"),
    path(f"{SHARE}send/", sending.send, name="share-send"),
    path(f"{SHARE}take-back/", sending.take_back, name="share-take-back"),
    path("shared/", reading.shared_with_us, name="shared-with-us"),
    path(SHARED, reading.shared_report, name="shared-report"),
    path(f"{SHARED}report.pdf", reading.shared_pdf, name="shared-pdf"),
]
