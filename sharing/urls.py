"""Addresses of sharing: the team's under /share/, the commissioner's under /shared/."""

from functools import partial

from django.urls import include, path

from sharing.forms import KeepingForm, PurposeForm, QuoteForm, SayForm
from sharing.views import between, preparing, reading, replying, sending, showing, taking_out

step = preparing.PreparingPage.as_view
aside = partial(step, comes_after_what=True)

SHARE = "share/<uuid:pk>/"
SHARED = "shared/<slug:reference>/"

of_share = [
    path("", sending.share, name="share"),
    path("what/", preparing.ShareWhat.as_view(), name="share-what"),
    path("asks/", preparing.ShareAsks.as_view(), name="share-asks"),
    path("why/", step(form_class=PurposeForm, template="sharing/why.html"), name="share-why"),
    path("whom/", between.share_whom, name="share-whom"),
    path("keep/", aside(form_class=KeepingForm, template="sharing/keep.html"), name="share-keep"),
    path("say/", aside(form_class=SayForm, template="sharing/say.html"), name="share-say"),
    path("quote/", aside(form_class=QuoteForm, template="sharing/quote.html"), name="share-quote"),
    path("preview/", preparing.share_preview, name="share-preview"),
    path("copy/", sending.share_copy, name="share-copy"),
    path("again/", preparing.share_again, name="share-again"),
    path("check/", reading.share_check, name="share-check"),
    path("agenda.docx", reading.share_paper, {"paper": "agenda"}, name="share-agenda"),
    path("quote.docx", reading.share_paper, {"paper": "quote"}, name="share-quotable"),
    path("report.pdf", sending.share_pdf, name="share-pdf"),
    path("show/", showing.share_show, name="share-show"),
    path("wait/", showing.share_wait, name="share-wait"),
    path("wait/answer/", showing.share_wait_answer, name="share-wait-answer"),
    path("asked/", showing.share_asked, name="share-asked"),
    path("change/", sending.share_change, name="share-change"),
    path("send/", sending.share_send, name="share-send"),
    path("take-back/", sending.share_take_back, name="share-take-back"),
]
of_shared = [
    path("", reading.shared_report, name="shared-report"),
    path("thank-you/", replying.thank_you, name="shared-thank"),
    path("reply/", replying.reply, name="shared-reply"),
    path("reply/<uuid:ask>/", replying.AskReplyPage.as_view(), name="shared-reply-ask"),
    path("reply/<slug:about>/", replying.PartPage.as_view(), name="shared-reply-say"),
    path("check/", reading.shared_check, name="shared-check"),
    path("agenda.docx", reading.shared_paper, {"paper": "agenda"}, name="shared-agenda"),
    path("quote.docx", reading.shared_paper, {"paper": "quote"}, name="shared-quotable"),
    path("report.pdf", reading.shared_pdf, name="shared-pdf"),
]

urlpatterns = [
    path("s/<slug:slug>/share/", preparing.share_start, name="share-start"),
    path("s/<slug:slug>/share/new/", between.share_new_body, name="share-new-body"),
    path("s/<slug:slug>/with/", between.with_start, name="with-start"),
    path("with/<uuid:pk>/", between.tie_history, name="tie-history"),
    path("with/<uuid:pk>/agenda/", between.agenda, name="agenda"),
    path("record/<uuid:pk>/take-out/", taking_out.take_words_out, name="take-words-out"),
    path(SHARE, include(of_share)),
    path("shared/", reading.shared_with_us, name="shared-with-us"),
    path(SHARED, include(of_shared)),
]
