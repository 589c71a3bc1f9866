"""The annexes of the Berita Acara in Word, from the dataset of the PDF's."""

from typing import Any

from docx.enum.section import WD_ORIENT
from docx.shared import Cm

from plenos.documents.word import figure, table
from plenos.documents.workbook import TITLES, VILLAGE_HEADS

PARTS = {"REGULER": "TPS reguler", "LOKSUS": "Lokasi khusus", "SEKARANG": "Jumlah"}
VILLAGE_NOTE = (
    "Usulan periode ini per kelurahan/desa menurut hasilnya, dan siapa yang "
    "mengonfirmasi rekapnya. Nomor surat berarti konfirmasi di atas kertas, dicatat "
    "kantor."
)


def annexes(document: Any, data: dict[str, Any]) -> None:
    """Add every annex, lying, with the numbers of their heads as in the PDF."""
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
        table(document, ["Kelurahan/desa", "L", "P", "L+P"], rows, numbers=3)
    else:
        document.add_paragraph("Tidak ada pemilih di lokasi khusus pada periode ini.")
    document.add_heading("Lampiran IV. Daftar hadir", level=2)
    table(
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
    table(document, heads, rows, numbers=len(told["heads"]), size=9)
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
    table(document, ["No", *VILLAGE_HEADS], rows, size=8)


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
    table(
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
    table(document, ["No", label, *heads], lines, numbers=len(heads), size=size)


def _cells(row: dict[str, Any], terms: dict[str, str]) -> list[str]:
    return [figure(n) for term in terms for n in row["figures"][term]]


def _reasons(document: Any, data: dict[str, Any]) -> None:
    document.add_heading("Rincian pemilih baru dan tidak memenuhi syarat", level=2)
    for title, key in (("Pemilih baru", "baru"), ("Tidak memenuhi syarat", "tms")):
        rows = [[row["label"], *map(figure, row["figures"])] for row in data[key]]
        sums = [sum(row["figures"][at] for row in data[key]) for at in range(3)]
        rows.append(["JUMLAH", *map(figure, sums)])
        table(document, [title, "L", "P", "L+P"], rows, numbers=3, size=9)
        document.add_paragraph("")
