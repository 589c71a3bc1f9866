"""Words for a long work: its title, what is left, and what a reader hears of it."""

import datetime as dt
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop, ngettext

TITLES = {
    "reconcile": gettext_lazy("Rekonsiliasi kiriman"),
    "recognise": gettext_lazy("Pengenalan berkas"),
    "apply": gettext_lazy("Penerapan usulan"),
    "undo": gettext_lazy("Pengurungan penerapan"),
    "bulk_decide": gettext_lazy("Keputusan massal"),
    "decide": gettext_lazy("Keputusan massal"),
    "load_roll": gettext_lazy("Pemuatan daftar pemilih"),
    "freeze": gettext_lazy("Pembekuan periode"),
    "recap": gettext_lazy("Penghitungan rekap"),
    "verify": gettext_lazy("Pemeriksaan keutuhan"),
    "export": gettext_lazy("Ekspor daftar"),
    "outgoing": gettext_lazy("Salinan ke folder bersama"),
    "minutes": gettext_lazy("Penyusunan berita acara"),
}
UNITS = (
    *(gettext_noop("baris"), gettext_noop("usulan"), gettext_noop("periode")),
    gettext_noop("pasangan"),
    gettext_noop("berkas"),
    gettext_noop("surel"),
)
"""What jobs count; a job keeps the word, the page translates it."""
TRUST_AFTER = 3
"""Seconds of a stage before its speed says anything about the rest."""


def title_of(job: Any) -> str:
    """Name a job for people."""
    own = getattr(job, "title", "")
    if own:
        return str(own)
    kind = str(job.kind)
    last = kind.rsplit(".", 1)[-1]
    return str(
        TITLES.get(kind) or TITLES.get(last) or kind.replace("_", " ").capitalize()
    )


ADVICE = {
    "reconcile": gettext_lazy(
        "Tidak ada usulan yang dibuat. Perbaiki berkasnya dan unggah lagi, atau coba "
        "lagi bila sebabnya sudah hilang."
    ),
    "apply": gettext_lazy(
        "Daftar tidak berubah dan usulannya tetap diterima. Coba lagi; bila gagal "
        "lagi, hubungi administrator dengan kalimat di atas."
    ),
    "freeze": gettext_lazy(
        "Periode tetap terbuka. Hilangkan sebabnya, lalu bekukan lagi dari pleno."
    ),
    "export": gettext_lazy("Persempit saringannya atau minta berkasnya lagi."),
}
"""What to do about a failed job, by kind."""
ADVICE_ELSE = gettext_lazy(
    "Tidak ada yang berubah setengah jalan. Hilangkan sebabnya, lalu pilih Coba lagi."
)


ADVICE_SETTLED = gettext_lazy(
    "Yang sudah disimpan tidak ditarik kembali. Coba lagi melanjutkan pekerjaan ini "
    "sampai hasilnya dilaporkan."
)
"""Of a job that failed after it had committed its effect."""


def advice_of(job: Any) -> str:
    """Say what can be done about a failed job."""
    if job.settled_at:
        return str(ADVICE_SETTLED)
    return str(ADVICE.get(str(job.kind), ADVICE_ELSE))


def bar_of(job: Any) -> tuple[int, int]:
    """Where the bar of a job stands, and where it ends.

    Each stage is an equal part of it, so that it never falls back when one begins.
    """
    total = int(job.total or 1)
    at, of = getattr(job, "stage_place", None) or (1, 1)
    return (at - 1) * total + min(int(job.done), total), of * total


def stage_of(job: Any) -> str:
    """The stage in words, with its place where the work has several."""
    label = str(getattr(job, "stage_label", job.stage))
    at, of = getattr(job, "stage_place", None) or (1, 1)
    if of == 1:
        return label
    words = {"at": at, "of": of, "stage": label}
    return _("Tahap %(at)s dari %(of)s, %(stage)s") % words


def time_left(job: Any, now: dt.datetime | None = None) -> str:
    """Say roughly how long the running stage still takes, or nothing yet.

    Of a stage that cannot tell how far it is: how long it has been running.
    """
    start = job.stage_started_at or job.started_at
    if not start or (job.total and job.done >= job.total):
        return ""
    spent = ((now or timezone.now()) - start).total_seconds()
    if spent < TRUST_AFTER:
        return ""
    if not job.done or not job.total:
        return _running_for(spent)
    left = _left(spent * (job.total - job.done) / job.done)
    _at, of = getattr(job, "stage_place", None) or (1, 1)
    return left if of == 1 else _("%(left)s untuk tahap ini") % {"left": left}


def _left(seconds: float) -> str:
    if seconds < 60:
        rounded = max(5, int(-(-seconds // 5) * 5))
        return _("sisa ±%(n)s detik") % {"n": rounded}
    minutes = round(seconds / 60)
    return ngettext("sisa ±%(n)s menit", "sisa ±%(n)s menit", minutes) % {"n": minutes}


def _running_for(spent: float) -> str:
    if spent < 60:
        return _("berjalan %(n)s detik") % {"n": int(spent)}
    minutes, seconds = divmod(int(spent), 60)
    words = {"m": minutes, "s": seconds}
    return _("berjalan %(m)s menit %(s)s detik") % words


def spoken(job: Any) -> str:
    """What a screen reader is told: the stage and each quarter, not every second.

    A stage that cannot tell how far it is has no percentage: nobody knows it.
    """
    state = str(job.get_state_display())
    if not job.is_open:
        return f"{title_of(job)}: {state}"
    parts = [title_of(job), stage_of(job) if job.stage else state]
    if job.total and job.done:
        parts.append(f"{job.done * 4 // job.total * 25}%")
    return ", ".join(parts)
