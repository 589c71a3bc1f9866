"""What every page's frame shows: office, period, navigation, running jobs."""

from typing import Any

from django.http import HttpRequest


def frame(request: HttpRequest) -> dict[str, Any]:
    return {}
