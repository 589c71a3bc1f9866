"""The form of a sender: its columns, their headings, and what may be chosen."""

from reconciliation.rules import headers, institutions
from reconciliation.rules.institutions import EVENTS, Institution

VERSION = 2
"""Raised whenever columns or choices change; older forms stay readable.

2: where to somebody moves (rule O16)."""
CHOICES: dict[str, tuple[str, ...]] = {
    "sex": ("LAKI-LAKI", "PEREMPUAN"),
    "marital_status": ("BELUM KAWIN", "KAWIN", "CERAI HIDUP", "CERAI MATI"),
    "ektp_status": ("SUDAH", "BELUM"),
}
_WORDS = (
    ("MENINGGAL", "TMS", "MENINGGAL"),
    ("PINDAH", "TMS", "PINDAH"),
    ("TNI", "TMS", "TNI"),
    ("POLRI", "TMS", "POLRI"),
    ("WNA", "TMS", "WNA"),
    ("GANDA", "TMS", "GANDA"),
    ("HAK PILIH DICABUT", "TMS", "HAK_DICABUT"),
    ("HAK PILIH DIPULIHKAN", "BARU", "HAK_PULIH"),
    ("DATANG", "BARU", "PINDAH_MASUK"),
    ("PURNA TNI", "BARU", "PURNA"),
    ("PURNA POLRI", "BARU", "PURNA"),
    ("PEMULA", "BARU", "GENAP_17"),
    ("KAWIN", "BARU", "KAWIN"),
    ("UBAH", "UBAH", ""),
)
_NOT_THEIRS = {"tni": "PURNA POLRI", "polri": "PURNA TNI"}
_PERSON = (
    "nik", "nkk", "name", "birth_place", "birth_date", "sex", "marital_status",
    "address", "rt", "rw", "kelurahan", "tps", "ektp_status",
)  # fmt: skip
_EVENT = ("event", "event_date", "evidence_no")
LEAVES = "PINDAH"
"""The word of the event that has a destination."""
_DEATH = {"event_date": "TANGGAL MENINGGAL", "evidence_no": "NO SURAT KEMATIAN"}
_OWN: dict[str, dict[str, str]] = {
    "rs": {"name": "NAMA PASIEN", **_DEATH},
    "bpjs": {"name": "NAMA PESERTA", **_DEATH},
    "bps": {"name": "NAMA ALMARHUM", **_DEATH},
    "tpu": {"name": "NAMA ALMARHUM", **_DEATH},
    "pengadilan": {"evidence_no": "NOMOR PUTUSAN"},
    "kemenag": {"event_date": "TANGGAL NIKAH", "evidence_no": "NO AKTA NIKAH"},
    "lapas": {"name": "NAMA WBP", "evidence_no": "NO REGISTER"},
    "sekolah": {"name": "NAMA SISWA"},
}
_USUAL = {
    "nkk": "NO KK",
    "name": "NAMA LENGKAP",
    "event": "PERISTIWA",
    "event_date": "TANGGAL PERISTIWA",
    "evidence_no": "NOMOR DOKUMEN",
    "destination": "KAB/KOTA TUJUAN",
}


def events(who: Institution) -> tuple[str, ...]:
    """The words of the event column that this sender may write."""
    return tuple(
        word
        for word, outcome, detail in _WORDS
        if institutions.allows(who, outcome, detail)
        and word != _NOT_THEIRS.get(who.code)
    )


def columns(who: Institution, kind: str) -> dict[str, str]:
    """Field to heading of a sender's form, in the order of its columns."""
    own = {**_USUAL, **_OWN.get(who.code, {})}
    fields = _PERSON + (_EVENT if kind == EVENTS else ())
    if kind == EVENTS and LEAVES in events(who):
        fields += ("destination",)
    return {one: own.get(one, headers.FIELDS[one][0]) for one in fields}
