"""Words for the action codes of the ledger; a code without a word is shown as it is."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACTIONS: dict[str, str | Promise] = {
    "login": _("Masuk"),
    "logout": _("Keluar"),
    "login.failed": _("Gagal masuk"),
    "login.locked": _("Akun dikunci sementara"),
    "login.expired": _("Akun berakhir"),
    "account.create": _("Akun dibuat"),
    "account.change": _("Akun diubah"),
    "refused.write": _("Perubahan ditolak"),
    "period.open": _("Periode dibuka"),
    "period.close": _("Periode ditutup"),
    "job.cancel": _("Pekerjaan dibatalkan"),
    "job.retry": _("Pekerjaan diulang"),
    "voter.view": _("Pemilih dibuka"),
    "voter.search": _("Pencarian pemilih"),
    "voter.unmask": _("NIK dibuka"),
    "voter.export": _("Berkas keluar"),
    "export": _("Berkas keluar"),
    "export.download": _("Berkas diunduh"),
    "export.delete": _("Unduhan dihapus"),
    "refused.export": _("Ekspor ditolak"),
    "job.export": _("Berkas keluar"),
    "ledger.export": _("Berkas keluar"),
    "delivery.export": _("Berkas keluar"),
    "roll.load": _("Daftar dimuat"),
    "proposal": _("Usulan diputus"),
    "proposal.bulk": _("Usulan diputus sekaligus"),
    "proposal.export": _("Berkas keluar"),
    "evidence.add": _("Bukti ditambah"),
    "evidence.read": _("Bukti dibuka"),
    "delivery.receive": _("Kiriman diterima"),
    "delivery.map": _("Pemetaan kolom diubah"),
    "delivery.refused": _("Berkas keluar"),
    "recap.behind": _("Rincian angka dibuka"),
    "supervisor.list": _("Daftar dibuka Bawaslu"),
    "plenary.save": _("Catatan pleno disimpan"),
    "plenary.scan": _("Pindaian diunggah"),
    "plenary.scan.read": _("Pindaian dibuka"),
    "plenary.freeze": _("Periode dibekukan"),
    "plenary.publish": _("Rekap diterbitkan"),
}


def action_word(code: str) -> str:
    """What an action is called; the longest known beginning of its code decides."""
    parts = code.split(".")
    for length in range(len(parts), 0, -1):
        known = ACTIONS.get(".".join(parts[:length]))
        if known:
            return str(known)
    return code
