"""All addresses, app by app."""

from django.conf import settings
from django.urls import include, path

urlpatterns = [
    path("account/", include("accounts.urls")),
    path("framework/", include("frameworks.urls")),
    path("", include("assessments.urls")),
    path("", include("reports.urls")),
    path("", include("agreeing.urls")),
    path("", include("mirror.urls")),
    path("", include("sharing.urls")),
    path("", include("pages.urls")),
    path("", include("home.urls")),
    path("", include("office.urls")),
    path("", include("export.urls")),
    path("", include("example.urls")),
]
if "demo" in settings.INSTALLED_APPS:
    urlpatterns.append(path("", include("demo.urls")))

handler400 = "pages.views.errors.bad_request"
handler403 = "pages.views.errors.forbidden"
handler404 = "pages.views.errors.not_found"
handler500 = "pages.views.errors.broken"
