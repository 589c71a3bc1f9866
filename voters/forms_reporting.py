"""Forms of the desk: few fields, filled in beforehand, and photographs of documents."""

from copy import deepcopy
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from voters.forms import (
    CorrectionForm,
    ElementsForm,
    GroundsForm,
    NewcomerForm,
)
from voters.forms_keeping import ManyFiles
from voters.models import EvidenceKind, Relation, ReportKind


class DocumentsField(forms.FileField):
    """Some photographs or scans; gives a list."""

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        given = data if isinstance(data, (list, tuple)) else [data]
        return [super(DocumentsField, self).clean(one, initial) for one in given if one]


class ReporterForm(forms.Form):
    """Who reports and what they show; part of every form of the desk."""

    documents = DocumentsField(
        label=_("Foto dokumen (JPG, PNG atau PDF)"),
        required=False,
        widget=ManyFiles(attrs={"accept": "image/jpeg,image/png,.pdf,application/pdf"}),
    )
    relation = forms.ChoiceField(
        label=_("Pelapor"), choices=Relation.choices, required=False
    )
    contact = forms.CharField(label=_("Kontak pelapor"), max_length=80, required=False)


class Reported(forms.Form):
    """Adds the reporter's fields to a form of elements or grounds."""

    evidence = EvidenceKind.KTP_KK.value
    reporter = Relation.SELF

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.update(deepcopy(ReporterForm.base_fields))
        self.fields["relation"].initial = self.reporter
        self.fields["evidence_kind"].initial = self.evidence

    def said(self) -> dict[str, Any]:
        """What goes into voters.services.Said, but for kind and voter."""
        clean = self.cleaned_data
        return {
            "new": self.elements(),
            "category": clean.get("category", ""),
            "nik": clean.get("nik", ""),
            "relation": clean["relation"] or self.reporter.value,
            "contact": clean["contact"],
            "evidence_kind": clean["evidence_kind"],
            "evidence_no": clean["evidence_no"],
            "event_date": clean["event_date"],
            "note": clean["note"],
            "documents": clean["documents"],
        }

    def elements(self) -> dict[str, Any]:
        """Elements that the report changes; none unless a form names some."""
        return {}


class CorrectionReport(Reported, CorrectionForm):
    """Perbaikan data: what a post officer may propose to correct."""

    def elements(self) -> dict[str, Any]:
        return CorrectionForm.elements(self)


class NewcomerReport(Reported, NewcomerForm):
    """Pemilih baru."""

    def elements(self) -> dict[str, Any]:
        return ElementsForm.elements(self)


class MoveReport(Reported, GroundsForm):
    """Pindah: out of the kabupaten/kota, or to another address in it."""

    evidence = EvidenceKind.SURAT_PINDAH.value
    field_order = ["kelurahan", "address", "rt", "rw"]

    kelurahan = forms.ChoiceField(label=_("Pindah ke"), required=False)
    address = forms.CharField(label=_("Alamat baru"), max_length=200, required=False)
    rt = forms.CharField(label=_("RT"), max_length=3, required=False)
    rw = forms.CharField(label=_("RW"), max_length=3, required=False)

    def __init__(self, *args: Any, villages: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places: Any = self.fields["kelurahan"]
        places.choices = [("", _("Ke luar kab/kota ini")), *villages.items()]

    def elements(self) -> dict[str, Any]:
        clean = self.cleaned_data
        if not clean["kelurahan"]:
            return {}
        told = {name: clean[name] for name in ("address", "rt", "rw") if clean[name]}
        return {"kelurahan": clean["kelurahan"], "tps": "", **told}


class DeathReport(Reported, GroundsForm):
    """Meninggal."""

    evidence = EvidenceKind.AKTA_KEMATIAN.value
    reporter = Relation.FAMILY

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others: Any = self.fields["relation"]
        others.choices = [one for one in Relation.choices if one[0] != Relation.SELF]


FORMS: dict[str, type[Reported]] = {
    ReportKind.PERBAIKAN.value: CorrectionReport,
    ReportKind.PINDAH.value: MoveReport,
    ReportKind.MENINGGAL.value: DeathReport,
}
