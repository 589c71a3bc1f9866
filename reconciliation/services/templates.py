"""Makes the form that a sender fills in, and says how old a filled one is."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from files import exports, stamp
from files.exports.blank import Blank, form
from reconciliation.models import Sender
from reconciliation.rules import institutions, templates
from reconciliation.selectors import regency_names, village_names
from reconciliation.services.errors import CannotStart

ACTION = "delivery.template"
_EXAMPLE = {
    "nik": "3272014101900001",
    "nkk": "3272010101100001",
    "name": "CONTOH NAMA",
    "birth_place": "SUKABUMI",
    "birth_date": "01-01-1990",
    "address": "JL CONTOH 1",
    "rt": "001",
    "rw": "002",
    "tps": "003",
    "event_date": "15-10-2026",
    "evidence_no": "123/2026",
}


def template(
    *,
    actor: Any,
    regency: str,
    sender: str,
    kind: str,
    request: HttpRequest | None = None,
) -> exports.Exported:
    """The form of a sender for a kind of delivery; recorded as taken.

    Raises CannotStart for a kind that the sender does not deliver.
    """
    who = institutions.of(sender)
    if sender not in Sender.values or kind not in who.kinds:
        raise CannotStart(_("Pengirim ini tidak mengirim jenis itu."))
    heads = templates.columns(who, kind)
    places = village_names(regency)
    offices = regency_names(regency) if "destination" in heads else {}
    choices = {
        **templates.CHOICES,
        "event": templates.events(who),
        "kelurahan": tuple(places),
        "destination": tuple(offices.values()),
    }
    told = {"kelurahan": tuple(places.values()), "destination": tuple(offices)}
    number = _("16 angka, sebagai teks.")
    messages = {
        "nik": number,
        "nkk": number,
        "destination": _("Hanya untuk PINDAH; kosong bila ke luar negeri."),
    }
    blanks = [
        Blank(
            label,
            choices=choices.get(field, ()),
            told=told.get(field, ()),
            message=messages.get(field, ""),
        )
        for field, label in heads.items()
    ]
    return exports.finish(
        actor=actor,
        regency=regency,
        name=f"templat-{sender}-{kind.lower()}-v{templates.VERSION}.xlsx",
        handle=form(
            blanks,
            _help(heads, choices),
            stamp.row(templates.VERSION, sender, kind),
        ),
        action=ACTION,
        request=request,
    )


def _help(
    heads: dict[str, str], choices: dict[str, tuple[str, ...]]
) -> list[tuple[str, ...]]:
    """Explanation, and one example written downwards: no row of it is a heading."""
    told: list[tuple[str, ...]] = [
        (_("Cara mengisi"), _("Isi lembar Data mulai baris 2. Jangan ubah judulnya.")),
        (_("Tanggal"), _("Tulis seperti 31-12-1990.")),
        (_("Kelurahan"), _("Pilih kodenya; namanya di lembar Pilihan.")),
        (_("Contoh"), _("Lembar ini tidak dibaca portal.")),
    ]
    if "destination" in heads:
        whereto = _(
            "Hanya untuk PINDAH, nama kab/kota atau kodenya; kosong bila ke luar "
            "negeri. Kantor di sana menerima serah terimanya."
        )
        told.insert(3, (_("Kab/kota tujuan"), whereto))
    for field, label in heads.items():
        told.append((label, _EXAMPLE.get(field) or next(iter(choices[field]), "")))
    return told
