"""Code lists of the administrator: what stands, a change, a second person's decision.

The pages stand here because they mix no room and belong to the portal's administrator,
who has no region.
"""

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import Role
from files import exports
from files.delivering import or_back
from files.exports import Column
from files.exports.sources import columns_shown
from files.lists import Page, export_items, wanted_format
from kpu_portal.code_tables import CodeTable, day, guard_of, state_of
from kpu_portal.views.accounts import DAY, SELECT, TEXT, only
from voters.models import CodeChange, CodeList
from voters.models.proposals import PRACTICE_VINTAGE
from voters.selectors import codes
from voters.services import CodeError, change_code, decide_code
from voters.services.code_lists import Words

FIRST = {"name": CodeList.EVIDENCE, "vintage": PRACTICE_VINTAGE}
SORTS = ("list_label", "vintage", "code", "word")


class CodeFilter(forms.Form):
    """Filters of the list."""

    daftar = forms.ChoiceField(
        label=lazy("Daftar"),
        required=False,
        choices=[("", lazy("Semua")), *CodeList.choices],
        widget=forms.Select(attrs=SELECT),
    )
    angkatan = forms.CharField(
        label=lazy("Angkatan"),
        required=False,
        max_length=4,
        widget=forms.TextInput(attrs={**TEXT, "inputmode": "numeric"}),
    )
    keadaan = forms.ChoiceField(
        label=lazy("Keadaan"),
        required=False,
        choices=[
            ("", lazy("Semua")),
            ("berlaku", lazy("Berlaku")),
            ("berakhir", lazy("Tidak berlaku")),
        ],
        widget=forms.Select(attrs=SELECT),
    )


class WordsForm(forms.Form):
    """How an entry is to look, and why."""

    label = forms.CharField(
        label=lazy("Sebutan"), max_length=80, widget=forms.TextInput(attrs=TEXT)
    )
    label_en = forms.CharField(
        label=lazy("Sebutan dalam bahasa Inggris"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs=TEXT),
    )
    valid_from = forms.DateField(
        label=lazy("Berlaku sejak"),
        required=False,
        widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"),
    )
    valid_until = forms.DateField(
        label=lazy("Berlaku sampai"),
        required=False,
        help_text=lazy("Mengakhiri kode: tidak lagi ditawarkan, tetap terbaca."),
        widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"),
    )
    reason = forms.CharField(
        label=lazy("Alasan"),
        max_length=200,
        help_text=lazy("Surat atau peraturan yang menjadi dasarnya."),
        widget=forms.TextInput(attrs=TEXT),
    )

    def words(self) -> Words:
        """What was typed, but for the reason."""
        data = self.cleaned_data
        names = ("label", "label_en", "valid_from", "valid_until")
        return Words(*(data[name] for name in names))


class NewCodeForm(WordsForm):
    """A new entry, perhaps of a new vintage."""

    name = forms.ChoiceField(
        label=lazy("Daftar"),
        choices=CodeList.choices,
        widget=forms.Select(attrs=SELECT),
    )
    vintage = forms.CharField(
        label=lazy("Angkatan"),
        max_length=4,
        help_text=lazy(
            "Tahun empat angka; angkatan baru lahir dengan kode pertamanya."
        ),
        widget=forms.TextInput(attrs={**TEXT, "inputmode": "numeric"}),
    )
    code = forms.CharField(
        label=lazy("Kode"),
        max_length=20,
        widget=forms.TextInput(attrs={**TEXT, "autocomplete": "off"}),
    )
    field_order = ["name", "vintage", "code"]


def _found(request: HttpRequest) -> tuple[CodeFilter, list[codes.Entry]]:
    """The filter and the entries that it leaves, in the address's order."""
    form, found, today = CodeFilter(request.GET), codes.entries(), timezone.localdate()
    if form.is_valid():
        data = form.cleaned_data
        if data["daftar"]:
            found = [one for one in found if one.list == data["daftar"]]
        if data["angkatan"]:
            found = [one for one in found if one.vintage == data["angkatan"]]
        if data["keadaan"]:
            wanted = data["keadaan"] == "berlaku"
            found = [one for one in found if one.stands(today) == wanted]
    sort = request.GET.get("sort", "")
    if sort.lstrip("-") in SORTS:
        column = sort.lstrip("-")
        found.sort(key=lambda one: getattr(one, column), reverse=sort.startswith("-"))
    return form, found


