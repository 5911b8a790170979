"""Addresses of the mirror: always from a team."""

from django.urls import path

from mirror import views

PAIR = "s/<slug:slug>/mirror/<uuid:pk>/"

urlpatterns = [
    path("s/<slug:slug>/mirror/", views.mirror, name="mirror"),
    path("s/<slug:slug>/mirror/see-first/", views.see_first, name="mirror-see-first"),
    path(PAIR, views.pair_page, name="mirror-pair"),
    path(f"{PAIR}agree/", views.agree_page, name="mirror-agree"),
    path(f"{PAIR}show/", views.show_page, name="mirror-show"),
    path(f"{PAIR}end/", views.end_page, name="mirror-end"),
]
