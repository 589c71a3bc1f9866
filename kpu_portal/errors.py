"""Pages and reports for what went wrong outside a view."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.views.debug import ExceptionReporter

from files.uploads import NoRoom
from kpu_portal.settings.logs import scrub


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was open too long or came from elsewhere."""
    return render(request, "403_csrf.html", status=403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A request that cannot be read; an upload for which there is no room says so."""
    if isinstance(exception, NoRoom):
        return render(request, "507.html", status=507)
    return render(request, "400.html", status=400)


class ScrubbingReporter(ExceptionReporter):
    """The report of an error (mail to the administrator, page while developing)."""

    def get_traceback_html(self) -> SafeString:
        """As a page, numbers of persons masked."""
        return SafeString(scrub(super().get_traceback_html()))

    def get_traceback_text(self) -> SafeString:
        """As text, numbers of persons masked."""
        return SafeString(scrub(super().get_traceback_text()))
