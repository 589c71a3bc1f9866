"""The one list of codes and their words; code 2 of disability has changed its meaning.

A number is read by its vintage (`Voter.disability_vintage`), never bare.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from voters.models.code_tables import CodeList, added_word
from voters.models.proposals import PRACTICE_VINTAGE, EvidenceKind, RejectReason
from voters.models.roll import CANCELLED_ENTRY, BaruCategory, Sex, Status, TmsReason

Words = dict[str, str | Promise]
CURRENT_VINTAGE = "2024"
MARITAL: Words = {"B": _("Belum kawin"), "S": _("Sudah kawin"), "P": _("Pernah kawin")}
SEX: Words = dict(Sex.choices)
EKTP: Words = {"S": _("Memiliki"), "B": _("Belum")}
DISABILITY: dict[str, Words] = {
    "2024": {
        "0": pgettext_lazy("disabilitas", "Tidak ada"),
        "1": _("Fisik"),
        "2": _("Intelektual"),
        "3": _("Mental"),
        "4": _("Sensorik wicara"),
        "5": _("Sensorik rungu"),
        "6": _("Sensorik netra"),
    },
    "2018": {
        "0": pgettext_lazy("disabilitas", "Tidak ada"),
        "1": _("Tuna daksa"),
        "2": _("Tuna netra"),
        "3": _("Tuna rungu atau wicara"),
        "4": _("Tuna grahita"),
        "5": _("Lainnya"),
    },
}
STATUSES: Words = dict(Status.choices)
CATEGORIES: Words = {
    **dict(BaruCategory.choices),
    **dict(TmsReason.choices),
    CANCELLED_ENTRY: _("Batal, tidak jadi masuk"),
}
EFFECTS: Words = {
    "BARU": _("Baru"),
    "PEMULIHAN": _("Pemulihan"),
    "TMS": _("TMS"),
    "PINDAH": _("Pindah dalam"),
    "KOREKSI_JK": _("Koreksi jenis kelamin"),
    "TAHAN": _("Tahan atau lepas"),
    "UBAH": _("Ubah"),
    "WILAYAH": _("Penyesuaian wilayah"),
    "CATATAN": _("Catatan"),
    "PEMBUKAAN": _("Daftar pembuka"),
}
IN_PROGRAM: dict[str, dict[str, Words]] = {
    CodeList.TMS: {"2025": dict(TmsReason.choices)},
    CodeList.BARU: {"2025": dict(BaruCategory.choices)},
    CodeList.DISABILITY: DISABILITY,
    CodeList.EKTP: {"2023": EKTP},
    CodeList.MARITAL: {"2024": MARITAL},
    CodeList.EVIDENCE: {PRACTICE_VINTAGE: dict(EvidenceKind.choices)},
    CodeList.REJECT: {PRACTICE_VINTAGE: dict(RejectReason.choices)},
}
"""What the program brings, by list and vintage: A-DPB1 of 2025 for reasons and
categories, the forms of 2018 and 2024 for disability, of 2023 for KTP-el."""
_BY_ELEMENT = {
    "marital_status": MARITAL,
    "sex": SEX,
    "ektp_status": EKTP,
    "status": STATUSES,
    "status_reason": CATEGORIES,
}


def word_of(element: str, code: object, vintage: str = CURRENT_VINTAGE) -> str:
    """The word of an element's code; what no list knows is given back as it is."""
    text = "" if code is None else str(code)
    words = _BY_ELEMENT.get(element, {})
    if element == "disability":
        words = DISABILITY.get(vintage, {})
        if text and not words:
            return added_word(CodeList.DISABILITY, vintage, text) or text
    return str(words.get(text, text))


def category_word(code: str) -> str:
    """The word of a category or reason; one typed by hand loses its underscores."""
    known = CATEGORIES.get(code)
    return str(known) if known else code.replace("_", " ").capitalize()


def effect_word(effect: str) -> str:
    """The word of what an event did."""
    return str(EFFECTS.get(effect, effect))


def coded(element: str, code: object, vintage: str = CURRENT_VINTAGE) -> str:
    """Code and word together, "2, intelektual"; a status or reason its word only."""
    text = "" if code is None else str(code)
    word = word_of(element, text, vintage)
    if element in ("status", "status_reason"):
        return category_word(text) if element == "status_reason" and text else word
    return f"{text}, {word[:1].lower()}{word[1:]}" if word != text else text
