"""Who would like a canary team's copy to wait, and what was answered, in unmistakable words."""

import datetime as dt

from accounts.models import User
from demo.planting import Planter
from sharing import actions
from sharing.models import Share
from sharing.selectors import waits_of


def plant_waits(
    share: Share,
    planter: Planter,
    team: set[str],
    people: tuple[User, User],
    times: tuple[dt.datetime, dt.datetime],
) -> None:
    """Let the first of two ask that it waits, the second answer, and then ask for it, too."""
    (first, second), (said_at, answered_at) = people, times

    def word(field: str) -> str:
        return planter.plant(f"sharing.{field}", team, service=share.service)

    def ask(who: User, field: str, at: dt.datetime) -> None:
        words, role = word(field), word(field)
        seen = share.digest
        actions.ask_to_wait(share, by=who, seen=seen, words=words, role=role, at=at)

    ask(first, "WaitAnswer.said", said_at)
    waits = waits_of(share)
    if waits is None:
        return
    seen = waits.mark_of(answered_at)
    answer = word("WaitAnswer.words")
    actions.answer_waits(share, words=answer, seen=seen, by=second, at=answered_at)
    ask(second, "Waits.said", answered_at)
