"""Addresses of the office."""

from django.urls import URLPattern, URLResolver, include, path

from office.views import (
    accounts,
    asking,
    deleting,
    history,
    organisation,
    people,
    personal_data,
    site,
    team,
    teams,
)
from office.views.reach import body_of_lead, of_lead, on_site

# Whose page it is, and the page to which one goes back from it.
OUR_SETTINGS = {"reach": of_lead, "back": "organisation-settings"}
OUR_PEOPLE = {"reach": of_lead, "back": "our-people"}
OUR_BODY = {"reach": body_of_lead, "back": "our-body"}
ON_SITE = {"reach": on_site, "back": "site-organisation"}

arranged_team = [
    path("", teams.arrange_team, name="arrange-team"),
    path("close/", teams.close_team, name="close-team"),
    path("open/", teams.open_team_again_page, name="open-team-again"),
    path("work-here/", teams.work_here, name="work-here"),
    path("cover/", teams.cover_team, name="cover-team"),
    path("person/<uuid:pk>/", teams.team_person, name="team-person"),
    path("person/<uuid:pk>/end/", teams.end_person, name="end-person"),
    path("report/<uuid:pk>/take-back/", teams.take_report_back, name="take-report-back"),
]
our: list[URLPattern | URLResolver] = [
    path("", organisation.our_organisation, name="our-organisation"),
    path("add-teams/", organisation.add_teams, name="add-teams"),
    path("name/", organisation.name_organisation, OUR_SETTINGS, name="name-organisation"),
    path("end/", organisation.end_organisation_page, name="end-organisation"),
    path("frameworks/", organisation.offered_frameworks, name="offered-frameworks"),
    path("groupings/", organisation.groupings, name="groupings"),
    path("groupings/<uuid:pk>/drop/", organisation.drop_grouping_page, name="drop-grouping"),
    path("settings/", organisation.organisation_settings, name="organisation-settings"),
    path("second-step/", organisation.second_step, OUR_SETTINGS, name="second-step-of-all"),
    path("people/", people.our_people, name="our-people"),
    path("left/", people.who_left, name="who-left"),
    path("left/<uuid:pk>/erase/", people.erase_leaver, name="erase-leaver"),
    path("done/", history.who_did_what, {"reach": of_lead, "of": "organisation"}, name="our-done"),
    path("people/many/", asking.ask_many, name="ask-many"),
    path("people/template.xlsx", asking.people_template, name="people-template"),
    path("people/<uuid:pk>/end/", people.end_part, OUR_PEOPLE, name="end-lead"),
    path("team/<slug:team>/", include(arranged_team)),
]
body = [
    path("second-step/", organisation.second_step, OUR_BODY, name="second-step-of-body"),
    path("", people.our_body, name="our-body"),
    path("done/", history.who_did_what, {"reach": body_of_lead, "of": "body"}, name="body-done"),
    path("teams/", team.body_teams, name="body-teams"),
    path("name/", organisation.name_organisation, OUR_BODY, name="name-body"),
    path("replies/", people.body_replies, name="body-replies"),
    path("<uuid:pk>/end/", people.end_part, OUR_BODY, name="end-reader"),
]
person = [
    path("", accounts.site_person, name="site-person"),
    path("close/", accounts.close_person, name="close-person"),
    path("erase/", personal_data.erase_somebody, name="erase-person"),
    path("open/", accounts.open_person, name="open-person"),
    path("back-in/", accounts.help_back_in, name="help-back-in"),
    path("second-step/", accounts.forget_second_step, name="forget-second-step"),
    path("runs/", accounts.runs_site, name="runs-site"),
    path("two/", accounts.two_of_one, name="two-of-one"),
]
organisation_of_site = [
    path("", site.site_organisation, name="site-organisation"),
    path("end/", site.end_on_site, name="end-on-site"),
    path("delete/", deleting.delete_on_site, name="delete-on-site"),
    path("delete/stop/", deleting.stop_on_site, name="stop-on-site"),
    path("name/", organisation.name_organisation, ON_SITE, name="name-on-site"),
    path("<uuid:pk>/end/", site.end_part_on_site, name="end-part-on-site"),
    path("offer/", site.offer_on_site, name="offer-on-site"),
    path("join/", site.join_on_site, name="join-on-site"),
    path("again/", site.begin_again_on_site, name="begin-again-on-site"),
]
own_team = [
    path("", team.our_team, name="our-team"),
    path("delete/", deleting.delete_team, name="delete-team"),
    path("delete/agree/", deleting.agree_deletion, name="agree-deletion"),
    path("delete/stop/", deleting.stop_deletion, name="stop-deletion"),
    path("leave/", team.leave_team_page, name="leave-team"),
    path("person/<uuid:pk>/", team.team_member, name="team-member"),
    path("person/<uuid:pk>/end/", team.end_member, name="end-member"),
    path("person/<uuid:pk>/way-in/", asking.way_in_page, name="make-way-in"),
    path("let-in/<uuid:pk>/", team.let_lead_in, name="let-lead-in"),
]
urlpatterns = [
    path("about-me/", personal_data.about_me, name="about-me"),
    path("about-me/file/", personal_data.about_me_file, name="about-me-file"),
    path("about-me/erase/", personal_data.erase_me, name="erase-me"),
    path("our/", organisation.ours, name="ours"),
    path("site/", site.this_site, name="this-site"),
    path("site/letter/", site.letter_to_myself, name="letter-to-myself"),
    path("site/done/", history.site_done, name="site-done"),
    path("site/people/", accounts.site_people, name="site-people"),
    path("site/organisations/add/", site.add_organisation_page, name="add-organisation"),
    path("ask/team/<slug:slug>/several/", asking.ask_several, name="ask-several"),
    path("ask/team/<slug:slug>/", asking.ask_into_team, name="ask-into-team"),
    path(
        "ask/organisation/<slug:slug>/", asking.ask_into_organisation, name="ask-into-organisation"
    ),
    path("ask/link/", asking.link_to_hand_over, name="link-to-hand-over"),
    path("ask/again/<uuid:pk>/", asking.ask_again, name="ask-again"),
    path("ask/take-back/<uuid:pk>/", asking.take_invitation_back, name="take-invitation-back"),
    path("our/<slug:slug>/", include(our)),
    path("body/<slug:slug>/", include(body)),
    path("site/people/<uuid:pk>/", include(person)),
    path("site/of/<slug:slug>/", include(organisation_of_site)),
    path("s/<slug:slug>/team/", include(own_team)),
]