@require_GET
@only(Role.ADMIN)
def code_list(request: HttpRequest) -> HttpResponse:
    """Every code of every list and vintage; what waits for a second person above."""
    form, found = _found(request)
    sort = request.GET.get("sort", "")
    table = CodeTable(
        found,
        today=timezone.localdate(),
        order_by=sort if sort.lstrip("-") in SORTS else (),
    )
    table.choose(request.GET)
    context = {
        "form": form,
        "page": Page(found, None, None),
        "table": table,
        "count": len(found),
        "waiting": codes.waiting_changes(),
        "export_items": export_items(reverse("codes:export")),
    }
    return render(request, "codes/list.html", context)


COLUMNS = [
    Column("Daftar", 24),
    Column("Angkatan", 10),
    Column("Kode", 20),
    Column("Sebutan", 36),
    Column("Sebutan Inggris", 36),
    Column("Sejak", 12),
    Column("Sampai", 12),
    Column("Keadaan", 14),
    Column("Penjagaan", 24),
]


@require_GET
@only(Role.ADMIN)
@or_back("codes:list")
def code_export(request: HttpRequest) -> HttpResponse:
    """The entries of the present filter as a file."""
    _form, found = _found(request)
    today = timezone.localdate()
    exported = exports.export(
        actor=request.user,
        regency="",
        name="daftar-kode",
        columns=columns_shown(CodeTable, COLUMNS, request.GET),
        rows=(_line(one, today) for one in found),
        format=wanted_format(request.GET),
        action="code.export",
        request=request,
    )
    return cast(HttpResponse, exports.response(exported))


def _line(one: codes.Entry, today: Any) -> tuple[str, ...]:
    days = (day(one.valid_from), day(one.valid_until))
    facts = (one.list_label, one.vintage, one.code, one.label, one.label_en)
    return (*facts, *days, state_of(one, today), guard_of(one))


@require_http_methods(["GET", "POST"])
@only(Role.ADMIN)
def code_new(request: HttpRequest) -> HttpResponse:
    """A new entry of a list."""
    form = NewCodeForm(request.POST or None, initial=FIRST)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        name, vintage, code = (data[key] for key in ("name", "vintage", "code"))
        if codes.entry_of(name, vintage, code):
            form.add_error("code", _("Kode ini sudah ada; ubah yang ada."))
        elif _change(request, form, name, vintage, code):
            return redirect("codes:change", name, vintage, code)
    status = 422 if form.errors else 200
    return render(request, "codes/new.html", {"form": form}, status=status)


@require_http_methods(["GET", "POST"])
@only(Role.ADMIN)
def code_change(
    request: HttpRequest, name: str, vintage: str, code: str
) -> HttpResponse:
    """One entry, its changes, and another word or validity for it."""
    found = codes.entry_of(name, vintage, code)
    changes = list(codes.changes_of(name, vintage, code))
    if found is None and not changes:
        raise Http404
    facts: Any = found or changes[0]
    names = ("label", "label_en", "valid_from", "valid_until")
    initial = {key: getattr(facts, key) for key in names}
    form = WordsForm(request.POST or None, initial=initial)
    sent = request.method == "POST" and form.is_valid()
    if sent and _change(request, form, name, vintage, code):
        return redirect("codes:change", name, vintage, code)
    context = {
        "form": form,
        "entry": found,
        "list_label": CodeList(name).label,
        "vintage": vintage,
        "code": code,
        "changes": changes,
        "state": state_of(found, timezone.localdate()) if found else "",
        "guard": guard_of(found) if found else "",
    }
    status = 422 if form.errors else 200
    return render(request, "codes/change.html", context, status=status)


def _change(
    request: HttpRequest, form: WordsForm, name: str, vintage: str, code: str
) -> bool:
    """Ask the service; what it refuses stands in the form."""
    actor: Any = request.user
    try:
        change = change_code(
            actor=actor,
            name=name,
            vintage=vintage,
            code=code,
            words=form.words(),
            reason=form.cleaned_data["reason"],
        )
    except CodeError as error:
        form.add_error(None, str(error))
        return False
    waits = change.state == CodeChange.State.ASKED
    messages.success(
        request, _("Menunggu administrator kedua.") if waits else _("Tersimpan.")
    )
    return True


@require_POST
@only(Role.ADMIN)
def code_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Agree to another administrator's change, or refuse it."""
    actor: Any = request.user
    try:
        decide_code(actor=actor, pk=pk, approve=request.POST.get("setuju") == "1")
    except CodeChange.DoesNotExist:
        raise Http404 from None
    except CodeError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Tersimpan."))
    return redirect("codes:list")
