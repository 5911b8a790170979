"""To see the body’s own mirror first: an ask like any other, in the conversation that is open."""

from django.utils.translation import gettext as _

from accounts.models import User
from assessments.actions import name_factor, put_ask
from assessments.models import Ask, Assessment
from record.choices import AskedOf, FactorKind, Reach


def ask_to_see(talk: Assessment, *, by: User) -> Ask:
    """Name the obstacle and put the ask; the team says it in its own words from there.

    It goes out with a report, is answered and comes back as any ask does. The same press again
    finds the one that is there. Raises Refused as those do.
    """
    note = name_factor(
        talk,
        kind=FactorKind.OBSTACLE,
        words=_("We do not know how those who commission us see the way they do it."),
        reach=Reach.SOMEONE_ELSE,
        to=AskedOf.COMMISSIONER,
        by=by,
    )
    ask = Ask.objects.get(factor=note.factor_id)
    if ask.words == note.words:  # nobody has said it more fully
        words = _("Show us how you see the way you commission, before we show you how we see it.")
        put_ask(talk, ask, words=words, by=by)
    return ask
