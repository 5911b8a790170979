"""Addresses of sharing: the team's under /share/, the commissioner's under /shared/."""

from django.urls import path

from sharing.views import (
    between,
    checking,
    inviting,
    papers,
    preparing,
    reading,
    replying,
    sending,
    showing,
    taking_out,
    waiting,
)

SHARE = "share/<uuid:pk>/"
SHARED = "shared/<slug:reference>/"

urlpatterns = [
    path("s/<slug:slug>/share/", preparing.share_start, name="share-start"),
    path("s/<slug:slug>/share/new/", inviting.share_new_body, name="share-new-body"),
    path("s/<slug:slug>/with/", between.with_start, name="with-start"),
    path("with/<uuid:pk>/", between.told_each_other, name="told"),
    path("with/<uuid:pk>/agenda/", between.agenda, name="agenda"),
    path("record/<uuid:pk>/take-out/", taking_out.take_words_out, name="take-words-out"),
    path(SHARE, sending.share, name="share"),
    path(f"{SHARE}what/", preparing.ShareWhat.as_view(), name="share-what"),
    path(f"{SHARE}asks/", preparing.ShareAsks.as_view(), name="share-asks"),
    path(f"{SHARE}why/", preparing.ShareWhy.as_view(), name="share-why"),
    path(f"{SHARE}whom/", inviting.share_whom, name="share-whom"),
    path(f"{SHARE}keep/", preparing.ShareKeep.as_view(), name="share-keep"),
    path(f"{SHARE}say/", preparing.ShareSay.as_view(), name="share-say"),
    path(f"{SHARE}quote/", preparing.ShareQuote.as_view(), name="share-quote"),
    path(f"{SHARE}preview/", preparing.share_preview, name="share-preview"),
    path(f"{SHARE}copy/", sending.share_copy, name="share-copy"),
    path(f"{SHARE}again/", preparing.share_again, name="share-again"),
    path(f"{SHARE}check/", checking.share_check, name="share-check"),
    path(f"{SHARE}agenda.docx", papers.share_paper, {"paper": "agenda"}, name="share-agenda"),
    path(f"{SHARE}quote.docx", papers.share_paper, {"paper": "quote"}, name="share-quotable"),
    path(f"{SHARE}report.pdf", sending.share_pdf, name="share-pdf"),
    path(f"{SHARE}show/", showing.share_show, name="share-show"),
    path(f"{SHARE}wait/", waiting.share_wait, name="share-wait"),
    path(f"{SHARE}wait/answer/", waiting.share_wait_answer, name="share-wait-answer"),
    path(f"{SHARE}asked/", showing.share_asked, name="share-asked"),
    path(f"{SHARE}change/", sending.share_change, name="share-change"),
    path(f"{SHARE}send/", sending.share_send, name="share-send"),
    path(f"{SHARE}take-back/", sending.share_take_back, name="share-take-back"),
    path("shared/", reading.shared_with_us, name="shared-with-us"),
    path(SHARED, reading.shared_report, name="shared-report"),
    path(f"{SHARED}thank-you/", replying.thank_you, name="shared-thank"),
    path(f"{SHARED}reply/", replying.reply, name="shared-reply"),
    path(f"{SHARED}reply/<uuid:ask>/", replying.AskReplyPage.as_view(), name="shared-reply-ask"),
    path(f"{SHARED}reply/<slug:about>/", replying.PartPage.as_view(), name="shared-reply-say"),
    path(f"{SHARED}check/", checking.shared_check, name="shared-check"),
    path(f"{SHARED}agenda.docx", papers.shared_paper, {"paper": "agenda"}, name="shared-agenda"),
    path(f"{SHARED}quote.docx", papers.shared_paper, {"paper": "quote"}, name="shared-quotable"),
    path(f"{SHARED}report.pdf", reading.shared_pdf, name="shared-pdf"),
]
