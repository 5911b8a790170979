"""What every template may print."""

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, object]:
    """Give the site's name, the seconds a sign-in stays idle, and whether letters go out."""
    return {
        "site_name": settings.SITE_NAME,
        "idle_seconds": settings.SESSION_COOKIE_AGE,
        "letters_go_out": settings.LETTERS_GO_OUT,
    }
