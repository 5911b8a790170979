"""A page that waits for a PDF."""

from django.http import HttpResponse

LOOK_AGAIN = 5


def look_again(response: HttpResponse) -> HttpResponse:
    """Let a page ask again by itself after some seconds, without a script."""
    response.headers["Refresh"] = response.headers["Retry-After"] = str(LOOK_AGAIN)
    return response
