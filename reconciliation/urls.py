"""URLs of reconciliation, below /kab/<regency>/."""

from django.urls import URLPattern

app_name = "reconciliation"
urlpatterns: list[URLPattern] = []
