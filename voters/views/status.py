"""The public page of a report's status: number and check code in, one line out.

No account, no cookie, no person. A wrong code and an unknown number answer alike, and
an address that keeps trying is made to wait.
"""

from datetime import timedelta

from django import forms
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from audit.address import client_address
from voters.selectors.reporting import PublicStatus, public_status

WINDOW = timedelta(minutes=10)


class StatusForm(forms.Form):
    """What stands on the receipt."""

    number = forms.CharField(label=gettext_lazy("Nomor laporan"), max_length=24)
    code = forms.CharField(
        label=gettext_lazy("Kode cek"),
        max_length=12,
        widget=forms.TextInput(attrs={"autocapitalize": "characters"}),
    )

    def clean_code(self) -> str:
        """As it was printed, however it was typed."""
        return self.cleaned_data["code"].replace(" ", "").upper()


# It changes nothing and knows nobody: a token would only cost a cookie.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def report_status(request: HttpRequest, number: str = "") -> HttpResponse:
    """Ask for number and code; with both, say how the report stands."""
    sent = (
        {"number": number, **request.POST.dict()} if request.method == "POST" else None
    )
    form = StatusForm(sent, initial={"number": number})
    found: PublicStatus | None = None
    status = 200
    if request.method == "POST":
        if _too_many(request):
            form.is_valid()
            form.add_error(None, _("Terlalu sering mencoba; tunggu sepuluh menit."))
            status = 429
        elif form.is_valid():
            said = form.cleaned_data
            found = public_status(said["number"].strip(), said["code"])
            if found is None:
                form.add_error(None, _("Nomor dan kode itu tidak cocok."))
    context = {"form": form, "found": found, "number": number}
    answer = render(request, "public/status.html", context, status=status)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _too_many(request: HttpRequest) -> bool:
    """Count a try of this address; True beyond the policy's number in ten minutes.

    Two tries at the same moment may count as one: it slows guessing, no more.
    """
    now = int(timezone.now().timestamp() // WINDOW.total_seconds())
    key = f"report-status:{client_address(request)}:{now}"
    tries = int(cache.get(key, 0)) + 1
    cache.set(key, tries, WINDOW.total_seconds())
    return tries > settings.POLICY.report_checks_per_address
