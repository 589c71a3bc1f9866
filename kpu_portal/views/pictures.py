"""Pictures of an office: waterfall, age pyramid, map; each with its table.

Stands here because it draws what several rooms count.
"""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from accounts.access import OFFICE, role_required
from audit.services import record
from kpu_portal.selectors import places
from periods.models import Period
from plenos import presenters
from plenos.selectors import sheet
from regions.models import Border, Level, Region
from regions.rules import LARGEST, ShapeError
from regions.services import drop_borders, keep_borders
from voters.selectors.pyramid import age_groups

MOST_TILES = 120
"""More kelurahan than that are shown a kecamatan at a time."""
WHY: dict[str, str | Promise] = {
    "SIZE": gettext_lazy(
        "Berkas lebih dari 5 MB. Sederhanakan garisnya, misalnya dengan mapshaper."
    ),
    "JSON": gettext_lazy("Berkas ini bukan GeoJSON. Simpan peta sebagai GeoJSON."),
    "TOPOJSON": gettext_lazy(
        "Berkas ini TopoJSON. Simpan peta yang sama sebagai GeoJSON."
    ),
    "COLLECTION": gettext_lazy("Tidak ada daftar bidang (features) di dalam berkas."),
    "MIXED": gettext_lazy(
        "Berkas memuat kecamatan dan kelurahan sekaligus. Unggah dua berkas terpisah."
    ),
    "TWICE": gettext_lazy(
        "Bidang ke-%(n)s memakai kode wilayah yang sudah dipakai bidang sebelumnya."
    ),
    "BOX": gettext_lazy(
        "Bidang ke-%(n)s tidak berada di Indonesia. Simpan dengan derajat bujur dan "
        "lintang (WGS 84)."
    ),
    "NONE": gettext_lazy(
        "Tidak ada bidang yang memuat kode kecamatan atau kelurahan kab/kota ini. "
        "Tambahkan kolom kode, misalnya 32.72.01.1001."
    ),
}


class PictureForm(forms.Form):
    """What the map counts, and of which places."""

    ukuran = forms.ChoiceField(
        label=gettext_lazy("Angka"), choices=list(places.MEASURES.items())
    )
    tingkat = forms.ChoiceField(
        label=gettext_lazy("Tingkat"),
        choices=[("6", gettext_lazy("Kecamatan")), ("10", gettext_lazy("Kelurahan"))],
    )
    kecamatan = forms.ChoiceField(label=gettext_lazy("Kecamatan"), required=False)

    def __init__(self, districts: list[tuple[str, str]], data: Any) -> None:
        super().__init__(data)
        everywhere = ("", gettext_lazy("Semua kecamatan"))
        self.fields["kecamatan"] = forms.ChoiceField(
            label=_("Kecamatan"), required=False, choices=[everywhere, *districts]
        )


class BorderForm(forms.Form):
    """A file of borders."""

    peta = forms.FileField(
        label=gettext_lazy("Berkas GeoJSON"),
        help_text=gettext_lazy(
            "Paling besar 5 MB. Tiap bidang memuat kode wilayah Kemendagri, dengan "
            "atau tanpa titik."
        ),
    )


@role_required(OFFICE)
@require_GET
def pictures(request: HttpRequest, regency: str) -> HttpResponse:
    """Waterfall of the open period, ages on its reference date, map of a measure."""
    districts = list(
        Region.objects.districts(regency).order_by("code").values_list("code", "name")
    )
    asked = {"ukuran": "pemilih", "tingkat": "6", **request.GET.dict()}
    form = PictureForm(districts, asked)
    chosen = form.cleaned_data if form.is_valid() else {}
    measure, length = chosen.get("ukuran", "pemilih"), int(chosen.get("tingkat", 6))
    within = chosen.get("kecamatan") or regency
    period = Period.objects.open(regency).first() or Period.objects.of(regency).first()
    found = places.places_of(period, regency, measure, length, within)
    too_many = len(found) > MOST_TILES
    border = None if too_many else places.border_of(regency, length)
    outdated = places.outdated(border) if border else None
    groups = age_groups(regency, period.reference_date, within) if period else []
    context: dict[str, Any] = {
        "regency": regency,
        "this_period": period,
        "form": form,
        "places": [] if too_many else found,
        "too_many": too_many,
        "place_filter": "kelurahan" if length == Level.VILLAGE else "kecamatan",
        "measure": str(places.MEASURES[measure]),
        "sum": sum(place.n for place in found),
        "groups": groups,
        "pyramid": _pyramid(groups),
        "waterfall": presenters.waterfall(sheet(period)) if period else None,
        "border": border,
        "outdated": outdated,
        "map": _map(found, border, measure) if border and not outdated else None,
        "border_form": BorderForm(),
    }
    return render(request, "kpu_portal/pictures.html", context)


def _pyramid(groups: list[Any]) -> dict[str, Any]:
    return {
        "type": "pyramid",
        "labels": [group.label for group in groups],
        "men": [group.men for group in groups],
        "women": [group.women for group in groups],
        "names": [_("Laki-laki"), _("Perempuan")],
    }


def _map(found: list[places.Place], border: Border, measure: str) -> dict[str, Any]:
    address = reverse("borders", args=[border.regency_code])
    return {
        "type": "map",
        "name": str(places.MEASURES[measure]),
        "url": f"{address}?tingkat={border.level}",
        "places": [{"name": place.code, "value": place.n} for place in found],
        "names": {place.code: place.name for place in found},
    }


@role_required(OFFICE)
@require_GET
def borders(request: HttpRequest, regency: str) -> HttpResponse:
    """The office's borders of one level as GeoJSON, for the map."""
    level = Level.VILLAGE if request.GET.get("tingkat") == "10" else Level.DISTRICT
    border = places.border_of(regency, level)
    areas = border.areas if border else {}
    features = [
        {"type": "Feature", "properties": {"name": code}, "geometry": geometry}
        for code, geometry in areas.items()
    ]
    return JsonResponse({"type": "FeatureCollection", "features": features})


@role_required(OFFICE)
@require_POST
def border_upload(request: HttpRequest, regency: str) -> HttpResponse:
    """Keep an uploaded file of borders, or remove the map of a level."""
    here = reverse("pictures", args=[regency])
    if request.POST.get("hapus") in {"6", "10"}:
        gone = drop_borders(regency=regency, level=int(request.POST["hapus"]))
        _told(request, regency, "border.drop", gone=gone)
        messages.success(request, _("Peta dihapus; petak dipakai kembali."))
        return redirect(here)
    form = BorderForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, _("Pilih berkas GeoJSON lebih dahulu."))
        return redirect(here)
    raw = form.cleaned_data["peta"].read(LARGEST + 1)
    try:
        border = keep_borders(regency=regency, raw=raw, by_name=str(request.user))
    except ShapeError as error:
        messages.error(request, WHY[error.reason] % {"n": error.place})
        return redirect(here)
    _told(request, regency, "border.keep", areas=len(border.areas))
    text = _("Peta disimpan: %(n)s bidang, %(m)s wilayah tanpa bidang.")
    messages.success(request, text % {"n": len(border.areas), "m": border.missing})
    return redirect(f"{here}?tingkat={border.level}")


def _told(request: HttpRequest, regency: str, action: str, **data: int) -> None:
    record(
        actor=request.user,
        action=action,
        regency_code=regency,
        data=data,
        request=request,
    )
