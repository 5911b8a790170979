"""What people do in an assessment. Each is one short transaction."""

from accounts.actions import Stale
from assessments.actions.asks import answer_ask, put_ask, say_what_came_of
from assessments.actions.drafts import (
    InAnotherTabError,
    drop_draft,
    drop_old_drafts,
    ending_draft,
    keep_draft,
)
from assessments.actions.examples import add_example
from assessments.actions.factors import edit_factor, follow_up, name_factor, say_whose
from assessments.actions.guard import AlreadySaved, NotOpen, Refused, one_save
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
from assessments.actions.places import Choice, enough_for_today, keep_both, place
from assessments.actions.releases import decide_release, take_back_release
from assessments.actions.rows import edit_row, remove_row
from assessments.actions.steps import look_back, try_step
from assessments.actions.taking_out import take_out
from assessments.actions.themes import open_theme, open_themes, shut_theme

__all__ = [
    "AlreadyOpen",
    "AlreadySaved",
    "Choice",
    "InAnotherTabError",
    "NotOpen",
    "Refused",
    "Stale",
    "add_around",
    "add_example",
    "answer_ask",
    "choose_notes",
    "decide_release",
    "describe",
    "drop_draft",
    "drop_old_drafts",
    "edit_around",
    "edit_factor",
    "edit_row",
    "ending_draft",
    "enough_for_today",
    "finish",
    "follow_up",
    "grow",
    "keep_both",
    "keep_draft",
    "keep_note",
    "look_back",
    "name_factor",
    "one_save",
    "open_theme",
    "open_themes",
    "place",
    "put_ask",
    "put_right",
    "remove_row",
    "say_what_came_of",
    "say_whose",
    "set_aside",
    "shut_theme",
    "start",
    "take_back_release",
    "take_out",
    "take_out_note",
    "try_step",
]
