"""Writes of people and teams, and what everyone to the right uses: events and notices."""

from accounts.actions.accepting import NotLetIn, WhyNot, accept, accept_anew, get_back_in
from accounts.actions.beginning import (
    begin,
    first_address,
    found_organisation,
    say_what_places_are,
)
from accounts.actions.body_teams import make_body_team
from accounts.actions.bringing import alike, bring_body, offer_body
from accounts.actions.closing import close_account, make_one, open_account, say_who_runs
from accounts.actions.ending import (
    add_organisation,
    begin_organisation_again,
    end_organisation,
)
from accounts.actions.events import log, put_all_away, put_away_notice, tell, tell_of_way_in, untell
from accounts.actions.invitable import may_invite
from accounts.actions.invitations import (
    invite,
    link_of,
    make_way_in,
    send_again,
    withdraw,
)
from accounts.actions.kept import drop_old_counts, drop_old_posts, keep_post, put_away_kept_post
from accounts.actions.leaving import (
    has_manager,
    leave_organisation,
    leave_team,
    let_in,
    say_who_looks_after,
    work_here_too,
)
from accounts.actions.letters import (
    Delivery,
    delivery,
    letters_rest,
    send_due_letters,
    withdraw_letters,
    write_letter,
)
from accounts.actions.many import ToAsk, faults_in, invite_many
from accounts.actions.memberships import end_membership, join_organisation, join_team
from accounts.actions.offering import offer_talk, want_facilitator
from accounts.actions.organising import (
    archive_team,
    drop_grouping,
    group_team,
    make_grouping,
    make_teams,
    name_team,
    open_team_again,
    rename_organisation,
    settle,
)
from accounts.actions.people import (
    add_person,
    admit,
    change_person,
    choose_letters,
    describe_person,
    note_welcome,
    refuse_taken_address,
    verify_address,
)
from accounts.actions.services import Stale, describe_service, first_words

__all__ = [
    "Delivery",
    "NotLetIn",
    "Stale",
    "ToAsk",
    "WhyNot",
    "accept",
    "accept_anew",
    "add_organisation",
    "add_person",
    "admit",
    "alike",
    "archive_team",
    "begin",
    "begin_organisation_again",
    "bring_body",
    "change_person",
    "choose_letters",
    "close_account",
    "delivery",
    "describe_person",
    "describe_service",
    "drop_grouping",
    "drop_old_counts",
    "drop_old_posts",
    "end_membership",
    "end_organisation",
    "faults_in",
    "first_address",
    "first_words",
    "found_organisation",
    "get_back_in",
    "group_team",
    "has_manager",
    "invite",
    "invite_many",
    "join_organisation",
    "join_team",
    "keep_post",
    "leave_organisation",
    "leave_team",
    "let_in",
    "letters_rest",
    "link_of",
    "log",
    "make_body_team",
    "make_grouping",
    "make_one",
    "make_teams",
    "make_way_in",
    "may_invite",
    "name_team",
    "note_welcome",
    "offer_body",
    "offer_talk",
    "open_account",
    "open_team_again",
    "put_all_away",
    "put_away_kept_post",
    "put_away_notice",
    "refuse_taken_address",
    "rename_organisation",
    "say_what_places_are",
    "say_who_looks_after",
    "say_who_runs",
    "send_again",
    "send_due_letters",
    "settle",
    "tell",
    "tell_of_way_in",
    "untell",
    "verify_address",
    "want_facilitator",
    "withdraw",
    "withdraw_letters",
    "work_here_too",
    "write_letter",
]
