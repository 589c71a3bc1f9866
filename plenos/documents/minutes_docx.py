"""The Berita Acara as Word document, for offices that finish it in their own words.

It says what the PDF says, from the same dataset; the same data gives the same bytes.
"""

import datetime as dt
import io
import zipfile
from typing import Any

import segno
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from plenos.documents.minutes import EMPTY_MEETING
from plenos.documents.workbook import TITLES, VILLAGE_HEADS

DOTS = "................................"
SIGNS = {
    "SEBELUM": "Periode sebelumnya",
    "BARU": "Pemilih baru (+)",
    "PEMULIHAN": "Pemulihan, dicetak di bawah baru (+)",
    "TMS": "Tidak memenuhi syarat (\u2212)",
    "MASUK": "Pindah masuk antarkelurahan (+)",
    "KELUAR": "Pindah keluar antarkelurahan (\u2212)",
    "KOREKSI": "Koreksi jenis kelamin (\u00b1)",
    "SEKARANG": "Sekarang (=)",
}
PARTS = {"REGULER": "TPS reguler", "LOKSUS": "Lokasi khusus", "SEKARANG": "Jumlah"}
VILLAGE_NOTE = (
    "Usulan periode ini per kelurahan/desa menurut hasilnya, dan siapa yang "
    "mengonfirmasi rekapnya. Nomor surat berarti konfirmasi di atas kertas, dicatat "
    "kantor."
)
_FIXED = (2000, 1, 1, 0, 0, 0)


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
    _annexes(document, filled)
    return _packed(document)


def figure(n: int) -> str:
    """1234 -> "1.234", with a real minus sign."""
    text = f"{abs(n):,}".replace(",", ".")
    return f"\u2212{text}" if n < 0 else text


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
    _field(foot, "PAGE")
    foot.add_run(" dari ")
    _field(foot, "NUMPAGES")
    for run in foot.runs:
        run.font.size = Pt(8)


