"""Where a line such as "Kept" lies until the next page: in a cookie of this host and no other."""

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage


class HostCookieStorage(CookieStorage):
    """A cookie whose name browsers take over HTTPS only, from this host and for all of it."""

    cookie_name = "__Host-messages" if settings.SESSION_COOKIE_SECURE else "messages"


class Storage(FallbackStorage):
    """The cookie, or the session for what is too long for one."""

    storage_classes = (HostCookieStorage, SessionStorage)
