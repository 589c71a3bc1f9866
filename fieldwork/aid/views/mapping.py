"""A list whose headings nobody knows: a person says which column is which."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import OFFICE, role_required
from audit.services import record
from fieldwork.aid import headers, selectors, services
from fieldwork.aid.headers import COLUMNS
from fieldwork.aid.models import AidList
from fieldwork.aid.services import previewing
from fieldwork.services.errors import FieldError
from files.mapping import ColumnsForm, Rows, masked
from voters.selectors.named import named_in


def list_or_404(regency: str, public_id: UUID) -> AidList:
    """A list of the regency, else 404."""
    rows = AidList.objects.of(regency).select_related("programme")
    found: AidList | None = rows.filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found


def _form(row: AidList, data: Any = None) -> ColumnsForm:
    return ColumnsForm(
        data,
        header=row.recognised["header"],
        present=row.fields,
        labels=COLUMNS.items(),
    )


@role_required(OFFICE)
@require_http_methods(["GET", "POST"])
def mapping(request: HttpRequest, regency: str, public_id: UUID) -> HttpResponse:
    """Name the columns beside their first rows; a POST starts the import."""
    row = list_or_404(regency, public_id)
    if not row.waits_for_mapping:
        return redirect("fieldwork:aid_programme", regency, row.programme.public_id)
    form, problem = _form(row, request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        try:
            services.map_list(actor=request.user, row=row, chosen=form.chosen())
        except FieldError as error:
            problem = str(error)
        else:
            messages.success(request, _("Pemetaan diingat; daftar sedang diimpor."))
            return redirect("fieldwork:aid_programme", regency, row.programme.public_id)
    rows = previewing.first_rows(row)
    _record_preview(request, row, rows)
    chosen = form.chosen() if form.is_bound and form.is_valid() else _present(row)
    context = {
        "regency": regency,
        "list": row,
        "columns": [
            {
                "name": name,
                "field": bound,
                "cells": [masked(chosen.get(at, ""), name, one, at) for one in rows],
            }
            for at, (name, bound) in enumerate(
                zip(row.recognised["header"], form.columns(), strict=True)
            )
        ],
        "problem": problem,
        "missing": headers.missing({field: at for at, field in chosen.items()}),
        "read_lines": _read_lines(row, rows, chosen),
    }
    status = 422 if problem or form.errors else 200
    return render(request, "fieldwork/aid/mapping.html", context, status=status)


def _record_preview(request: HttpRequest, row: AidList, rows: Rows) -> None:
    """The first rows name people: of those, whom the roll knows by their NIK."""
    record(
        actor=request.user,
        action="aid.preview",
        regency_code=row.regency_code,
        subject=str(row.public_id),
        persons=named_in(row.regency_code, rows),
        data={"rows": len(rows)},
        request=request,
    )


def _present(row: AidList) -> dict[int, str]:
    return {at: field for field, at in row.fields.items()}


def _read_lines(
    row: AidList, rows: list[list[str]], chosen: dict[int, str]
) -> list[dict[str, Any]]:
    """By field what each row would become, persons hidden; last, why it could not."""
    words = {kind: told[0] for kind, told in selectors.issue_words().items()}
    read = previewing.as_read(row, rows, chosen)
    lines = []
    for field in COLUMNS:
        if field not in chosen.values():
            continue
        name = "place_written" if field == "kelurahan" else field
        told = [masked(field, "", [one[name]], 0) for one in read]
        lines.append({"label": COLUMNS[field], "cells": [(one, "") for one in told]})
    issues = [(_("diterima"), words.get(one["issue"], "")) for one in read]
    return [*lines, {"label": _("Baris ini"), "cells": issues}] if read else []


@role_required(OFFICE)
@require_POST
def preview(request: HttpRequest, regency: str, public_id: UUID) -> HttpResponse:
    """The first rows as the mapping on the screen would read them; keeps nothing."""
    row = list_or_404(regency, public_id)
    form, lines = _form(row, request.POST), []
    if row.waits_for_mapping and form.is_valid():
        rows = previewing.first_rows(row)
        _record_preview(request, row, rows)
        lines = _read_lines(row, rows, form.chosen())
    context = {"read_lines": lines}
    return render(request, "components/read_lines.html", context)


@role_required(OFFICE)
@require_POST
def drop(request: HttpRequest, regency: str, public_id: UUID) -> HttpResponse:
    """Put a list that waits away, with its file."""
    row = list_or_404(regency, public_id)
    try:
        services.drop_list(actor=request.user, row=row)
        messages.success(request, _("Daftar dibuang; berkasnya dihapus."))
    except FieldError as error:
        messages.error(request, str(error))
    return redirect("fieldwork:aid_programme", regency, row.programme.public_id)
