"""Consent and sending: prepare, show to the team, send, take back; and what a reader opens."""

from pages.database.at_once import Stale
from sharing.actions.guard import (
    RECEIVED,
    WHILE_READ,
    explain_openings,
    record_open,
    tell_about_share,
)
from sharing.actions.inviting import ask_another, ask_in_now, prepare_for_new_body
from sharing.actions.joining import join_body
from sharing.actions.preparing import choose, prepare_again, prepare_along, prepare_share
from sharing.actions.replying import OverError, keep_reply, send_reply, thank
from sharing.actions.sending import (
    SHARE,
    change_first,
    say_team_was_asked,
    send,
    send_in_turn,
    show_to_team,
    take_back,
)
from sharing.actions.taking_out import take_out_everywhere, take_words_out_again
from sharing.actions.waiting import answer_waits, ask_to_wait, tell_may_go, tell_waits
from sharing.report import asks_to_answer, preview
