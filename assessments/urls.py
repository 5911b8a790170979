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
)

TALK = "conversation/<uuid:pk>/"

urlpatterns: list[URLPattern] = [
    path("s/<slug:slug>/start/", start.start_page, name="start"),
    path("s/<slug:slug>/start/<slug:length>/", start.start_length, name="start-length"),
    path("s/<slug:slug>/start/newer/<slug:code>/", newer.newer, name="newer"),
    path("s/<slug:slug>/remember/", notes.note_page, name="keep-note"),
    path("s/<slug:slug>/remember/<uuid:row>/take-out/", notes.take_note_out, name="take-note-out"),
    path(TALK, conversation.where_we_are, name="conversation"),
    path(f"{TALK}before/", conversation.before, name="before"),
    path(f"{TALK}keep-open/", conversation.keep_open, name="keep-open"),
    path(f"{TALK}grow/", conversation.grow, name="grow"),
    path(f"{TALK}open/", themes.open_themes, name="open-themes"),
    path(f"{TALK}open/<slug:code>/", themes.open_theme, name="open-theme"),
    path(f"{TALK}shut/<slug:code>/", themes.shut_theme, name="shut-theme"),
    path(f"{TALK}place/<slug:code>/", place.place, name="place"),
    path(f"{TALK}place/<slug:code>/further/", further.further, name="further"),
    path(f"{TALK}coffee/", coffee.coffee, name="coffee"),
    path(f"{TALK}around/", around.around, name="around"),
    path(f"{TALK}ask/<uuid:row>/", asks.ask, name="ask"),
    path(f"{TALK}try/", around.trying, name="try"),
    path(f"{TALK}example/<uuid:row>/", edits.example, name="example"),
    path(f"{TALK}around/<uuid:row>/", edits.factor, name="edit-factor"),
    path(f"{TALK}try/<uuid:row>/", edits.step, name="edit-step"),
    path(f"{TALK}context/<uuid:row>/", edits.context, name="edit-context"),
    path(f"{TALK}read-back/", readback.read_back, name="read-back"),
    path(f"{TALK}kept/", readback.kept, name="kept"),
    path(f"{TALK}put-right/", putright.put_right_page, name="put-right"),
    path(f"{TALK}set-aside/", putright.set_aside_page, name="set-aside"),
    path("record/<uuid:pk>/", records.record, name="record"),
    path(f"{TALK}draft/", drafts.draft, name="draft"),
]
