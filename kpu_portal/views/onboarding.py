"""The first day of an office: base list, check, official figures, first period."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.access import OFFICE, role_required
from jobs.models import OPEN_STATES, State
from kpu_portal import onboarding
from periods import rules
from periods.models import Period
from regions.models import Region

CHOICES = 12
"""Periods back that a base list may be of."""


class BaseListForm(forms.Form):
    """The base list, of which month it is, and what its plenary decided."""

    periode = forms.ChoiceField(
        label=gettext_lazy("Daftar ini hasil pleno periode"),
        help_text=gettext_lazy("Periode sesudahnya menjadi yang pertama di portal."),
    )
    daftar = forms.FileField(
        label=gettext_lazy("Daftar pemilih dasar (DPT atau DPB terakhir)"),
        help_text=gettext_lazy(
            "xlsx, csv, atau teks berpemisah; semua baris harus lengkap dan bersih."
        ),
    )
    tms = forms.FileField(
        label=gettext_lazy("Yang pernah dicoret (TMS), dengan sebabnya"), required=False
    )
    laki = forms.IntegerField(
        label=gettext_lazy("Laki-laki menurut Berita Acara"), min_value=0
    )
    perempuan = forms.IntegerField(
        label=gettext_lazy("Perempuan menurut Berita Acara"), min_value=0
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        code = rules.code_at(timezone.localdate(), settings.POLICY.period_kind)
        codes = []
        for _back in range(CHOICES):
            code = rules.previous(code)
            codes.append((code, Period(code=code).title))
        self.fields["periode"] = forms.ChoiceField(
            label=self.fields["periode"].label,
            help_text=self.fields["periode"].help_text,
            choices=codes,
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name in ("daftar", "tms"):
            file = cleaned.get(name)
            if file is not None and file.size > onboarding.largest():
                self.add_error(name, _("Berkas terlalu besar."))
        return cleaned


@role_required(OFFICE)
@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest, regency: str) -> HttpResponse:
    """The wizard; once the office has begun it leads home."""
    job = onboarding.newest(regency)
    running = job is not None and job.state in OPEN_STATES
    if onboarding.begun(regency) and not running:
        return redirect("regency-home", regency)
    form = BaseListForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        answer = _act(request, regency, form)
        if answer is not None:
            return answer
    context = {
        "regency": regency,
        "form": form,
        "job": job,
        "running": running,
        "step": 2 if job and not running and job.state == State.DONE else 1,
        **_compared(job, regency),
    }
    status = 422 if form.errors else 200
    return render(request, "kpu_portal/onboarding.html", context, status=status)


def _act(request: HttpRequest, regency: str, form: BaseListForm) -> HttpResponse | None:
    """Start what was asked for; None when the form has to be shown again."""
    try:
        if "muat" in request.POST:
            onboarding.start_load(actor=request.user, regency=regency)
        elif form.is_valid():
            said = form.cleaned_data
            onboarding.start_check(
                actor=request.user,
                regency=regency,
                period=said["periode"],
                roll=said["daftar"],
                removed=said["tms"],
                official={"L": said["laki"], "P": said["perempuan"]},
            )
        else:
            return None
    except onboarding.OnboardError as error:
        messages.error(request, str(error))
    return redirect("onboarding", regency)


def _compared(job: Any, regency: str) -> dict[str, Any]:
    """What a finished check counted, beside the official figures."""
    if job is None or job.state != State.DONE or "districts" not in job.result:
        return {}
    names = dict(Region.objects.districts(regency).values_list("code", "name"))
    official, totals = job.params["official"], onboarding.totals_of(job.result)
    lines = [
        {
            "name": names.get(code, code),
            "men": line["L"],
            "women": line["P"],
            "both": line["L"] + line["P"],
        }
        for code, line in job.result["districts"].items()
    ]
    return {
        "lines": lines,
        "totals": totals,
        "both": totals["L"] + totals["P"],
        "official": official,
        "official_both": official["L"] + official["P"],
        "men_off": totals["L"] - official["L"],
        "women_off": totals["P"] - official["P"],
        "agrees": onboarding.agrees(job),
        "removed": job.result["rows"] - totals["L"] - totals["P"],
    }
