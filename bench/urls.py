"""The portal's URLs and one page more: signed in, the whole frame, nothing in it."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from kpu_portal.urls import handler400
from kpu_portal.urls import urlpatterns as portal

__all__ = ["handler400", "urlpatterns"]


@login_required
def empty(request: HttpRequest, regency: str) -> HttpResponse:
    return render(request, "base.html", {"regency": regency})


urlpatterns = [path("kab/<str:regency>/kosong/", empty, name="bench-empty"), *portal]
