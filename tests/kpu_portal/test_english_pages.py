"""The pages as an English reader sees them: no Indonesian besides names and terms."""

import io
import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from launcher.messages import compile_all
from tests.databases import NEXT
from tests.reconciliation.conftest import reconcile, take_in
from tests.roles import as_worker

COMMON = """
ada agar aktif akun alamat alasan anda angka antrean atau bagian baris baru batal belum
beku berita berikutnya berjalan berkas berubah besok boleh buka bukti buku bulan cari
catatan cocok daftar dalam dan dapat dari dengan detik di dibatalkan dibekukan dibuka
dibuat dicatat digabung dilewati dimuat diperiksa diproses dipilih disimpan ditahan
diterapkan diterima ditinjau ditolak ditunda ditutup diunggah diurungkan dukungan gagal
ganda hadir halaman hanya hari hapus hasil hitung hitungan ini isian itu jabatan jam
jenis jumlah karena kategori kawin ke keadaan keluar kelamin keputusan keseimbangan
keterangan kiriman kolom kosong laki-laki lahir lain lainnya lalu lebih lengkap lihat
masalah masih masuk masukan memuat mengusulkan meninggal menjadi menit menunggu menurut
milik mulai muncul nama nomor oleh orang pada pekerjaan pemilih pemulihan penanda
pencarian pengirim penyandang perempuan periksa periode peristiwa perlu pernah pertama
pertanyaan perubahan pilih pindah pindaian pratinjau putuskan rapat rekapitulasi riwayat
rincian saat sama sampai saring saringan sebab sebelum sebelumnya sekarang selesai
selisih semua sementara sesudah setelah simpan sudah sumber surat tahap tampilkan
tanggal tempat tenggat terapkan terbit terbuka terima terkunci tersimpan tidak tindak
tinjau tinjauan tolak tombol tunda tutup ubah unduh unggah unsur untuk urungkan urut
usia usulan versi wajib waktu wilayah yang januari februari maret mei juni juli agustus
oktober desember
"""
INDONESIAN = frozenset(COMMON.split())
"""What gives a forgotten text away."""
SPOKEN = ("aria-label", "title", "placeholder", "alt", "data-key-label", "data-unit")
SILENT = frozenset({"script", "style", "option-data"})
WORD = re.compile(r"(?<![a-z\d])[a-z]+(?:-[a-z]+)?(?![a-z\d])", re.IGNORECASE)
KEY = re.compile(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|\b[0-9a-f]{12,}\b")
"""Keys and fingerprints: their letters may spell a word of any language."""
DATA = re.compile(r"baris-bermasalah\.xlsx|Kesalahan|Saran|Bahasa Indonesia")
"""Words that stay Indonesian in an English sentence: what a file is called."""


class Reader(HTMLParser):
    """Collects what is read or spoken."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in SILENT
        self._take(*(value or "" for name, value in attrs if name in SPOKEN))

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in SILENT

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self._take(data)

    def _take(self, *texts: str) -> None:
        self.texts += filter(None, (KEY.sub("", text).strip() for text in texts))


def _words(text: str) -> Iterator[str]:
    """Words of a text; those in capitals are codes and data of the roll."""
    for word in WORD.findall(DATA.sub("", text)):
        if not word.isupper():
            yield word.lower()


def indonesian(page: str) -> list[str]:
    """Texts of a page with an Indonesian word in them."""
    reader = Reader()
    reader.feed(page)
    return sorted({text for text in reader.texts if INDONESIAN & set(_words(text))})


def test_the_reader_finds_what_it_looks_for() -> None:
    page = (
        '<p aria-label="Cari nama">x</p><p>Held</p><script>tidak</script><td>DAN</td>'
    )
    assert indonesian(page) == ["Cari nama"]
    assert not indonesian("<p>44e0fb06-fab7-471d-8ada-70027c656fe4</p>")


@pytest.fixture(scope="module")
def filled(shared_stocked: str, demo_files: Any) -> Iterator[dict[str, Any]]:
    """A stocked office with a reconciled delivery, another one waiting, and a job."""
    compile_all()
    with as_worker():
        done = reconcile(demo_files.path("events"), "EVENTS")
        fresh = take_in(demo_files.path("snapshot"))
    yield {"done": done, "fresh": fresh}


def _office_pages(filled: dict[str, Any]) -> dict[str, str]:
    from jobs.models import Job
    from voters.models import ChangeProposal, Voter

    voter = Voter.objects.of("3272").filter(status="ACTIVE").order_by("id")[0]
    held = {p.kind: p for p in ChangeProposal.objects.of("3272").order_by("-id")}
    changed = Voter.objects.of("3272").filter(status="INELIGIBLE").order_by("id")[0]
    job = Job.objects.filter(regency_code="3272").order_by("-id")[0]
    done, fresh = filled["done"].public_id, filled["fresh"].public_id
    review = reverse("voters:review", args=["3272"])
    recap = reverse("plenos:recap", args=["3272", NEXT])
    rows = reverse("reconciliation:rows", args=["3272", done])
    propose = reverse("voters:propose", args=["3272"])
    pages = {
        "home": reverse("regency-home", args=["3272"]),
        "roll": reverse("voters:list", args=["3272"]),
        "roll, filtered": reverse("voters:list", args=["3272"]) + "?status=HELD&jk=L",
        "voter": reverse("voters:detail", args=["3272", voter.public_id]),
        "ineligible": reverse("voters:detail", args=["3272", changed.public_id]),
        "review": review,
        "nothing found": review + "?jenis=PEMULIHAN&keadaan=UNDONE",
        "bulk": reverse("voters:bulk", args=["3272"]) + "?keputusan=accept",
        "bulk, refuse": reverse("voters:bulk", args=["3272"]) + "?keputusan=reject",
        "deliveries": reverse("reconciliation:list", args=["3272"]),
        "upload": reverse("reconciliation:upload", args=["3272"]),
        "report": reverse("reconciliation:detail", args=["3272", done]),
        "recognised": reverse("reconciliation:detail", args=["3272", fresh]),
        "rows": rows + "?hasil=UBAH",
        "rows with warnings": rows + "?peringatan=semua",
        "recap": recap,
        "frozen recap": reverse("plenos:recap", args=["3272", "2026-10"]),
        "behind a figure": reverse("plenos:behind", args=["3272", NEXT])
        + "?column=SEKARANG",
        "plenary": reverse("plenos:plenary", args=["3272", NEXT]),
        "jobs": reverse("jobs:list", args=["3272"]),
        "job": reverse("jobs:progress", args=["3272", job.public_id]),
        "ledger": reverse("audit:list", args=["3272"]),
        "rules": reverse("rules"),
    }
    for kind, proposal in held.items():
        pages[f"proposal {kind}"] = reverse(
            "voters:proposal", args=["3272", proposal.public_id]
        )
    pages["propose BARU"] = propose
    pages["family"] = reverse("voters:family", args=["3272"])
    pages["family of a voter"] = f"{pages['family']}?pemilih={voter.public_id}"
    for kind in ("UBAH", "NIK", "TMS", "TAHAN"):
        pages[f"propose {kind}"] = f"{propose}?jenis={kind}&pemilih={voter.public_id}"
    return pages


def _told(client: Any, pages: dict[str, str]) -> dict[str, list[str]]:
    """Page -> its Indonesian texts."""
    client.cookies["django_language"] = "en"
    found = {}
    for name, url in pages.items():
        answer = client.get(url)
        assert answer.status_code == 200, (name, url, answer.status_code)
        if texts := indonesian(answer.content.decode()):
            found[name] = texts
    return found


SignIn = Callable[[Any], Any]


def test_an_office_reads_english(
    filled: dict[str, Any], cast: Any, sign_in: SignIn
) -> None:
    with as_worker():
        pages = _office_pages(filled)
    found = _told(sign_in(cast.operator_a), pages)
    assert not found, "\n".join(f"{name}: {texts}" for name, texts in found.items())


def test_readers_from_outside_read_english(
    filled: dict[str, Any], cast: Any, sign_in: SignIn
) -> None:
    assert not _told(
        sign_in(cast.province), {"province": reverse("province", args=["32"])}
    )
    assert not _told(
        sign_in(cast.supervisor),
        {
            "recaps": reverse("plenos:supervisor", args=["3272"]),
        },
    )


def test_a_visitor_reads_english(filled: dict[str, Any], client: Any) -> None:
    assert not _told(client, {"sign in": reverse("login")})
    client.cookies["django_language"] = "en"
    missing = client.get("/there-is-no-such-page/")
    assert not indonesian(missing.content.decode())


def test_what_leaves_the_office_stays_indonesian(
    filled: dict[str, Any], cast: Any, sign_in: SignIn
) -> None:
    """Refused rows go back to the sender, the recap is an official paper."""
    delivery = filled["done"]
    for name, key in (
        ("reconciliation:refused", delivery.public_id),
        ("plenos:workbook", NEXT),
    ):
        sheets = []
        for language in ("id", "en"):
            client = sign_in(cast.operator_a)
            client.cookies["django_language"] = language
            answer = client.get(reverse(name, args=["3272", key]))
            content = b"".join(answer.streaming_content if answer.streaming else answer)
            book = load_workbook(io.BytesIO(content), read_only=True)
            # The second of the download is no matter of language.
            rows = [[r for r in page.values if r[0] != "Waktu"] for page in book]
            sheets.append(rows)
        assert sheets[0] == sheets[1], name


def test_a_signatory_is_named_in_indonesian(
    filled: dict[str, Any], cast: Any, sign_in: SignIn
) -> None:
    client = sign_in(cast.operator_a)
    client.cookies["django_language"] = "en"
    page = client.get(reverse("plenos:plenary", args=["3272", NEXT])).content.decode()
    assert 'value="Ketua"' in page
    assert 'value="Chair"' not in page
