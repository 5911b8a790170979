"""Addresses for those who build pages."""

from django.urls import path

from demo import views

urlpatterns = [path("gallery/", views.gallery, name="gallery")]
