"""Sign-in is the rule."""

from django.contrib.auth.middleware import LoginRequiredMiddleware


class SignInMiddleware(LoginRequiredMiddleware):
    """Asks for a sign-in everywhere but on views marked @login_not_required."""
