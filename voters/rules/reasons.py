"""Which reasons for refusing fit which kind of proposal."""

CHANGES = frozenset({"UBAH", "PINDAH_DALAM"})
FITS: dict[str, frozenset[str]] = {
    "BUKAN_ORANG": frozenset(
        {
            *("UBAH", "PINDAH_DALAM", "TMS", "TAHAN", "PEMULIHAN"),
            *("TIDAK_ADA", "MUNCUL_KEMBALI", "NIK_GANDA_ORANG"),
        }
    ),
    "KANTOR_BARU": frozenset({*CHANGES, "TMS", "TIDAK_ADA", "MUNCUL_KEMBALI"}),
    "SALAH_UNSUR": frozenset({*CHANGES, "BARU", "TMS", "PEMULIHAN"}),
    "LAPANGAN": frozenset({"TMS", "TIDAK_ADA", "MUNCUL_KEMBALI", "BARU"}),
}
"""Codes of the list of reasons that the program brings; every other fits every kind."""


def fits(code: str, kind: str) -> bool:
    """Whether a reason is offered for a kind; an administrator's own always is."""
    return code not in FITS or kind in FITS[code]
