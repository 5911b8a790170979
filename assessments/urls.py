"""Addresses of conversations."""

from django.urls import URLPattern, URLResolver, include, path

from assessments.views import around, conversation, drafts, notes, place, read_back, records, start

TALK = "conversation/<uuid:pk>/"

in_talk = [
    path("", conversation.WhereWeAre.as_view(), name="conversation"),
    path("before/", conversation.BeforePage.as_view(), name="before"),
    path("keep-open/", conversation.KeepOpen.as_view(), name="keep-open"),
    path("grow/", conversation.Grow.as_view(), name="grow"),
    path("open/", place.OpenThemes.as_view(), name="open-themes"),
    path("open/<slug:code>/", place.OpenTheme.as_view(), name="open-theme"),
    path("shut/<slug:code>/", place.ShutTheme.as_view(), name="shut-theme"),
    path("place/<slug:code>/", place.PlacePage.as_view(), name="place"),
    path("place/<slug:code>/further/", place.FurtherPage.as_view(), name="further"),
    path("coffee/", conversation.CoffeePage.as_view(), name="coffee"),
    path("around/", around.AroundPage.as_view(), name="around"),
    path("ask/<uuid:row>/", around.AskPage.as_view(), name="ask"),
    path("try/", around.TryPage.as_view(), name="try"),
    path("example/<uuid:row>/", around.ExamplePage.as_view(), name="example"),
    path("around/<uuid:row>/", around.FactorPage.as_view(), name="edit-factor"),
    path("whose/<uuid:row>/", around.WhosePage.as_view(), name="whose"),
    path("try/<uuid:row>/", around.StepPage.as_view(), name="edit-step"),
    path("context/<uuid:row>/", around.ContextPage.as_view(), name="edit-context"),
    path("read-back/", read_back.ReadBackPage.as_view(), name="read-back"),
    path("kept/", read_back.kept_page, name="kept"),
    path("put-right/", records.put_right_page, name="put-right"),
    path("set-aside/", conversation.set_aside_page, name="set-aside"),
    path("draft/", drafts.KeepDraft.as_view(), name="draft"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("s/<slug:slug>/start/", start.start_page, name="start"),
    path("s/<slug:slug>/start/<slug:length>/", start.start_length, name="start-length"),
    path("s/<slug:slug>/start/newer/<slug:code>/", start.newer, name="newer"),
    path("s/<slug:slug>/start/<slug:length>/paper/", start.start_paper, name="start-paper"),
    path("s/<slug:slug>/remember/", notes.note_page, name="keep-note"),
    path("s/<slug:slug>/remember/<uuid:row>/take-out/", notes.take_note_out, name="take-note-out"),
    path(TALK, include(in_talk)),
    path("record/<uuid:pk>/", records.record, name="record"),
]
