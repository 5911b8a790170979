"""Writes of people and teams, and what everyone to the right uses: events and notices."""

from accounts.actions.events import log, put_away_notice, tell, untell
from accounts.actions.kept import drop_old_counts, drop_old_posts, keep_post, put_away_kept_post
from accounts.actions.letters import (
    Delivery,
    delivery,
    send_due_letters,
    withdraw_letters,
    write_letter,
)
from accounts.actions.memberships import end_membership, join_organisation, join_team
from accounts.actions.organising import (
    archive_team,
    drop_grouping,
    group_team,
    make_grouping,
    make_teams,
    name_team,
    open_team_again,
    settle,
)
from accounts.actions.people import (
    add_person,
    admit,
    change_person,
    note_welcome,
    refuse_taken_address,
    verify_address,
)
from accounts.actions.services import Stale, describe_service, first_words

__all__ = [
    "Delivery",
    "Stale",
    "add_person",
    "admit",
    "archive_team",
    "change_person",
    "delivery",
    "describe_service",
    "drop_grouping",
    "drop_old_counts",
    "drop_old_posts",
    "end_membership",
    "first_words",
    "group_team",
    "join_organisation",
    "join_team",
    "keep_post",
    "log",
    "make_grouping",
    "make_teams",
    "name_team",
    "note_welcome",
    "open_team_again",
    "put_away_kept_post",
    "put_away_notice",
    "refuse_taken_address",
    "send_due_letters",
    "settle",
    "tell",
    "untell",
    "verify_address",
    "withdraw_letters",
    "write_letter",
]
