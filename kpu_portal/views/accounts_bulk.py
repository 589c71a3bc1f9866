"""Many accounts at once: the template, the dry run, and the confirmation."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import Role
from files import exports, stamp
from files.exports import blank
from kpu_portal.views.accounts import only, show_codes

KEPT = "accounts.bulk"
LARGEST = 2_000_000


class WorkbookForm(forms.Form):
    """The filled-in template."""

    berkas = forms.FileField(
        label=_("Berkas xlsx"),
        widget=forms.FileInput(attrs={"class": "form-control", "accept": ".xlsx"}),
    )

    def clean_berkas(self) -> Any:
        """Five hundred rows are small."""
        file = self.cleaned_data["berkas"]
        if file.size > LARGEST:
            raise forms.ValidationError(_("Berkas terlalu besar (paling besar 2 MB)."))
        return file


@require_GET
@only(Role.ADMIN)
def template(request: HttpRequest) -> Any:
    """The empty workbook with its headings, text in every column, roles to choose."""
    made = exports.finish(
        actor=request.user,
        regency="",
        name="templat-akun.xlsx",
        handle=blank.form(_blanks(), _told(), stamp.row(1, "admin", "AKUN")),
        action="account.template",
        request=request,
    )
    return exports.response(made)


def _blanks() -> list[blank.Blank]:
    """Text in every column: RW 001 stays 001, and a code of a region its digits."""
    from accounts import bulk

    messages = {
        "scope_code": _("2, 4, 6 atau 10 angka menurut perannya."),
        "ends_on": _("Tulis seperti 31-12-2026; kosong berarti tanpa akhir."),
        "rw": _("Hanya ketua RT/RW. Tulis tiga angka, misalnya 001."),
        "rt": _("Hanya ketua RT. Tulis tiga angka, misalnya 001."),
    }
    roles = [str(role.label) for role in Role]
    return [
        blank.Blank(
            label,
            24,
            choices=roles if name == "role" else (),
            told=Role.values if name == "role" else (),
            message=str(messages.get(name, "")),
        )
        for name, label in bulk.HEADINGS.items()
    ]


def _told() -> list[tuple[str, str]]:
    """What the sheet of explanations says."""
    told = (
        (_("Cara mengisi"), _("Isi lembar Data mulai baris 2. Jangan ubah judulnya.")),
        (_("Peran"), _("Pilih dari daftar; kodenya di lembar Pilihan juga dibaca.")),
        (_("Tanggal"), _("Tulis seperti 31-12-1990.")),
    )
    return [(str(head), str(said)) for head, said in told]


@require_http_methods(["GET", "POST"])
@only(Role.ADMIN)
def upload(request: HttpRequest) -> HttpResponse:
    """Dry run: every fault with its row and column, or what would be made."""
    from accounts import bulk

    actor: Any = request.user
    form = WorkbookForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        try:
            rows = bulk.read_rows(form.cleaned_data["berkas"].read())
        except bulk.BulkError as error:
            form.add_error("berkas", str(error))
        else:
            context["rows"] = rows
            context["headings"] = bulk.HEADINGS.values()
            context["faults"] = bulk.dry_run(actor=actor, rows=rows)
            request.session[KEPT] = [] if context["faults"] else rows
    return render(request, "accounts/bulk.html", context)


@require_POST
@only(Role.ADMIN)
@never_cache
def confirm(request: HttpRequest) -> HttpResponse:
    """Make the accounts of the last clean dry run; their codes are shown once."""
    from accounts import bulk

    actor: Any = request.user
    kept = request.session.pop(KEPT, [])
    if not kept:
        return redirect("accounts:upload")
    rows = [(number, cells) for number, cells in kept]
    try:
        codes = bulk.import_rows(actor=actor, rows=rows)
    except bulk.BulkError as error:
        form = WorkbookForm()
        context = {"form": form, "refused": str(error)}
        return render(request, "accounts/bulk.html", context)
    return show_codes(request, codes)
