"""URLs of voters, below /kab/<regency>/."""

from django.urls import URLPattern

app_name = "voters"
urlpatterns: list[URLPattern] = []
