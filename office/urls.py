"""Addresses of the office."""

from django.urls import URLPattern, path

from office.views import organisation, teams

urlpatterns: list[URLPattern] = [
    path("our/", organisation.ours, name="ours"),
    path("our/<slug:slug>/", organisation.our_organisation, name="our-organisation"),
    path("our/<slug:slug>/add-teams/", organisation.add_teams, name="add-teams"),
    path("our/<slug:slug>/groupings/", organisation.groupings, name="groupings"),
    path(
        "our/<slug:slug>/groupings/<uuid:pk>/drop/",
        organisation.drop_grouping,
        name="drop-grouping",
    ),
    path(
        "our/<slug:slug>/settings/",
        organisation.organisation_settings,
        name="organisation-settings",
    ),
    path("our/<slug:slug>/team/<slug:team>/", teams.arrange_team, name="arrange-team"),
    path("our/<slug:slug>/team/<slug:team>/close/", teams.close_team, name="close-team"),
    path("our/<slug:slug>/team/<slug:team>/open/", teams.open_team_again, name="open-team-again"),
]
