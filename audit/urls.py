"""URLs of audit, below /kab/<regency>/."""

from django.urls import URLPattern

app_name = "audit"
urlpatterns: list[URLPattern] = []
