"""All addresses, app by app."""

from django.urls import include, path

from accounts.admin_site import site

urlpatterns = [
    path("admin/", site.urls),
    path("account/", include("accounts.urls")),
    path("framework/", include("frameworks.urls")),
    path("", include("assessments.urls")),
    path("", include("reports.urls")),
    path("", include("sharing.urls")),
    path("", include("home.urls")),
]

handler400 = "home.views.errors.bad_request"
handler403 = "home.views.errors.forbidden"
handler404 = "home.views.errors.not_found"
handler500 = "home.views.errors.broken"
