"""What a citizen is told of a report: the state of its proposal, in public words.

No person, no officer, no date but the report's own stands in it (UU 27/2022).
"""

RECEIVED, WORKING, APPROVED, APPLIED = "DITERIMA", "DIPROSES", "DISETUJUI", "DITERAPKAN"
REFUSED, NOTED = "DITOLAK", "DICATAT"
STATUSES = (RECEIVED, WORKING, APPROVED, APPLIED, REFUSED, NOTED)
_OF_STATE = {
    "OPEN": RECEIVED,
    "HOLD": WORKING,
    "COKLIT": WORKING,
    "SECOND": WORKING,
    "REFERRED": WORKING,
    "ACCEPTED": APPROVED,
    "APPLIED": APPLIED,
    "REJECTED": REFUSED,
    "UNDONE": REFUSED,
    "STALE": REFUSED,
}
_OF_REASON = {
    "BUKAN_ORANG": "ORANG_LAIN",
    "BUKTI_KURANG": "BUKTI",
    "KANTOR_BARU": "SUDAH_BARU",
    "SALAH_UNSUR": "ISIAN",
}
_OF_END = {"UNDONE": "DIURUNGKAN", "STALE": "SUDAH_BERUBAH"}
OTHERWISE = "LAIN"
WHYS = (*_OF_REASON.values(), *_OF_END.values(), OTHERWISE)


def status_of(state: str | None, reason: str = "") -> tuple[str, str]:
    """Status and the key of its public reason ("" unless refused).

    `state` is the proposal's, None where nothing was proposed; `reason` its reason for
    refusing. An unknown state is told as being worked on, an unknown reason as another.
    """
    if state is None:
        return NOTED, ""
    status = _OF_STATE.get(state, WORKING)
    if status != REFUSED:
        return status, ""
    return status, _OF_END.get(state) or _OF_REASON.get(reason, OTHERWISE)
