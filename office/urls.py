"""Addresses of the office."""

from django.urls import URLPattern, path

from office.views import accounts, asking, many, naming, organisation, people, site, team, teams

urlpatterns: list[URLPattern] = [
    path("our/", organisation.ours, name="ours"),
    path("our/<slug:slug>/", organisation.our_organisation, name="our-organisation"),
    path("our/<slug:slug>/add-teams/", organisation.add_teams, name="add-teams"),
    path("our/<slug:slug>/name/", naming.name_organisation, name="name-organisation"),
    path("our/<slug:slug>/end/", organisation.end_organisation_page, name="end-organisation"),
    path("our/<slug:slug>/groupings/", organisation.groupings, name="groupings"),
    path(
        "our/<slug:slug>/groupings/<uuid:pk>/drop/",
        organisation.drop_grouping_page,
        name="drop-grouping",
    ),
    path(
        "our/<slug:slug>/settings/",
        organisation.organisation_settings,
        name="organisation-settings",
    ),
    path("our/<slug:slug>/team/<slug:team>/", teams.arrange_team, name="arrange-team"),
    path("our/<slug:slug>/team/<slug:team>/close/", teams.close_team, name="close-team"),
    path(
        "our/<slug:slug>/team/<slug:team>/open/", teams.open_team_again_page, name="open-team-again"
    ),
    path("our/<slug:slug>/team/<slug:team>/work-here/", teams.work_here, name="work-here"),
    path("our/<slug:slug>/team/<slug:team>/cover/", teams.cover_team, name="cover-team"),
    path(
        "our/<slug:slug>/team/<slug:team>/person/<uuid:pk>/", teams.team_person, name="team-person"
    ),
    path(
        "our/<slug:slug>/team/<slug:team>/person/<uuid:pk>/end/",
        teams.end_person,
        name="end-person",
    ),
    path(
        "our/<slug:slug>/team/<slug:team>/report/<uuid:pk>/take-back/",
        teams.take_report_back,
        name="take-report-back",
    ),
    path("our/<slug:slug>/people/", people.our_people, name="our-people"),
    path("our/<slug:slug>/people/many/", many.ask_many, name="ask-many"),
    path("our/<slug:slug>/people/template.xlsx", many.people_template, name="people-template"),
    path("our/<slug:slug>/people/<uuid:pk>/end/", people.end_lead, name="end-lead"),
    path("body/<slug:slug>/", people.our_body, name="our-body"),
    path("body/<slug:slug>/name/", naming.name_body, name="name-body"),
    path("body/<slug:slug>/<uuid:pk>/end/", people.end_reader, name="end-reader"),
    path("site/", site.this_site, name="this-site"),
    path("site/letter/", site.letter_to_myself, name="letter-to-myself"),
    path("site/people/", accounts.site_people, name="site-people"),
    path("site/people/<uuid:pk>/", accounts.site_person, name="site-person"),
    path("site/people/<uuid:pk>/close/", accounts.close_person, name="close-person"),
    path("site/people/<uuid:pk>/open/", accounts.open_person, name="open-person"),
    path("site/people/<uuid:pk>/back-in/", accounts.help_back_in, name="help-back-in"),
    path("site/people/<uuid:pk>/runs/", accounts.runs_site, name="runs-site"),
    path("site/people/<uuid:pk>/two/", accounts.two_of_one, name="two-of-one"),
    path("site/organisations/add/", site.add_organisation_page, name="add-organisation"),
    path("site/of/<slug:slug>/", site.site_organisation, name="site-organisation"),
    path("site/of/<slug:slug>/end/", site.end_on_site, name="end-on-site"),
    path("site/of/<slug:slug>/name/", naming.name_on_site, name="name-on-site"),
    path("site/of/<slug:slug>/<uuid:pk>/end/", site.end_part_on_site, name="end-part-on-site"),
    path("site/of/<slug:slug>/again/", site.begin_again_on_site, name="begin-again-on-site"),
    path("ask/team/<slug:slug>/several/", many.ask_several, name="ask-several"),
    path("ask/team/<slug:slug>/", asking.ask_into_team, name="ask-into-team"),
    path(
        "ask/organisation/<slug:slug>/",
        asking.ask_into_organisation,
        name="ask-into-organisation",
    ),
    path("ask/link/", asking.link_to_hand_over, name="link-to-hand-over"),
    path("ask/again/<uuid:pk>/", asking.ask_again, name="ask-again"),
    path("ask/take-back/<uuid:pk>/", asking.take_invitation_back, name="take-invitation-back"),
    path("s/<slug:slug>/team/", team.our_team, name="our-team"),
    path("s/<slug:slug>/team/leave/", team.leave_team_page, name="leave-team"),
    path("s/<slug:slug>/team/person/<uuid:pk>/", team.team_member, name="team-member"),
    path("s/<slug:slug>/team/person/<uuid:pk>/end/", team.end_member, name="end-member"),
    path("s/<slug:slug>/team/person/<uuid:pk>/way-in/", asking.way_in_page, name="make-way-in"),
    path("s/<slug:slug>/team/let-in/<uuid:pk>/", team.let_lead_in, name="let-lead-in"),
]
