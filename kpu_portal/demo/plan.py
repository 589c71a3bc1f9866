"""How much of each case a delivery holds: a share of the voters and a minimum."""

from __future__ import annotations

from dataclasses import dataclass

Shares = dict[str, tuple[float, int]]

# Cases of the whole population list; the names are codes or what the case shows.
SNAPSHOT: Shares = {
    "UBAH:nkk": (0.0012, 2),
    "UBAH:name": (0.0010, 2),
    "UBAH:birth_place": (0.0003, 2),
    "UBAH:birth_date": (0.0003, 2),
    "UBAH:marital_status": (0.0022, 2),
    "UBAH:sex": (0.0001, 2),
    "UBAH:address": (0.0014, 2),
    "UBAH:rt": (0.0006, 2),
    "UBAH:rw": (0.0005, 2),
    "UBAH:disability": (0.0004, 2),
    "UBAH:ektp_status": (0.0005, 2),
    "UBAH:several": (0.0003, 2),
    "PINDAH_DALAM": (0.0020, 6),
    "TMS:MENINGGAL": (0.0027, 4),
    "TMS:PINDAH": (0.0019, 5),
    "TMS:GANDA": (0.00008, 1),
    "TMS:DI_BAWAH_UMUR": (0.00004, 2),
    "TMS:TNI": (0.00012, 3),
    "TMS:POLRI": (0.00008, 3),
    "TMS:WNA": (0.00003, 2),
    "TMS:HAK_DICABUT": (0.00004, 1),
    "NIK_GANDA_ORANG": (0.00004, 2),
    "BARU:GENAP_17": (0.0055, 5),
    "BARU:KAWIN": (0.0001, 2),
    "BARU:PURNA": (0.0001, 3),
    "BARU:HAK_PULIH": (0.00003, 2),
    "BARU:PINDAH_MASUK": (0.0050, 3),
    "BARU:BELUM_TERDATA": (0.0022, 3),
    "NOT_YET": (0.0100, 5),
    "MUNCUL_KEMBALI": (0.0001, 2),
    "IGNORED:NOT_OURS": (0.0008, 2),
    "IGNORED:NOT_ON_ROLL": (0.0002, 4),
    "IGNORED:ALREADY_APPLIED": (0.0002, 2),
    "SAME:spelling": (0.0010, 5),
    "SAME:nkk_missing": (0.0004, 2),
    "SAME:nkk_malformed": (0.0002, 3),
    "TIDAK_ADA": (0.0010, 2),
    "TIDAK_ADA:nik_corrected": (0.00004, 1),
    "GANDA:file": (0.00002, 1),
    "GANDA:between": (0.00004, 1),
    # Of each kind of refusal.
    "REFUSED": (0.00005, 3),
}

# Cases of a delivery that lists only what has happened.
EVENTS: Shares = {
    "UBAH:nkk": (0.0008, 1),
    "UBAH:name": (0.0006, 1),
    "UBAH:birth_place": (0.0002, 1),
    "UBAH:birth_date": (0.0002, 1),
    "UBAH:marital_status": (0.0015, 1),
    "UBAH:sex": (0.00003, 1),
    "UBAH:address": (0.0008, 1),
    "UBAH:rt": (0.0003, 1),
    "UBAH:rw": (0.0003, 1),
    "UBAH:several": (0.0003, 2),
    "PINDAH_DALAM": (0.0020, 4),
    "TMS:MENINGGAL": (0.0035, 4),
    "TMS:PINDAH": (0.0025, 5),
    "TMS:GANDA": (0.00002, 1),
    "TMS:DI_BAWAH_UMUR": (0.00001, 1),
    "TMS:TNI": (0.0001, 2),
    "TMS:POLRI": (0.00006, 2),
    "TMS:WNA": (0.00002, 1),
    "TMS:HAK_DICABUT": (0.00003, 1),
    "NIK_GANDA_ORANG": (0.00002, 1),
    "BARU:GENAP_17": (0.0010, 3),
    "BARU:KAWIN": (0.00002, 1),
    "BARU:PURNA": (0.00015, 3),
    "BARU:HAK_PULIH": (0.00002, 2),
    "BARU:PINDAH_MASUK": (0.0030, 3),
    "BARU:BELUM_TERDATA": (0.0003, 2),
    "NOT_YET": (0.0006, 3),
    "MUNCUL_KEMBALI": (0.00005, 1),
    "IGNORED:NOT_OURS": (0.0040, 2),
    "IGNORED:NOT_ON_ROLL": (0.0003, 2),
    "IGNORED:ALREADY_APPLIED": (0.0003, 2),
    "SAME:spelling": (0.0001, 2),
    "SAME:nkk_missing": (0.0001, 1),
    "SAME:nkk_malformed": (0.0001, 3),
    "REFUSED": (0.00002, 2),
}


@dataclass(frozen=True, slots=True)
class Plan:
    """Whole numbers of cases for one roll."""

    shares: Shares
    voters: int
    scale: float

    def count(self, case: str) -> int:
        if case not in self.shares:
            return 0
        share, least = self.shares[case]
        return max(least, round(share * self.voters * self.scale))
