""" "Setelan": every number of policy with its meaning, and the few an office sets.

An administrator sets them for everybody or for one regency, a chair for the own one.
The others come from the server's environment and need a restart.
"""

import fnmatch
import os
from dataclasses import fields
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods

from accounts.models import Role, User
from kpu_portal.policy_words import MEANINGS, VARIABLES
from kpu_portal.views.accounts import DAY, SELECT, TEXT, only
from voters.rules.settings import SETTINGS
from voters.selectors.settings import setting, values_of
from voters.services import SettingError, set_value


class ValueForm(forms.Form):
    """Another number for everybody or for one regency."""

    name = forms.ChoiceField(
        label=lazy("Setelan"),
        choices=[(name, MEANINGS[name]) for name in SETTINGS],
        widget=forms.Select(attrs=SELECT),
    )
    regency = forms.CharField(
        label=lazy("Kode kab/kota"),
        required=False,
        max_length=4,
        help_text=lazy("Kosong berarti semua kab/kota tanpa nilai sendiri."),
        widget=forms.TextInput(attrs={**TEXT, "inputmode": "numeric"}),
    )
    value = forms.IntegerField(
        label=lazy("Nilai"), widget=forms.NumberInput(attrs=TEXT)
    )
    valid_from = forms.DateField(
        label=lazy("Berlaku sejak"),
        widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"),
    )
    valid_until = forms.DateField(
        label=lazy("Berlaku sampai"),
        required=False,
        widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"),
    )
    reason = forms.CharField(
        label=lazy("Alasan"), max_length=200, widget=forms.TextInput(attrs=TEXT)
    )

    def __init__(self, *args: Any, regency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("valid_from", timezone.localdate())
        if regency:
            del self.fields["regency"]


@require_http_methods(["GET", "POST"])
@only(Role.ADMIN, Role.CHAIR)
def setting_list(request: HttpRequest) -> HttpResponse:
    """Every number, and what was set; a POST sets one."""
    actor: Any = request.user
    form = ValueForm(request.POST or None, regency=actor.regency_code)
    if request.method == "POST" and form.is_valid():
        asked = {"regency": actor.regency_code, **form.cleaned_data}
        try:
            set_value(actor=actor, **asked)
        except SettingError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Tersimpan."))
            return redirect("settings:list")
    context = {
        "form": form,
        "own": _own(actor),
        "server": _server(),
        "rows": values_of(actor.regency_code),
        "is_nation": not actor.regency_code,
    }
    status = 422 if form.errors else 200
    return render(request, "settings/list.html", context, status=status)


def _own(actor: User) -> list[dict[str, Any]]:
    """Numbers that an office sets, as they hold today where the reader works."""
    return [
        {
            "name": name,
            "meaning": MEANINGS[name],
            "value": setting(name, actor.regency_code),
            "least": bounds.least,
            "most": bounds.most,
        }
        for name, bounds in SETTINGS.items()
    ]


def _server() -> list[dict[str, Any]]:
    """Numbers of the environment: value, meaning, variable, and whether it is set."""
    found = []
    for field in fields(settings.POLICY):
        variable = VARIABLES.get(field.name, f"PDPB_{field.name.upper()}")
        value = getattr(settings.POLICY, field.name)
        if isinstance(value, dict):
            value = ", ".join(f"{kind} {share}" for kind, share in value.items())
        found.append(
            {
                "variable": variable,
                "meaning": MEANINGS[field.name],
                "value": value,
                "is_set": bool(fnmatch.filter(os.environ, variable)),
                "of_office": field.name in SETTINGS,
            }
        )
    return found
