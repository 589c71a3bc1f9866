"""Who may deliver what: trust, allowed outcomes, default reading, kind of evidence.

An institution speaks for its own business only. A list that is often wrong (of 182
deaths that one insurer named, 16 were true) makes questions for coklit terbatas.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

HIGH, LOW = "HIGH", "LOW"
SNAPSHOT, EVENTS = "SNAPSHOT", "EVENTS"
QUESTION_WARNING = "LOW_TRUST"
"""Stands on a proposal that a list of low trust made."""
NOT_ALLOWED = "NOT_ALLOWED"
"""Why a row is IGNORED: its outcome is not this institution's business."""
OTHER_VILLAGE = "OTHER_VILLAGE"
"""Why a row of a kelurahan's own list is IGNORED: it names another kelurahan."""


PLACES = frozenset({"kelurahan", "tps"})
"""Elements whose change is a move inside the regency."""


@dataclass(frozen=True)
class Institution:
    """One sender.

    outcomes: "TMS:MENINGGAL" allows one reason, "UBAH" every one; () allows all.
    elements: elements that its UBAH may touch; () allows all.
    event: what every row means where the file has no event column.
    columns: header key to field, beside the names that everybody uses.
    evidence: kind of paper its numbers are, in place of the usual kind of the event.
    in_a_village: its whole list is that of one kelurahan, which a person names.
    body: the institution behind it, where one sends several kinds of lists.
    """

    code: str
    trust: str = HIGH
    kinds: tuple[str, ...] = (EVENTS,)
    outcomes: tuple[str, ...] = ()
    elements: tuple[str, ...] = ()
    event: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    evidence: str = ""
    in_a_village: bool = False
    body: str = ""

    @property
    def is_low(self) -> bool:
        """Whether its rows are questions, never removals."""
        return self.trust == LOW

    @property
    def first_state(self) -> str:
        """State in which its proposals begin: a list of low trust names candidates
        for verification only, which wait in coklit terbatas (rule D61)."""
        return "COKLIT" if self.is_low else "OPEN"

    @property
    def institution(self) -> str:
        """Code of the institution that delivers."""
        return self.body or self.code

    @property
    def is_restricted(self) -> bool:
        """Whether some outcome is not its business."""
        return bool(self.outcomes)


DEATHS = ("TMS:MENINGGAL",)
_DEATH_COLUMNS = {
    "NAMAALMARHUM": "name",
    "ALMARHUM": "name",
    "NAMAPASIEN": "name",
    "NAMAPESERTA": "name",
    "TGLWAFAT": "event_date",
    "TANGGALWAFAT": "event_date",
    "TGLMENINGGAL": "event_date",
    "TANGGALMENINGGAL": "event_date",
    "TANGGALKEMATIAN": "event_date",
    "NOSURATKEMATIAN": "evidence_no",
}


def _deaths(code: str, trust: str, evidence: str = "SURAT_KEMATIAN") -> Institution:
    return Institution(
        code,
        trust,
        outcomes=DEATHS,
        event="MENINGGAL",
        columns=_DEATH_COLUMNS,
        evidence=evidence,
    )


