"""The Berita Acara as Word document, for offices that finish it in their own words.

It says what the PDF says, from the same dataset; the same data gives the same bytes.
"""

import datetime as dt
import io
from typing import Any

import segno
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from plenos.documents.annexes_docx import annexes
from plenos.documents.minutes import EMPTY_MEETING
from plenos.documents.word import centred, field, figure, packed, table

DOTS = "................................"
SIGNS = {
    "SEBELUM": "Periode sebelumnya",
    "BARU": "Pemilih baru (+)",
    "PEMULIHAN": "Pemulihan, dicetak di bawah baru (+)",
    "TMS": "Tidak memenuhi syarat (\u2212)",
    "MASUK": "Pindah masuk antarkelurahan (+)",
    "KELUAR": "Pindah keluar antarkelurahan (\u2212)",
    "KOREKSI": "Koreksi jenis kelamin (\u00b1)",
    "WILAYAH": "Penyesuaian wilayah (\u00b1)",
    "SEKARANG": "Sekarang (=)",
}
NIHIL = (
    "Selama periode ini tidak ada perubahan daftar pemilih: pemilih baru, tidak "
    "memenuhi syarat, pindah dan perbaikan data nihil."
)
"""What the minutes of a month without any change say; the same words in the PDF."""


def minutes_docx(data: dict[str, Any]) -> bytes:
    """Word document of the minutes with its annexes; DRAF in the head of a draft."""
    filled = {**data, "plenary": {**EMPTY_MEETING, **data["plenary"]}}
    document = Document()
    _properties(document, filled)
    _page(document.sections[0], filled)
    _head(document, filled)
    _result(document, filled)
    _meeting(document, filled)
    _signatures(document, filled)
    annexes(document, filled)
    return packed(document)


def _properties(document: Any, data: dict[str, Any]) -> None:
    moment = dt.datetime(*data["date"])  # noqa: DTZ001  (docx wants it naive)
    core = document.core_properties
    core.title = f"Berita Acara Pleno PDPB {data['office']} {data['period_name']}"
    core.author = core.last_modified_by = f"Komisi Pemilihan Umum {data['office']}"
    core.subject = f"Nomor {data['plenary']['number']}, sidik rekap {data['sha256']}"
    core.keywords = f"PDPB, {data['regency']}, {data['period']}"
    core.comments = ""
    core.language = "id-ID"
    core.created = core.modified = moment
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(11)
    style.paragraph_format.space_after = Pt(4)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "id-ID")
    style.element.get_or_add_rPr().append(language)


def _page(section: Any, data: dict[str, Any]) -> None:
    """A4, the draft's mark in the head, number and digest in the foot."""
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.2)
    section.top_margin = section.bottom_margin = Cm(2)
    if data["draft"]:
        mark = section.header.paragraphs[0]
        mark.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run = mark.add_run("DRAF, belum diputuskan pleno")
        run.bold = True
    foot = section.footer.paragraphs[0]
    number = data["plenary"]["number"] or DOTS
    foot.add_run(f"BA {number}, sidik rekap {data['sha256'][:16]}. Halaman ")
    field(foot, "PAGE")
    foot.add_run(" dari ")
    field(foot, "NUMPAGES")
    for run in foot.runs:
        run.font.size = Pt(8)


def _head(document: Any, data: dict[str, Any]) -> None:
    meeting = data["plenary"]
    centred(document, f"KOMISI PEMILIHAN UMUM\n{data['office'].upper()}", bold=True)
    title = document.add_heading("BERITA ACARA", level=1)
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    centred(document, f"NOMOR: {meeting['number'] or DOTS}")
    centred(
        document,
        "TENTANG\nREKAPITULASI PEMUTAKHIRAN DATA PEMILIH BERKELANJUTAN\n"
        f"PERIODE {data['period_name'].upper()}",
        bold=True,
    )
    document.add_paragraph(
        f"Pada hari ini, {meeting['day_words'] or DOTS}, pukul "
        f"{meeting['hour'] or DOTS} {data['zone']}, bertempat di "
        f"{meeting['place'] or DOTS}, telah dilaksanakan Rapat Pleno Terbuka "
        "Rekapitulasi Pemutakhiran Data Pemilih Berkelanjutan periode "
        f"{data['period_name']} oleh Komisi Pemilihan Umum {data['office']}."
    )
    if meeting["agenda"]:
        document.add_paragraph(f"Acara rapat: {meeting['agenda']}")
    before = data["replaces"]
    if before:
        document.add_paragraph(
            f"Rekapitulasi ini adalah versi {data['version']} dan mengganti versi "
            f"{before['version']}, Berita Acara nomor {before['number'] or DOTS}. "
            f"Periode dibuka kembali atas saran {before['institution']}, surat nomor "
            f"{before['letter']} tanggal {before['letter_on']}, dengan alasan: "
            f"{before['reason']} Perbedaannya dimuat dalam Lampiran V."
        )


