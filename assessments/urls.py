"""Addresses of conversations."""

from django.urls import URLPattern, path

from assessments.views import (
    around,
    asks,
    coffee,
    conversation,
    drafts,
    edits,
    further,
    newer,
    notes,
    place,
    putright,
    readback,
    records,
    start,
    themes,
    whose,
)

TALK = "conversation/<uuid:pk>/"

urlpatterns: list[URLPattern] = [
    path("s/<slug:slug>/start/", start.start_page, name="start"),
    path("s/<slug:slug>/start/<slug:length>/", start.start_length, name="start-length"),
    path("s/<slug:slug>/start/newer/<slug:code>/", newer.newer, name="newer"),
    path("s/<slug:slug>/remember/", notes.note_page, name="keep-note"),
    path("s/<slug:slug>/remember/<uuid:row>/take-out/", notes.take_note_out, name="take-note-out"),
    path(TALK, conversation.WhereWeAre.as_view(), name="conversation"),
    path(f"{TALK}before/", conversation.BeforePage.as_view(), name="before"),
    path(f"{TALK}keep-open/", conversation.KeepOpen.as_view(), name="keep-open"),
    path(f"{TALK}grow/", conversation.Grow.as_view(), name="grow"),
    path(f"{TALK}open/", themes.OpenThemes.as_view(), name="open-themes"),
    path(f"{TALK}open/<slug:code>/", themes.OpenTheme.as_view(), name="open-theme"),
    path(f"{TALK}shut/<slug:code>/", themes.ShutTheme.as_view(), name="shut-theme"),
    path(f"{TALK}place/<slug:code>/", place.PlacePage.as_view(), name="place"),
    path(f"{TALK}place/<slug:code>/further/", further.FurtherPage.as_view(), name="further"),
    path(f"{TALK}coffee/", coffee.CoffeePage.as_view(), name="coffee"),
    path(f"{TALK}around/", around.AroundPage.as_view(), name="around"),
    path(f"{TALK}ask/<uuid:row>/", asks.AskPage.as_view(), name="ask"),
    path(f"{TALK}try/", around.TryPage.as_view(), name="try"),
    path(f"{TALK}example/<uuid:row>/", edits.ExamplePage.as_view(), name="example"),
    path(f"{TALK}around/<uuid:row>/", edits.FactorPage.as_view(), name="edit-factor"),
    path(f"{TALK}whose/<uuid:row>/", whose.WhosePage.as_view(), name="whose"),
    path(f"{TALK}try/<uuid:row>/", edits.StepPage.as_view(), name="edit-step"),
    path(f"{TALK}context/<uuid:row>/", edits.ContextPage.as_view(), name="edit-context"),
    path(f"{TALK}read-back/", readback.ReadBackPage.as_view(), name="read-back"),
    path(f"{TALK}kept/", readback.kept, name="kept"),
    path(f"{TALK}put-right/", putright.put_right_page, name="put-right"),
    path(f"{TALK}set-aside/", putright.set_aside_page, name="set-aside"),
    path("record/<uuid:pk>/", records.record, name="record"),
    path(f"{TALK}draft/", drafts.KeepDraft.as_view(), name="draft"),
]
