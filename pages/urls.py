"""Addresses of pages that are the same for everybody."""

from django.urls import path

from pages.views import help  # noqa: A004 -- a noun of ours

urlpatterns = [
    path("help/", help.page, {"name": "help"}, name="help"),
    path("help/who-sees-what/", help.page, {"name": "who_sees_what"}, name="who-sees-what"),
    path("help/about/", help.page, {"name": "about"}, name="about"),
    path("help/what-is-a-pie/", help.page, {"name": "what_is_a_pie"}, name="what-is-a-pie"),
    path("help/privacy/", help.page, {"name": "privacy"}, name="privacy"),
    path("help/accessibility/", help.page, {"name": "accessibility"}, name="accessibility"),
    path("healthz", help.health, name="healthz"),
    path("readyz", help.ready, name="readyz"),
    path(".well-known/security.txt", help.security, name="security-txt"),
]