def _result(document: Any, data: dict[str, Any]) -> None:
    total, words = data["total"]["figures"], data["words"]
    male, female, both = total["SEKARANG"]
    document.add_paragraph("Rapat pleno menetapkan hasil rekapitulasi sebagai berikut:")
    table(
        document,
        ["Uraian", "Dengan huruf", "Jumlah"],
        [
            ["Pemilih laki-laki", words["L"], figure(male)],
            ["Pemilih perempuan", words["P"], figure(female)],
            ["TPS reguler", words["reguler"], figure(total["REGULER"][2])],
            ["Lokasi khusus", words["loksus"], figure(total["LOKSUS"][2])],
            ["Jumlah pemilih", words["LP"], figure(both)],
        ],
        numbers=1,
    )
    document.add_paragraph(
        f"yang tersebar di {data['spread'][0]} kecamatan dan "
        f"{data['spread'][1]} kelurahan/desa, dengan {figure(data['ubah'])} "
        "perbaikan data yang tidak mengubah jumlah, dan "
        f"{figure(data['ditahan'])} pemilih ditahan yang tetap dihitung. Rincian pada "
        "Lampiran I sampai III merupakan bagian yang tidak terpisahkan dari Berita "
        "Acara ini."
    )
    table(
        document,
        ["Perhitungan", "L", "P", "L+P"],
        [[SIGNS[term], *map(figure, total[term])] for term in data["terms"]],
        numbers=3,
    )
    if data["nihil"] and not data["opening"]:
        document.add_paragraph(NIHIL)


def _meeting(document: Any, data: dict[str, Any]) -> None:
    meeting = data["plenary"]
    if meeting["inputs"]:
        document.add_paragraph(
            "Masukan dan tanggapan peserta rapat beserta tindak lanjutnya:"
        )
        rows = [
            [
                str(number),
                row["institution"],
                row["input"],
                row["follow_up"] + (f" ({row['note']})" if row["note"] else ""),
            ]
            for number, row in enumerate(meeting["inputs"], 1)
        ]
        table(document, ["No", "Instansi", "Masukan", "Tindak lanjut"], rows)
    else:
        document.add_paragraph("Tidak ada masukan atau keberatan dari peserta rapat.")
    document.add_paragraph(f"Keputusan rapat: {meeting['decision'] or DOTS}")
    document.add_paragraph(
        f"Demikian Berita Acara ini dibuat dalam {meeting['copies']} "
        f"({meeting['copies_words']}) rangkap, masing-masing mempunyai kekuatan hukum "
        "yang sama."
    )


def _signatures(document: Any, data: dict[str, Any]) -> None:
    centred(document, f"KOMISI PEMILIHAN UMUM {data['office'].upper()}")
    people = data["plenary"]["signatories"]
    if people:
        lines = document.add_table(rows=(len(people) + 1) // 2, cols=2)
        for at, person in enumerate(people):
            place = lines.cell(at // 2, at % 2).paragraphs[0]
            place.alignment = WD_ALIGN_PARAGRAPH.CENTER
            place.add_run(f"{person['title']}\n\n\n\n")
            place.add_run(person["name"]).bold = True
    if data["url"]:
        picture = io.BytesIO()
        segno.make(data["url"], error="m").save(
            picture, kind="png", border=2, scale=6, compresslevel=9
        )
        shape = document.add_picture(picture, width=Cm(2.6))
        shape._inline.docPr.set("descr", f"Kode QR menuju {data['url']}")
        document.add_paragraph(
            f"Periksa keaslian: pindai kode QR atau buka {data['url']}"
        )
    document.add_paragraph(
        f"Sidik SHA-256 rekap (sama pada halaman, lembar kerja dan Berita Acara): "
        f"{data['sha256']}\nKepala rantai peristiwa: "
        f"{data['head'] or 'belum dibekukan'}"
    )