_ALL = (
    Institution("dukcapil", kinds=(SNAPSHOT, EVENTS)),
    Institution("kpu-ri", kinds=(SNAPSHOT, EVENTS)),
    Institution("tni-polri", outcomes=("TMS:TNI", "TMS:POLRI", "BARU:PURNA")),
    Institution("tni", outcomes=("TMS:TNI", "BARU:PURNA")),
    Institution("polri", outcomes=("TMS:POLRI", "BARU:PURNA")),
    Institution(
        "pengadilan",
        outcomes=("TMS:HAK_DICABUT", "BARU:HAK_PULIH"),
        columns={"NOPUTUSAN": "evidence_no", "NOMORPUTUSAN": "evidence_no"},
        evidence="PUTUSAN",
    ),
    Institution(
        "kemenag",
        outcomes=("BARU:KAWIN", "UBAH"),
        elements=("marital_status",),
        event="KAWIN",
        columns={
            "NOAKTANIKAH": "evidence_no",
            "TGLNIKAH": "event_date",
            "TANGGALNIKAH": "event_date",
        },
        evidence="LAIN",
    ),
    Institution(
        "lapas",
        outcomes=("PINDAH_DALAM", "UBAH"),
        elements=("address", "kelurahan", "tps", "rt", "rw"),
        event="UBAH",
        columns={"NAMAWBP": "name", "NOREGISTER": "evidence_no"},
        evidence="LAIN",
    ),
    _deaths("rs", HIGH),
    _deaths("bpjs", LOW, ""),
    _deaths("bps", LOW, ""),
    _deaths("tpu", LOW),
    Institution(
        "kelurahan",
        LOW,
        outcomes=("TMS:MENINGGAL", "TMS:PINDAH", "TMS:TNI", "TMS:POLRI"),
        columns=_DEATH_COLUMNS,
    ),
    # The kelurahan recaps the field results (article of 1 December 2020).
    Institution(
        "kelurahan-daftar",
        LOW,
        kinds=(SNAPSHOT,),
        outcomes=(
            *("BARU", "UBAH", "PINDAH_DALAM", "NOT_YET", "MUNCUL_KEMBALI"),
            *("NIK_GANDA_ORANG", "TMS:MENINGGAL", "TMS:PINDAH", "TMS:TNI"),
            *("TMS:POLRI", "TMS:DI_BAWAH_UMUR"),
        ),
        columns=_DEATH_COLUMNS,
        in_a_village=True,
        body="kelurahan",
    ),
    Institution(
        "sekolah",
        outcomes=("BARU:GENAP_17", "NOT_YET"),
        event="PEMULA",
        columns={"NAMASISWA": "name"},
    ),
    Institution("lain", LOW, outcomes=("TMS",)),
)
INSTITUTIONS: dict[str, Institution] = {one.code: one for one in _ALL}


def of(code: str) -> Institution:
    """The institution of a sender; an unknown one is trusted with nothing but doubt."""
    return INSTITUTIONS.get(code, INSTITUTIONS["lain"])


def sender_of(institution: str) -> str:
    """The sender that an institution's code stands for; "" for one that sends none."""
    return institution if institution in INSTITUTIONS else ""


def senders_of(institution: str) -> list[str]:
    """Senders behind which an institution stands; [] for one that sends nothing."""
    return [one.code for one in _ALL if one.institution == institution]


def allows(who: Institution, outcome: str, detail: str) -> bool:
    """Whether a row of this outcome may leave a delivery of `who`."""
    if not who.is_restricted or outcome in ("SAME", "IGNORED", "REFUSED"):
        return True
    return outcome in who.outcomes or f"{outcome}:{detail}" in who.outcomes


def changeable(who: Institution) -> frozenset[str] | None:
    """Elements that a sender may change of somebody on the roll; None: every one."""
    if not who.is_restricted:
        return None
    own = frozenset(who.elements) if "UBAH" in who.outcomes else frozenset()
    return own if "PINDAH_DALAM" in who.outcomes else own - PLACES


def of_village(village: str, place: str, outcome: str, detail: str) -> tuple[str, str]:
    """Outcome and detail of a row of a kelurahan's own list.

    village: code of the kelurahan whose list it is, "" for any other list. place: code
    of the kelurahan in the regency that the row names, "" for none. A row about
    another kelurahan is IGNORED: who lives there is that one's business.
    """
    if not village or place in ("", village) or outcome in ("SAME", "REFUSED"):
        return outcome, detail
    return "IGNORED", OTHER_VILLAGE


def settled(
    who: Institution, outcome: str, detail: str, elements: tuple[str, ...]
) -> tuple[str, str, tuple[str, ...]]:
    """Outcome, detail and elements that are left of a decided row.

    Elements that are not the sender's business fall away; a row without any left, or
    with an outcome that is not allowed, is IGNORED as NOT_ALLOWED (never refused: the
    row itself is sound, and its sender need not mend it).
    """
    if outcome in ("UBAH", "PINDAH_DALAM") and who.elements:
        elements = tuple(one for one in elements if one in who.elements)
        moved = PLACES & set(elements)
        outcome = "PINDAH_DALAM" if moved else "UBAH"
        if not elements:
            return "IGNORED", NOT_ALLOWED, ()
    if not allows(who, outcome, detail):
        return "IGNORED", NOT_ALLOWED, elements
    return outcome, detail, elements
