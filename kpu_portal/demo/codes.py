"""The words of the truth files: outcomes, reasons, categories, warnings and refusals.

They repeat what a delivery's row may become on purpose; importing them from the room
that decides would let a wrong name there go unseen here.
"""

from __future__ import annotations

from typing import Final

REFUSED: Final = "REFUSED"
IGNORED: Final = "IGNORED"
NIK_GANDA_ORANG: Final = "NIK_GANDA_ORANG"
TMS: Final = "TMS"
MUNCUL_KEMBALI: Final = "MUNCUL_KEMBALI"
BARU: Final = "BARU"
NOT_YET: Final = "NOT_YET"
PINDAH_DALAM: Final = "PINDAH_DALAM"
UBAH: Final = "UBAH"
SAME: Final = "SAME"
OUTCOMES: Final = (
    REFUSED,
    IGNORED,
    NIK_GANDA_ORANG,
    TMS,
    MUNCUL_KEMBALI,
    BARU,
    NOT_YET,
    PINDAH_DALAM,
    UBAH,
    SAME,
)
# Beside the sum: voters of the roll whom no accepted row of a snapshot names.
TIDAK_ADA: Final = "TIDAK_ADA"
DOUBTFUL: Final = "DOUBTFUL"

TMS_REASONS: Final = (
    "MENINGGAL",
    "GANDA",
    "DI_BAWAH_UMUR",
    "PINDAH",
    "TNI",
    "POLRI",
    "WNA",
    "HAK_DICABUT",
)
BARU_CATEGORIES: Final = (
    "GENAP_17",
    "KAWIN",
    "PURNA",
    "HAK_PULIH",
    "PINDAH_MASUK",
    "BELUM_TERDATA",
)
WARNINGS: Final = (
    "NIK_PREFIX",
    "NIK_BIRTH_DATE",
    "NIK_SEX",
    "NIK_REGION_UNKNOWN",
    "NKK_MISSING",
    "NKK_MALFORMED",
    "AGE_OVER_100",
)
REFUSALS: Final = (
    "RAGGED",
    "NIK_LENGTH",
    "NIK_LETTERS",
    "NIK_SAME_DIGITS",
    "NIK_DATE",
    "NIK_SERIAL",
    "NIK_PROVINCE",
    "NIK_NUMBER",
    "BIRTH_DATE",
    "REGION_UNKNOWN",
    "REGION_OUTSIDE",
    "SEX_CODE",
    "MARITAL_CODE",
    "EVENT_CODE",
    "NAME_EMPTY",
    "NIK_REPEATED",
)
IGNORE_REASONS: Final = ("NOT_OURS", "NOT_ON_ROLL", "ALREADY_APPLIED")
