"""Choices of one share given to another: of two that are prepared in one go, or of the next one."""

from django.db.models import F

from sharing.models import Share, ShareAsk

# Not what is hard to say: that is said to one body, once.
ALIKE = (
    "purpose",
    "ends_on",
    "sections",
    "include_ours",
    "held",
    "held_marked",
    "say_who_else",
    "meet",
    "quotable",
    "quote",
    "quote_better",
    "quote_true",
    "quote_asked",
)


def copy_choices(source: Share, target: Share, *, without: frozenset[str] = frozenset()) -> None:
    """Give a share that is being prepared the choices of another of the same team."""
    values = {name: getattr(source, name) for name in ALIKE if name not in without}
    Share.objects.filter(pk=target.pk).update(version=F("version") + 1, **values)
    target.closures.set(source.closures.all())
    for row in source.asks.all():
        given = {"included": row.included}
        ShareAsk.objects.update_or_create(share=target, ask=row.ask, defaults=given)


def let_follow(share: Share) -> None:
    """Give what was chosen to the shares that are prepared along with this one."""
    for follower in share.followers.filter(state=Share.State.DRAFT):
        copy_choices(share, follower)
