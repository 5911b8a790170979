"""What people do in an assessment. Each is one short transaction."""

from assessments.actions.asks import (
    answer_ask,
    decide_release,
    put_ask,
    say_what_came_of,
    take_back_release,
)
from assessments.actions.drafts import (
    InAnotherTabError,
    drop_draft,
    drop_old_drafts,
    ending_draft,
    keep_draft,
)
from assessments.actions.factors import edit_factor, follow_up, name_factor, say_whose
from assessments.actions.guard import (
    AlreadySaved,
    NotOpen,
    Refused,
    hold_team,
    one_save,
    refuse_ended,
)
from assessments.actions.lifecycle import (
    AlreadyOpen,
    describe,
    finish,
    grow,
    put_right,
    set_aside,
    start,
)
from assessments.actions.notes import (
    add_around,
    choose_notes,
    edit_around,
    keep_note,
    take_out_note,
)
from assessments.actions.places import (
    Choice,
    enough_for_today,
    keep_both,
    open_theme,
    place,
    shut_theme,
)
from assessments.actions.rows import add_example, edit_row, look_back, remove_row, try_step
from assessments.actions.taking_out import take_out
from pages.database.at_once import Stale
