"""What a team and a body do towards each other: agree, say that it no longer works, meet."""

from agreeing.actions.answering import (
    agree,
    end_understanding,
    put_understanding,
    say_beside,
    say_what_came_of_it,
    write_understanding,
)
from agreeing.actions.meeting import let_go, offer_times, take_time
from agreeing.actions.ties import (
    begin_tie,
    move_ties,
    refuse_body,
    show_tie,
    take_words_out_of_ties,
    why_not_to,
)
from pages.database.at_once import Stale
