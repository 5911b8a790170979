"""What every template may print."""

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, object]:
    """Give the site's name and how long a sign-in stays idle, in seconds."""
    return {"site_name": settings.SITE_NAME, "idle_seconds": settings.SESSION_COOKIE_AGE}
