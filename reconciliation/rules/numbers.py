"""The number in docs/rules.md of the rule that made an outcome or an issue."""

OUTCOME_RULES = {
    "REFUSED": "D1",
    "IGNORED": "D2",
    "NIK_GANDA_ORANG": "D3",
    "TMS": "D4",
    "PINDAH_DALAM": "D5",
    "UBAH": "D6",
    "SAME": "D7",
    "MUNCUL_KEMBALI": "D8",
    "NOT_YET": "D9",
    "BARU": "D10",
    "TIDAK_ADA": "D13",
}
ISSUE_RULES = {
    "RAGGED": "D20",
    "NIK_NUMBER": "D21",
    "NIK_LETTERS": "D22",
    "NIK_LENGTH": "D23",
    "NIK_SAME_DIGITS": "D24",
    "NIK_PROVINCE": "D25",
    "NIK_DATE": "D26",
    "NIK_SERIAL": "D27",
    "NAME_EMPTY": "D28",
    "BIRTH_DATE": "D29",
    "SEX_CODE": "D30",
    "MARITAL_CODE": "D31",
    "EVENT_CODE": "D32",
    "EVENT_MISSING": "D33",
    "EVENT_DATE": "D34",
    "REGION_UNKNOWN": "D35",
    "REGION_OUTSIDE": "D36",
    "INCOMPLETE": "D37",
    "NIK_REPEATED": "D38",
    "CELL_ERROR": "D46",
    "DISABILITY_CODE": "D67",
    "EKTP_CODE": "D68",
    "NATIONALITY_CODE": "D76",
    "MOVE_INSIDE": "D77",
}
FILE_RULES = {
    **dict.fromkeys(("bomb", "entries", "nested"), "D50"),
    **dict.fromkeys(("entities", "page", "password", "truncated", "nul"), "D51"),
    **dict.fromkeys(("long_line", "unreadable"), "D51"),
    "rounded": "D49",
    **dict.fromkeys(("empty", "headings_only", "no_header", "wrong"), "D65"),
    **dict.fromkeys(("columns", "long_cell", "too_big", "too_slow", "stopped"), "D65"),
}
"""Why a file is not read (files.readers.errors) to the rule that says so."""
SAME_FILE, WRONG_FILE = "D15", "D17"
NOT_ITS_BUSINESS, LOW_TRUST, ANOTHER_VILLAGE = "D60", "D61", "V3"


def rule_of(outcome: str, detail: str, *, is_low: bool) -> str:
    """Number of the rule that made the outcome of a row; "" for an unknown outcome.

    is_low: its sender is of low trust, whose TMS is a question.
    """
    if outcome == "IGNORED" and detail == "NOT_ALLOWED":
        return NOT_ITS_BUSINESS
    if outcome == "IGNORED" and detail == "OTHER_VILLAGE":
        return ANOTHER_VILLAGE
    if outcome == "TMS" and is_low:
        return LOW_TRUST
    return OUTCOME_RULES.get(outcome, "")
