"""Reads for practising."""

from accounts.models import Service, User


def practice_of(user: User) -> Service | None:
    """Return somebody's place to practise in, or None."""
    return Service.with_practice.filter(practice_of=user).first()
