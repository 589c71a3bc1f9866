"""URLs of plenos, below /kab/<regency>/."""

from django.urls import URLPattern

app_name = "plenos"
urlpatterns: list[URLPattern] = []
