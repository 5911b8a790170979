"""Addresses of home."""

from django.urls import URLPattern, path

from accounts.actions import put_all_away, put_away_notice
from home.views import services, teams, work

urlpatterns: list[URLPattern] = [
    path("welcome/", work.welcome, name="welcome"),
    path("", work.home, name="home"),
    path("notices/<uuid:pk>/seen/", work.put_away, {"put": put_away_notice}, name="put-away"),
    path("notices/<uuid:pk>/all-seen/", work.put_away, {"put": put_all_away}, name="put-all-away"),
    path("s/<slug:slug>/", services.service, name="service"),
    path("s/<slug:slug>/talk-again.ics", services.talk_again, name="talk-again"),
    path("s/<slug:slug>/about-us/", services.about_us, name="service-edit"),
    path("s/<slug:slug>/show/<uuid:pk>/", services.show_conversation, name="show-conversation"),
    path(
        "s/<slug:slug>/shown/<uuid:pk>/take-back/", services.take_back_shown, name="take-back-shown"
    ),
    path("s/<slug:slug>/facilitator/", services.facilitator, name="facilitator"),
    path("teams/", teams.your_teams, name="your-teams"),
    path("teams/coming-up.ics", teams.coming_up, name="coming-up"),
    path("teams/asked/<uuid:pk>/", teams.answer_page, name="answer-ask"),
    path("teams/shown/<uuid:pk>/", services.shown_conversation, name="shown"),
    path("teams/<slug:slug>/offer/", services.offer_talk_page, name="offer-talk"),
    path("teams/<slug:slug>/", services.shown_team, name="shown-team"),
]
