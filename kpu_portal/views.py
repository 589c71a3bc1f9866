"""Pages that mix rooms: the home of an office, the province's overview, health."""

from django.http import HttpRequest, HttpResponse


def home(request: HttpRequest) -> HttpResponse:
    return HttpResponse("")


def health(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


def regency_home(request: HttpRequest, regency: str) -> HttpResponse:
    return HttpResponse("")


def province(request: HttpRequest, province: str) -> HttpResponse:
    return HttpResponse("")
