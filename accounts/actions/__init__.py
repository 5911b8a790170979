"""Writes of people and teams, and what everyone to the right uses: events and notices."""

from accounts.actions.accepting import NotLetIn, WhyNot, accept, accept_anew, get_back_in
from accounts.actions.beginning import (
    alike,
    begin,
    bring_body,
    first_address,
    found_organisation,
    make_body_team,
    offer_body,
    say_what_places_are,
)
from accounts.actions.closing import (
    accounts_merged_into,
    add_organisation,
    begin_organisation_again,
    close_account,
    end_organisation,
    hold_people,
    merge_accounts,
    open_account,
    say_who_runs,
)
from accounts.actions.events import (
    log,
    put_all_away,
    put_away_notice,
    tell,
    tell_of_way_in,
    withdraw_notice,
    withdraw_notices,
)
from accounts.actions.invitable import may_invite
from accounts.actions.invitations import invite, link_of, make_way_in, send_again, withdraw
from accounts.actions.letters import (
    Delivery,
    delivery,
    letters_rest,
    send_due_letters,
    withdraw_letters,
    write_letter,
)
from accounts.actions.many import Invitee, faults_in, invite_many
from accounts.actions.memberships import (
    change_role,
    end_membership,
    has_manager,
    join,
    leave_organisation,
    leave_team,
    let_in,
    say_who_looks_after,
    work_here_too,
)
from accounts.actions.organising import (
    archive_team,
    describe_organisation,
    drop_grouping,
    group_team,
    make_grouping,
    make_teams,
    name_team,
    open_team_again,
    rename_organisation,
)
from accounts.actions.people import (
    add_person,
    change_person,
    choose_letters,
    describe_person,
    note_welcome,
)
from accounts.actions.services import (
    describe_service,
    first_words,
    offer_talk,
    want_facilitator,
)
