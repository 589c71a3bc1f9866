"""One icon, one word and one colour for every outcome, kind and state.

Colour never stands alone: the word says it, the icon repeats it.
"""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Badge(NamedTuple):
    """How one value looks: `tone` is the k-* class without its prefix."""

    icon: str
    word: str | Promise
    tone: str


BADGES: dict[str, Badge] = {
    # outcomes of a row and kinds of a proposal
    "BARU": Badge("user-plus", _("Baru"), "new"),
    "PEMULIHAN": Badge("undo", _("Pemulihan"), "new"),
    "UBAH": Badge("pencil", _("Ubah"), "edit"),
    "PINDAH_DALAM": Badge("arrows-exchange", _("Pindah dalam"), "move"),
    "TMS": Badge("user-minus", _("TMS"), "tms"),
    "TAHAN": Badge("pause", _("Tahan"), "ask"),
    "WILAYAH": Badge("map", _("Penyesuaian wilayah"), "mute"),
    "UNDO": Badge("undo", _("Urungkan"), "mute"),
    "TIDAK_ADA": Badge("question", _("Tidak ada"), "ask"),
    "MUNCUL_KEMBALI": Badge("history", _("Muncul kembali"), "ask"),
    "GANDA": Badge("copy", _("Dugaan ganda"), "dup"),
    "NIK_GANDA_ORANG": Badge("users", _("NIK ganda orang"), "dup"),
    "REFUSED": Badge("ban", _("Ditolak"), "bad"),
    "IGNORED": Badge("minus", _("Diabaikan"), "mute"),
    "NOT_YET": Badge("hourglass", _("Belum waktunya"), "mute"),
    "SAME": Badge("equal", _("Sama"), "mute"),
    "WARNED": Badge("alert-triangle", _("Peringatan"), "ask"),
    # a voter
    "ACTIVE": Badge("check", _("Aktif"), "new"),
    "HELD": Badge("pause", _("Ditahan"), "ask"),
    "INELIGIBLE": Badge("user-minus", _("TMS"), "tms"),
    # a proposal
    "OPEN": Badge("inbox", _("Menunggu"), "mute"),
    "HOLD": Badge("pause", _("Ditunda"), "ask"),
    "COKLIT": Badge("map-pin", _("Coklit terbatas"), "ask"),
    "SECOND": Badge("users", _("Menunggu orang kedua"), "ask"),
    "ACCEPTED": Badge("check", _("Diterima"), "new"),
    "REJECTED": Badge("ban", _("Ditolak"), "bad"),
    "REFERRED": Badge("send", _("Diteruskan ke Dukcapil"), "dup"),
    "APPLIED": Badge("list-check", _("Diterapkan"), "edit"),
    "UNDONE": Badge("undo", _("Diurungkan"), "mute"),
    "STALE": Badge("history", _("Kedaluwarsa"), "mute"),
    # a pair that may be one person
    "NOT_DUPLICATE": Badge("users", _("Bukan ganda"), "mute"),
    "NOT_THIS_PERSON": Badge("users", _("Bukan orangnya"), "mute"),
    "RESOLVED": Badge("check", _("Diselesaikan"), "new"),
    # a hand-over between regencies
    "OFFERED": Badge("send", pgettext_lazy("serah terima", "Ditawarkan"), "ask"),
    "ASKED": Badge("inbox", pgettext_lazy("serah terima", "Diminta"), "ask"),
    "CONFIRMED": Badge("check", _("Dikonfirmasi"), "edit"),
    "DECLINED": Badge("ban", _("Ditolak"), "bad"),
    "EXPIRED": Badge("hourglass", _("Lewat waktu"), "bad"),
    # a task of coklit terbatas, its batch
    "AGAIN": Badge("refresh", _("Kunjungan lagi"), "ask"),
    "TODO": Badge("map-pin", _("Belum dikunjungi"), "mute"),
    "PAPER": Badge("hourglass", _("Menunggu dokumen"), "ask"),
    "ENDED": Badge("minus", _("Ditutup tanpa hasil"), "mute"),
    "ASSIGNED": Badge("users", _("Ditugaskan"), "edit"),
    # a job, a delivery
    "QUEUED": Badge("hourglass", _("Menunggu"), "mute"),
    "RECEIVED": Badge("inbox", pgettext_lazy("kiriman", "Diterima"), "mute"),
    "WAITING": Badge("hourglass", _("Menunggu alasan Ketua"), "ask"),
    "OPENED": Badge("refresh", _("Dibuka Ketua"), "edit"),
    "WITHDRAWN": Badge("undo", _("Ditarik"), "mute"),
    "RECOGNISED": Badge("file", _("Dikenali"), "mute"),
    "RUNNING": Badge("refresh", _("Berjalan"), "edit"),
    "DONE": Badge("check", _("Selesai"), "new"),
    "FAILED": Badge("alert-triangle", _("Gagal"), "bad"),
    "CANCELLED": Badge("x", _("Dibatalkan"), "mute"),
    # a period, a plenary
    "PERIOD_OPEN": Badge("calendar", _("Terbuka"), "new"),
    "CLOSED": Badge("lock", _("Ditutup"), "mute"),
    "SUSPENDED": Badge("hourglass", _("Menunggu"), "ask"),
    "SUPERSEDED": Badge("history", _("Diganti"), "mute"),
    "RECONCILED": Badge("arrows-exchange", _("Direkonsiliasi"), "edit"),
    "REVIEWED": Badge("list-check", _("Ditinjau"), "edit"),
    "DRAFT": Badge("hourglass", _("Sementara"), "ask"),
    "IN_PLENARY": Badge("bank", _("Dalam pleno"), "edit"),
    "PLENARY": Badge("bank", _("Dalam pleno"), "edit"),
    "FROZEN": Badge("lock", _("Beku"), "move"),
    "SIGNED": Badge("signature", _("Ditandatangani"), "new"),
    "PUBLISHED": Badge("check", _("Terbit"), "new"),
    # a kecamatan's post, a bulletin
    "POST_DRAFT": Badge("hourglass", _("Draf"), "ask"),
    "POST_OPEN": Badge("check", _("Dibuka"), "new"),
    "POST_CLOSED": Badge("lock", _("Ditutup"), "mute"),
    "BULLETIN_DRAFT": Badge("hourglass", _("Draf"), "ask"),
    "BULLETIN_SENT": Badge("send", _("Menunggu kantor"), "edit"),
    "BULLETIN_ARCHIVED": Badge("inbox", _("Diarsipkan"), "mute"),
    # an event of outreach
    "EVENT_PLANNED": Badge(
        "calendar", pgettext_lazy("kegiatan", "Direncanakan"), "edit"
    ),
    "EVENT_HELD": Badge("check", pgettext_lazy("kegiatan", "Dilaksanakan"), "new"),
    "EVENT_CANCELLED": Badge("x", pgettext_lazy("kegiatan", "Batal"), "mute"),
    # the recap of a kelurahan
    "DIKONFIRMASI": Badge("check", _("Dikonfirmasi"), "new"),
    "BERUBAH": Badge("alert-triangle", _("Berubah sejak dikonfirmasi"), "ask"),
    "BELUM": Badge("hourglass", _("Belum dikonfirmasi"), "mute"),
    # one element of a comparison
    "CHANGED": Badge("pencil", _("Berubah"), "edit"),
    "EMPTIED": Badge("pencil", _("Dilepas"), "edit"),
    "THREE": Badge("alert-triangle", _("Tiga nilai"), "ask"),
    "SKIPPED": Badge("minus", _("Dilewati"), "mute"),
    # a request for data
    "REQUEST_ASKED": Badge("hourglass", pgettext_lazy("permintaan", "Diminta"), "ask"),
    "REQUEST_ANSWERED": Badge("check", pgettext_lazy("permintaan", "Dijawab"), "new"),
    "REQUEST_WITHDRAWN": Badge("undo", pgettext_lazy("permintaan", "Ditarik"), "mute"),
    # thresholds
    "OVER": Badge("alert-triangle", _("Di atas ambang"), "ask"),
    "UNDER": Badge("check", _("Di bawah"), "mute"),
}


def look_of(kind: object, group: str = "") -> Badge:
    """Find the look of a value; `group` tells namesakes apart ("period", "OPEN").

    A value nobody has drawn yet is still shown: in grey, by its own word.
    """
    key = str(getattr(kind, "value", kind) or "").upper().replace(" ", "_")
    found = BADGES.get(f"{group}_{key}".upper()) if group else None
    found = found or BADGES.get(key)
    word = str(getattr(kind, "label", kind) or "").replace("_", " ")
    return found or Badge(
        "minus", word.capitalize() if word.isupper() else word, "mute"
    )
