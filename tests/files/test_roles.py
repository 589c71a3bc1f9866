"""Which role takes which columns away: every exporting address, every role."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import get_resolver

from accounts.models import Role
from files.exports import Column, ExportRefused, sources
from files.exports.fields import ANY, FIELDS, MASKS, SYSTEM, allowed

SignIn = Callable[[Any], Any]
PARTS = (
    *("operator_a", "chair_a", "member_a", "province", "supervisor", "admin"),
    *("operator_b", "chair_b", "province_b", "supervisor_b"),
)
OFFICE = ("operator_a", "chair_a", "member_a")
ADVICE = (
    "Nomor surat,Jenis,Lembaga,Tanggal surat,Batas waktu,Isi,Jawaban,Nomor jawaban,"
    "Tanggal jawaban,Tindak lanjut"
)
ALSO = {
    "/kab/3272/saran/ekspor/": "supervisor",
    "/kab/3272/coklit/ekspor/": "supervisor",
    "/kab/3272/bansos/ekspor/": "village",
    "/kab/3272/tps/ekspor/": "supervisor",
}
"""Who besides the office takes a file from an address."""
# The heading that each address gives to the office; nobody else gets a file.
ADDRESSES = {
    "/kab/3272/pemilih/ekspor/": (
        "NIK,Nama,JK,Tanggal lahir,Status kawin,Alamat,RT,RW,Kelurahan,TPS,Status"
    ),
    "/kab/3272/tinjauan/ekspor/": (
        "Nomor,Jenis,NIK,Nama,Kelurahan,Kategori atau sebab,Unsur,Keadaan,Sumber,"
        "Dibuat,Pemutus"
    ),
    "/kab/3272/ganda/ekspor/": (
        "Nomor,Nama A,NIK A,Kelurahan A,TPS A,Nama B,NIK B,Kelurahan B,TPS B,Tingkat,"
        "Bobot,Asal,Aturan,Keadaan,Catatan,Pemutus"
    ),
    "/kab/3272/ganda/antar/ekspor/": (
        "Nomor,Nama,NIK,Kelurahan,TPS,Kab/kota lain,Persamaan,Aturan,Jawaban,"
        "Jawaban lain,Catatan,Penjawab"
    ),
    "/kab/3272/ganda/dukcapil/ekspor/": (
        "Nomor,NIK,Nama dalam daftar,Kelurahan,Nama dalam data,Keadaan,Nomor surat,"
        "Tanggal surat,Jawaban,Nomor jawaban,Tanggal jawaban,Catatan"
    ),
    "/kab/3272/sidalih/ekspor/": (
        "DPID,No KK,NIK,Nama,Tempat Lahir,Tanggal Lahir,Status Perkawinan,"
        "Jenis Kelamin,Jalan/Dukuh,RT,RW,Disabilitas,KTP-el,Keterangan,TPS,Kelurahan,"
        "Jenis"
    ),
    "/kab/3272/sidalih/banding/ekspor/": (
        "Baris,Hasil,DPID,NIK,Nama,Kelurahan,Unsur,Portal,SIDALIH,Keterangan,Lembar,"
        "Usulan"
    ),
    "/kab/3272/sidalih/banding/daftar/ekspor/": (
        "Berkas,Cakupan,Baris,Hasil,Sama,Berbeda,Hanya di SIDALIH,DPID bertentangan,"
        "Tidak terbaca,Belum dientri di SIDALIH,Pengunggah,Diunggah"
    ),
    "/kab/3272/kiriman/ekspor/": (
        "Berkas,Pengirim,Nomor surat,Periode,Jenis,Baris,Ditolak,Diterima,Penerima,"
        "Keadaan,SHA-256"
    ),
    "/kab/3272/pekerjaan/ekspor/": (
        "Pekerjaan,Keadaan,Selesai,Jumlah,Peminta,Dibuat,Berakhir,Keterangan"
    ),
    "/kab/3272/saran/ekspor/": ADVICE,
    "/kab/3272/coklit/ekspor/": (
        "Nomor,Kelompok,Wilayah,Batas waktu,Tugas,Selesai,Sisa,Diuji,Sesuai,Benih,"
        "Keadaan"
    ),
    "/kab/3272/coklit/tugas/ekspor/": (
        "Kelompok,Lembar,Baris,NIK,Nama,Alasan,Kelurahan,RW,RT,Hari,Petugas,Kunjungan,"
        "Hasil,Keadaan"
    ),
    "/kab/3272/mitra/ekspor/": (
        "Instansi,Jenis,Kode wilayah,Alamat,Diundang ke pleno,Catatan"
    ),
    "/kab/3272/mitra/pks/ekspor/": (
        "Nomor PKS,Instansi,Tentang,Tanggal,Berakhir,SHA-256 pindaian"
    ),
    "/kab/3272/mitra/permintaan/ekspor/": (
        "Nomor surat,Instansi,Tanggal surat,Data yang diminta,Dasar hukum,Batas waktu,"
        "Keadaan,Dijawab"
    ),
    "/kab/3272/mitra/kegiatan/ekspor/": (
        "Kegiatan,Jenis,Tanggal,Tempat,Diundang,Hadir,Hasil"
    ),
    "/kab/3272/pos-kecamatan/ekspor/": "Nama,Kecamatan,Tempat,Kontak,Status,Halaman",
    "/kab/3272/kunjungan/ekspor/": ("Waktu,Pos,Kecamatan,Jenis,Nomor laporan,Petugas"),
    "/kab/3272/kabar/ekspor/": (
        "Judul,Kecamatan,Periode,Keadaan,Disematkan,Penulis,Terbit"
    ),
    "/kab/3272/sapa-warga/ekspor/": (
        "Tanggal,Mulai,Sampai,Kegiatan,Jenis,Kecamatan,Tempat,Keadaan,Alasan batal,"
        "Orang ditemui,Laporan,Catatan"
    ),
    "/kab/3272/genap-17/angka/ekspor/": "Kelurahan,L,P,Jumlah",
    "/kab/3272/genap-17/ekspor/": "Nama,JK,Kelurahan,Bulan genap 17",
    "/kab/3272/sebaran/jangkauan/ekspor/": "Tanggal,Kecamatan,Saluran,Kunjungan",
    "/kab/3272/pleno/2026-11/kelurahan/ekspor/": (
        "Periode,Kecamatan,Kelurahan,Keadaan,Tanggal,Oleh,Nomor surat,Usulan,"
        "Diterapkan,Ditolak,Belum diputus,Sidik"
    ),
    "/kab/3272/bansos/ekspor/": (
        "No Penerima,NIK,Nama,JK,Alamat,Kelurahan,RW,RT,Kecocokan,Hasil,Diperiksa"
    ),
    "/kab/3272/ditahan/ekspor/": (
        "Yang menunggu,Usulan,NIK,Nama,Kelurahan,Sebab,Tenggat,Oleh"
    ),
    "/kab/3272/serah-terima/ekspor/": (
        "Nomor,Nama,NIK,Arah,Kab/kota lain,Keadaan,Menunggu,Batas jawaban,Alasan,"
        "Catatan,Pembuka,Dibuka,Penjawab"
    ),
    "/kab/3272/tps/ekspor/": (
        "Kelurahan,Kecamatan,TPS,Lokasi khusus,L,P,L+P,Tanpa TPS,Di atas kapasitas"
    ),
    "/kab/3272/wilayah/ekspor/": (
        "Jenis,Dasar hukum,Tanggal,Berlaku sejak,Keadaan,Periode,Pemilih,Disusun oleh,"
        "Orang kedua"
    ),
    "/kab/3272/jejak/ekspor/": (
        "Waktu,Pelaku,Tindakan,Kode tindakan,Objek,Rincian,Alamat jaringan"
    ),
}


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("part", PARTS)
def test_every_exporting_address_by_role(
    shared_stocked: str, cast: Any, sign_in: SignIn, part: str, address: str
) -> None:
    answer = sign_in(getattr(cast, part)).get(f"{address}?format=csv")
    if part not in OFFICE and part != ALSO.get(address):
        assert answer.status_code in {403, 404}
        return
    assert answer.status_code == 200
    text = b"".join(answer.streaming_content).decode()
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert text.splitlines()[0] == ADDRESSES[address]
    for row in rows:
        numbers = [row.get("NIK"), row.get("Tanggal lahir")]
        assert all("•" in number for number in numbers if number)
    assert rows or "pemilih" not in address


def test_the_addresses_above_are_all_that_export() -> None:
    """Papers and refused rows have tests of their own, as finished files."""
    found = [
        str(pattern.pattern).replace("<str:period>", "2026-11")
        for entry in get_resolver().url_patterns
        for pattern in getattr(entry, "url_patterns", [])
        if "ekspor/" in str(pattern.pattern)
    ]
    assert sorted(found) == sorted(one[10:] for one in ADDRESSES)


def test_a_role_without_a_list_takes_nothing() -> None:
    for kind, lists in FIELDS.items():
        for role in {*Role.values, "", "SOMEBODY"} - set(lists):
            with pytest.raises(ExportRefused):
                allowed(kind, role, [Column("NIK"), Column("Nama")])
    with pytest.raises(ExportRefused):
        allowed("no.such.kind", Role.CHAIR, [Column("Nama")])


def test_numbers_of_persons_are_masked_in_every_list_of_an_account() -> None:
    """In full only for the sender itself, for Dukcapil under a letter's number, for
    SIDALIH, for the social office its own file, and for a command on the server."""
    in_full = {
        *("proposal.command", "dukcapil.letter.export", "sidalih.export"),
        "aid.social.export",
        "sidalih.compare.export",
    }
    for kind, lists in FIELDS.items():
        for role, names in lists.items():
            plain = set(MASKS) & set(names)
            assert not plain or kind in in_full, (kind, role)
            masked = {name[1:] for name in names if name.startswith("~")}
            assert masked <= set(MASKS), (kind, role)
    whole = {kind for kind, lists in FIELDS.items() if (ANY,) in lists.values()}
    forms = {"account.template", "delivery.template", "aid.template"}
    forms |= {"advice.template"}
    papers = {"export", "report.receipt", "supervisor.sample.export", *forms}
    papers |= {"request.letter", "outgoing.copy", "poster.export", "region.template"}
    assert whole == {*papers, "delivery.refused.export", "aid.refused.export"} | {
        "sidalih.unreadable.export"
    }


def test_a_column_outside_the_list_is_left_out_with_its_cells() -> None:
    columns = [Column("Nama"), Column("Agama"), Column("NIK")]
    kept, places = allowed("voter.export", Role.OPERATOR, columns)
    assert [column.label for column in kept] == ["Nama", "NIK"]
    assert places == [0, 2]
    assert kept[1].mask and kept[1].mask("3272010101900001") == "327201••••••••••"


def test_every_list_that_can_be_asked_for_has_its_columns() -> None:
    assert sources.names() == [
        *("activity.export", "advice.export", "agreement.export"),
        *("aid.social.export", "aid.village.export", "bulletin.export"),
        *("coklit.batch.export", "coklit.task.export", "delivery.export"),
        *("dukcapil.export", "duplicate.export", "event.export"),
        *("exchange.export", "exchange.hash.export", "handover.export"),
        *("held.export", "job.export", "ledger.export", "partner.export"),
        *("post.export", "proposal.export", "reach.export", "recap.export"),
        *("region.export", "request.export"),
        *("sidalih.compare.export", "sidalih.comparisons.export", "sidalih.export"),
        *("station.list.export", "station.village.export"),
        *("turning.export", "turning.figures.export"),
        *("village.export", "visit.export", "voter.export"),
    ]
    assert set(sources.names()) <= set(FIELDS)
    assert SYSTEM not in FIELDS["voter.export"]