def _field(paragraph: Any, code: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    paragraph._p.append(field)


def _head(document: Any, data: dict[str, Any]) -> None:
    meeting = data["plenary"]
    _centred(document, f"KOMISI PEMILIHAN UMUM\n{data['office'].upper()}", bold=True)
    title = document.add_heading("BERITA ACARA", level=1)
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _centred(document, f"NOMOR: {meeting['number'] or DOTS}")
    _centred(
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


def _centred(document: Any, text: str, bold: bool = False) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.add_run(text).bold = bold


def _result(document: Any, data: dict[str, Any]) -> None:
    total, words = data["total"]["figures"], data["words"]
    male, female, both = total["SEKARANG"]
    document.add_paragraph("Rapat pleno menetapkan hasil rekapitulasi sebagai berikut:")
    _table(
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
        f"yang tersebar di {len(data['districts'])} kecamatan dan "
        f"{len(data['villages'])} kelurahan/desa, dengan {figure(data['ubah'])} "
        "perbaikan data yang tidak mengubah jumlah, dan "
        f"{figure(data['ditahan'])} pemilih ditahan yang tetap dihitung. Rincian pada "
        "Lampiran I sampai III merupakan bagian yang tidak terpisahkan dari Berita "
        "Acara ini."
    )
    _table(
        document,
        ["Perhitungan", "L", "P", "L+P"],
        [[SIGNS[term], *map(figure, total[term])] for term in data["terms"]],
        numbers=3,
    )


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
        _table(document, ["No", "Instansi", "Masukan", "Tindak lanjut"], rows)
    else:
        document.add_paragraph("Tidak ada masukan atau keberatan dari peserta rapat.")
    document.add_paragraph(f"Keputusan rapat: {meeting['decision'] or DOTS}")
    document.add_paragraph(
        f"Demikian Berita Acara ini dibuat dalam {meeting['copies']} "
        f"({meeting['copies_words']}) rangkap, masing-masing mempunyai kekuatan hukum "
        "yang sama."
    )


def _signatures(document: Any, data: dict[str, Any]) -> None:
    _centred(document, f"KOMISI PEMILIHAN UMUM {data['office'].upper()}")
    people = data["plenary"]["signatories"]
    if people:
        table = document.add_table(rows=(len(people) + 1) // 2, cols=2)
        for at, person in enumerate(people):
            place = table.cell(at // 2, at % 2).paragraphs[0]
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


def _annexes(document: Any, data: dict[str, Any]) -> None:
    section = document.add_section()
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    section.left_margin = section.right_margin = Cm(1.2)
    where = f"{data['office']}, {data['period_name']}"
    terms = {term: TITLES[term] for term in data["terms"]}
    for number, key, label in (
        ("I", "districts", "kecamatan"),
        ("II", "villages", "kelurahan/desa"),
    ):
        title = f"Lampiran {number}. Rekapitulasi per {label}, {where}"
        document.add_heading(title, level=2)
        _figures(document, label.capitalize(), terms, data[key], data["total"])
        if key == "districts":
            _reasons(document, data)
    title = f"Lampiran III. TPS reguler dan lokasi khusus, {where}"
    document.add_heading(title, level=2)
    _figures(document, "Kecamatan", PARTS, data["districts"], data["total"])
    special = [row for row in data["villages"] if row["figures"]["LOKSUS"][2]]
    if special:
        document.add_paragraph("Kelurahan/desa yang mempunyai lokasi khusus:")
        rows = [[r["name"], *map(figure, r["figures"]["LOKSUS"])] for r in special]
        _table(document, ["Kelurahan/desa", "L", "P", "L+P"], rows, numbers=3)
    else:
        document.add_paragraph("Tidak ada pemilih di lokasi khusus pada periode ini.")
    document.add_heading("Lampiran IV. Daftar hadir", level=2)
    _table(
        document,
        ["No", "Instansi", "Nama", "Jabatan", "Hadir", "Tanda tangan"],
        [
            [str(at), row["institution"], row["name"], row["title"]]
            + ["hadir" if row["present"] else "tidak", ""]
            for at, row in enumerate(data["plenary"]["attendance"], 1)
        ],
    )
    _differences(document, data)
    _posts(document, data)
    _confirmed(document, data)


def _posts(document: Any, data: dict[str, Any]) -> None:
    """What the kecamatan's posts did; nothing where nobody came."""
    told = data["posts"]
    if not told["lines"]:
        return
    where = f"{data['office']}, {data['period_name']}"
    title = "Pos Daftar Pemilih Berkelanjutan dan sapa warga"
    document.add_heading(f"Lampiran {told['annex']}. {title}, {where}", level=2)
    rows = [
        [str(at), row["name"], row["kecamatan"], row["month"]]
        + [figure(n) for n in row["figures"]]
        for at, row in enumerate(told["lines"], 1)
    ]
    rows.append(["", "JUMLAH", "", "", *map(figure, told["total"])])
    heads = ["No", "Pos", "Kecamatan", "Bulan", *told["heads"]]
    _table(document, heads, rows, numbers=len(told["heads"]), size=9)
    document.add_paragraph("Usulan diterapkan dihitung pada saat periode dibekukan.")


def _confirmed(document: Any, data: dict[str, Any]) -> None:
    """Which kelurahan confirmed their recap, and what they confirmed."""
    said = data["confirmed"]
    if not said:
        return
    document.add_heading(
        f"Lampiran {said['annex']}. Rekap kelurahan: {said['done']} dari {said['of']} "
        "dikonfirmasi",
        level=2,
    )
    document.add_paragraph(VILLAGE_NOTE)
    rows = [
        [str(at), row["name"], *map(figure, row["figures"]), row["state"], row["by"]]
        + [row["on"], row["paper"], row["sha256"]]
        for at, row in enumerate(said["rows"], 1)
    ]
    _table(document, ["No", *VILLAGE_HEADS], rows, size=8)


def _differences(document: Any, data: dict[str, Any]) -> None:
    """What this version prints otherwise than the one it replaces."""
    before = data["replaces"]
    if not before:
        return
    document.add_heading(
        f"Lampiran V. Perbedaan versi {data['version']} terhadap versi "
        f"{before['version']}",
        level=2,
    )
    document.add_paragraph(f"Sidik rekap yang diganti: {before['sha256']}")
    if not data["changes"]:
        document.add_paragraph("Tidak ada angka yang berubah.")
        return
    heads = [f"{when} {sex}" for when in ("Lama", "Baru") for sex in ("L", "P", "L+P")]
    rows = [
        [row["name"], row["column"]]
        + [*map(figure, row["old"]), *map(figure, row["new"]), figure(row["people"])]
        for row in data["changes"]
    ]
    _table(
        document,
        ["Kelurahan/desa", "Kolom", *heads, "Orang"],
        rows,
        numbers=7,
        size=9,
    )


def _figures(
    document: Any,
    label: str,
    terms: dict[str, str],
    rows: list[dict[str, Any]],
    total: dict[str, Any],
) -> None:
    """A line for each place, three columns for each term, the sum below."""
    heads = [f"{name} {sex}" for name in terms.values() for sex in ("L", "P", "L+P")]
    lines = [
        [str(at), row["name"], *_cells(row, terms)] for at, row in enumerate(rows, 1)
    ]
    lines.append(["", "JUMLAH", *_cells(total, terms)])
    size = 6.5 if len(terms) > len(PARTS) else 9
    _table(document, ["No", label, *heads], lines, numbers=len(heads), size=size)


def _cells(row: dict[str, Any], terms: dict[str, str]) -> list[str]:
    return [figure(n) for term in terms for n in row["figures"][term]]


def _reasons(document: Any, data: dict[str, Any]) -> None:
    document.add_heading("Rincian pemilih baru dan tidak memenuhi syarat", level=2)
    for title, key in (("Pemilih baru", "baru"), ("Tidak memenuhi syarat", "tms")):
        rows = [[row["label"], *map(figure, row["figures"])] for row in data[key]]
        sums = [sum(row["figures"][at] for row in data[key]) for at in range(3)]
        rows.append(["JUMLAH", *map(figure, sums)])
        _table(document, [title, "L", "P", "L+P"], rows, numbers=3, size=9)
        document.add_paragraph("")


def _table(
    document: Any,
    heads: list[str],
    rows: list[list[str]],
    numbers: int = 0,
    size: float = 10,
) -> None:
    """A ruled table; its head is marked and repeats, the last `numbers` stand right."""
    table = document.add_table(rows=0, cols=len(heads), style="Table Grid")
    for at, line in enumerate([heads, *rows]):
        cells = table.add_row().cells
        for place, (cell, text) in enumerate(zip(cells, line, strict=True)):
            paragraph = cell.paragraphs[0]
            run = paragraph.add_run(text)
            run.font.size, run.bold = Pt(size), at == 0 or "JUMLAH" in line
            if at and place >= len(heads) - numbers:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    head = table.rows[0]._tr.get_or_add_trPr()
    repeat = OxmlElement("w:tblHeader")
    repeat.set(qn("w:val"), "true")
    head.append(repeat)


def _packed(document: Any) -> bytes:
    """The document with every part at one fixed time: equal data, equal bytes."""
    written, packed = io.BytesIO(), io.BytesIO()
    document.save(written)
    with (
        zipfile.ZipFile(written) as source,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            part = zipfile.ZipInfo(name, _FIXED)
            part.compress_type = zipfile.ZIP_DEFLATED
            part.create_system = 0
            target.writestr(part, source.read(name))
    return packed.getvalue()
