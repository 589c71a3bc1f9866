"""Made-up institutions around a demo office, so that its lists are not empty."""

from __future__ import annotations

from datetime import date, timedelta

from partners import services
from partners.models import Institution
from regions.models import Region

INSTITUTIONS = (
    ("dukcapil", "Dinas Kependudukan dan Pencatatan Sipil", True),
    ("bawaslu", "Bawaslu", True),
    ("kesbangpol", "Badan Kesatuan Bangsa dan Politik", True),
    ("tni", "Kodim", True),
    ("polri", "Polres", True),
    ("rs", "RSUD", False),
)
CONTACT = {
    "name": "SARI CONTOH",
    "position": "Kepala Bidang PIAK",
    "email": "piak@dukcapil.example",
    "phone": "0266-555010",
}


def ensure_partners(regency: str, today: date) -> None:
    """Enter the institutions, unless the office has any; nobody in them is real."""
    if Institution.objects.of(regency).exists():
        return
    place = Region.objects.get(code=regency).name
    made = {}
    for kind, name, invited in INSTITUTIONS:
        facts = {"kind": kind, "name": f"{name} {place}", "region_code": regency}
        made[kind] = services.save_institution(
            actor=None, regency=regency, facts={**facts, "invited": invited}
        )
    services.save_contact(actor=None, institution=made["dukcapil"], facts=CONTACT)
    services.save_agreement(
        actor=None,
        regency=regency,
        facts={
            "institution": made["rs"],
            "number": "12/PKS/2025",
            "subject": "Data kematian untuk pemutakhiran daftar pemilih",
            "signed_on": today - timedelta(345),
            "ends_on": today + timedelta(20),
        },
    )
    services.save_request(
        actor=None,
        regency=regency,
        facts={
            "institution": made["dukcapil"],
            "letter_no": "045/PL.02.1-SD/2026",
            "letter_on": today - timedelta(9),
            "due_on": today + timedelta(2),
            "data": "Kematian, pindah keluar dan pindah masuk bulan ini",
            "legal_basis": "Pasal 20 huruf l Undang-Undang Nomor 7 Tahun 2017",
        },
    )
    services.save_activity(
        actor=None,
        regency=regency,
        facts={
            "kind": "FIELD",
            "subject": "Coklit terbatas bersama Bawaslu",
            "held_on": today - timedelta(6),
            "place": place,
            "result": "12 rumah dikunjungi",
        },
        invited=[made["bawaslu"], made["dukcapil"]],
        came=[made["bawaslu"]],
    )
    services.remind(today)
