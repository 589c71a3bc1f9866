"""Words for the action codes of the ledger; a code without a word is shown as it is."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACTIONS: dict[str, str | Promise] = {
    "login": _("Masuk"),
    "logout": _("Keluar"),
    "login.failed": _("Gagal masuk"),
    "login.locked": _("Akun dikunci sementara"),
    "login.expired": _("Sesi berakhir"),
    "account.create": _("Akun dibuat"),
    "account.on": _("Akun dihidupkan"),
    "account.off": _("Akun dimatikan"),
    "account.ends": _("Masa berlaku akun diubah"),
    "account.password": _("Kata sandi diganti"),
    "account.change.ask": _("Perubahan akun diminta"),
    "account.change.refuse": _("Perubahan akun ditolak"),
    "account.code": _("Kode sekali pakai diberikan"),
    "account.code.used": _("Kode sekali pakai dipakai"),
    "mfa.add": _("Langkah kedua dipasang"),
    "mfa.remove": _("Langkah kedua dilepas"),
    "account.change": _("Akun diubah"),
    "refused.write": _("Perubahan ditolak"),
    "period.open": _("Periode dibuka"),
    "period.close": _("Periode ditutup"),
    "period.reopen": _("Periode dibuka kembali"),
    "period.reopen.ask": _("Pembukaan kembali diminta"),
    "period.reopen.confirm": _("Pembukaan kembali disetujui"),
    "period.reopen.refuse": _("Pembukaan kembali ditolak"),
    "period.resume": _("Periode dilanjutkan"),
    "advice.enter": _("Surat Bawaslu dicatat"),
    "advice.save": _("Surat Bawaslu diubah"),
    "advice.people": _("Orang dicatat pada surat"),
    "advice.propose": _("Saran menjadi usulan"),
    "advice.read": _("Surat Bawaslu dibuka"),
    "advice.export": _("Berkas keluar"),
    "advice.template": _("Berkas keluar"),
    "job.cancel": _("Pekerjaan dibatalkan"),
    "job.retry": _("Pekerjaan diulang"),
    "refused.right": _("Hak tidak cukup"),
    "refused.number": _("NIK di alamat ditolak"),
    "refused.object": _("Tidak ada di wilayahnya"),
    "voter.list": _("Daftar pemilih dibuka"),
    "voter.view": _("Pemilih dibuka"),
    "voter.search": _("Pencarian pemilih"),
    "voter.unmask": _("NIK dibuka"),
    "voter.export": _("Berkas keluar"),
    "export": _("Berkas keluar"),
    "job.export": _("Berkas keluar"),
    "ledger.export": _("Berkas keluar"),
    "delivery.export": _("Berkas keluar"),
    "roll.load": _("Daftar dimuat"),
    "proposal": _("Usulan diputus"),
    "proposal.bulk": _("Usulan diputus sekaligus"),
    "proposal.export": _("Berkas keluar"),
    "proposal.view": _("Usulan dibuka"),
    "delivery.rows": _("Baris kiriman dibuka"),
    "trail.view": _("Jejak pemilih dibuka"),
    "trail.export": _("Berkas keluar"),
    "breach.export": _("Paket pelanggaran data"),
    "retention": _("Data lama dibuang"),
    "evidence.add": _("Bukti ditambah"),
    "evidence.read": _("Bukti dibuka"),
    "delivery.receive": _("Kiriman diterima"),
    "delivery.map": _("Pemetaan kolom diubah"),
    "delivery.refused": _("Berkas keluar"),
    "recap.behind": _("Rincian angka dibuka"),
    "supervisor.list": _("Daftar dibuka Bawaslu"),
    "supervisor.sample": _("Sampel ditarik Bawaslu"),
    "supervisor.sample.export": _("Berkas keluar"),
    "voter.residents": _("Daftar warga dibuka"),
    "proposal.village": _("Halaman kelurahan dibuka"),
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
