"""Pages of recaps and plenaries."""

from django.http import HttpRequest, HttpResponse


def _later(request: HttpRequest, **kwargs: str) -> HttpResponse:
    return HttpResponse("")


index = recap = behind = plenary = freeze = minutes = workbook = scan = publish = _later
supervisor = supervisor_list = province = _later
