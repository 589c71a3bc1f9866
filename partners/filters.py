"""Rows that a list's address asks for: one function a list, for page and file."""

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.http import QueryDict

from partners import forms
from partners.models import Guest

Cut = tuple[Any, "QuerySet[Any]"]


def institutions(query: QueryDict, rows: Any, today: date) -> Cut:
    """Institutions by kind, part of the name, usual invitation, archived or not."""
    form = forms.InstitutionFilter(query)
    said = _said(form)
    rows = _kept(rows, said)
    if kind := said.get("jenis"):
        rows = rows.filter(kind=kind)
    if name := said.get("nama"):
        rows = rows.filter(name__icontains=name)
    if said.get("undangan"):
        rows = rows.filter(invited=True)
    return form, rows


def agreements(query: QueryDict, rows: Any, today: date) -> Cut:
    """Agreements by institution, running or ended, archived or not."""
    form = forms.AgreementFilter(query)
    said = _said(form)
    rows = _kept(rows, said)
    if name := said.get("instansi"):
        rows = rows.filter(institution__name__icontains=name)
    if said.get("keadaan") == "berlaku":
        rows = rows.running(today)
    if said.get("keadaan") == "berakhir":
        rows = rows.ended(today)
    return form, rows.select_related("institution")


def requests(query: QueryDict, rows: Any, today: date) -> Cut:
    """Requests by institution, state or lateness, archived or not."""
    form = forms.RequestFilter(query)
    said = _said(form)
    rows = _kept(rows, said)
    if name := said.get("instansi"):
        rows = rows.filter(institution__name__icontains=name)
    if said.get("keadaan") == "lewat":
        rows = rows.late(today)
    elif state := said.get("keadaan"):
        rows = rows.filter(state=state)
    return form, rows.select_related("institution")


def activities(query: QueryDict, rows: Any, today: date) -> Cut:
    """Activities by kind and by an institution on their list, archived or not."""
    form = forms.ActivityFilter(query)
    said = _said(form)
    rows = _kept(rows, said)
    if kind := said.get("jenis"):
        rows = rows.filter(kind=kind)
    if name := said.get("instansi"):
        guests = Guest.objects.using(rows.db).filter(
            activity=OuterRef("pk"), institution__name__icontains=name
        )
        rows = rows.filter(Exists(guests))
    return form, rows


def _said(form: Any) -> dict[str, Any]:
    """What a filter asks for; nothing of one that cannot be read."""
    return dict(form.cleaned_data) if form.is_valid() else {}


def _kept(rows: Any, said: dict[str, Any]) -> Any:
    return rows.archived() if said.get("catatan") == "arsip" else rows.standing()
