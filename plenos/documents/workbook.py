"""The recap as xlsx: numbers are numbers, `#,##0`, the head of the official forms."""

import datetime as dt
import io
from typing import Any

TITLES = {
    "SEBELUM": "Sebelumnya",
    "BARU": "Baru",
    "PEMULIHAN": "Pemulihan",
    "TMS": "TMS",
    "MASUK": "Masuk",
    "KELUAR": "Keluar",
    "KOREKSI": "Koreksi JK",
    "WILAYAH": "Wilayah",
    "SEKARANG": "Sekarang",
    "UBAH": "Ubah data",
}
VILLAGE_HEADS = (
    *("Kelurahan/desa", "Usulan", "Diterapkan", "Ditolak", "Belum diputus"),
    *("Keadaan", "Oleh", "Tanggal", "Nomor surat", "Sidik"),
)
_FIXED_TIME = dt.datetime(2000, 1, 1)  # noqa: DTZ001  (xlsxwriter wants it naive)


def workbook_xlsx(data: dict[str, Any]) -> bytes:
    """Sheets: per kecamatan, per kelurahan, reasons, identity of the figures.

    Reasons stand there twice: of the whole kab/kota, and for every place below it.
    """
    import xlsxwriter

    handle = io.BytesIO()
    with xlsxwriter.Workbook(handle, {"in_memory": True}) as book:
        book.set_properties({"created": _FIXED_TIME})
        styles = {
            "head": book.add_format({"bold": True, "align": "center", "border": 1}),
            "number": book.add_format({"num_format": "#,##0", "border": 1}),
            "total": book.add_format(
                {"num_format": "#,##0", "border": 1, "bold": True}
            ),
            "text": book.add_format({"border": 1}),
            "bold": book.add_format({"bold": True}),
        }
        _recap(book, styles, data, "Kecamatan", data["districts"])
        _recap(book, styles, data, "Kelurahan", data["villages"])
        _split(book, styles, data)
        _reasons(book, styles, data)
        _reasons_at(book, styles, data, "baru", "BARU PER WILAYAH")
        _reasons_at(book, styles, data, "tms", "TMS PER WILAYAH")
        _posts(book, styles, data)
        _confirmed(book, styles, data)
        _identity(book, styles, data)
    return handle.getvalue()


def _recap(
    book: Any, styles: Any, data: dict[str, Any], label: str, rows: list[dict[str, Any]]
) -> None:
    page = book.add_worksheet(f"REKAP {label.upper()}")
    page.set_column(1, 1, 24)
    title = f"REKAPITULASI PDPB {data['office'].upper()} {data['period_name'].upper()}"
    page.write_string(0, 0, title + (" (DRAF)" if data["draft"] else ""))
    if data["nihil"] and not data["opening"]:
        page.write_string(1, 0, "NIHIL: tidak ada perubahan pada periode ini")
    page.merge_range(2, 0, 3, 0, "No", styles["head"])
    page.merge_range(2, 1, 3, 1, label, styles["head"])
    terms = _terms(data)
    for at, term in enumerate(terms):
        left = 2 + at * 3
        page.merge_range(2, left, 2, left + 2, TITLES[term], styles["head"])
        for offset, sex in enumerate(("L", "P", "L+P")):
            page.write_string(3, left + offset, sex, styles["head"])
    for column in range(2 + len(terms) * 3):
        page.write_string(4, column, f"({column + 1})", styles["head"])
    for at, row in enumerate(rows):
        page.write_number(5 + at, 0, at + 1, styles["number"])
        page.write_string(5 + at, 1, row["name"], styles["text"])
        _figures(page, 5 + at, row, styles["number"], terms)
    last = 5 + len(rows)
    page.write_string(last, 0, "", styles["total"])
    page.write_string(last, 1, "JUMLAH", styles["total"])
    _figures(page, last, data["total"], styles["total"], terms)
    page.freeze_panes(5, 2)


def _terms(data: dict[str, Any]) -> list[str]:
    """Columns of the recap: the terms of the period, and what changed no total."""
    return [term for term in TITLES if term in data["terms"] or term == "UBAH"]


def _figures(
    page: Any, at: int, row: dict[str, Any], style: Any, terms: list[str]
) -> None:
    for place, term in enumerate(terms):
        for offset, n in enumerate(row["figures"][term]):
            page.write_number(at, 2 + place * 3 + offset, n, style)


def _split(book: Any, styles: Any, data: dict[str, Any]) -> None:
    """Regular TPS and special sites: every kecamatan with its kelurahan below it."""
    page = book.add_worksheet("REGULER DAN LOKSUS")
    page.set_column(0, 0, 28)
    page.merge_range(0, 0, 1, 0, "Wilayah", styles["head"])
    parts = (
        ("REGULER", "TPS reguler"),
        ("LOKSUS", "Lokasi khusus"),
        ("SEKARANG", "Jumlah"),
    )
    for at, (_term, name) in enumerate(parts):
        page.merge_range(0, 1 + at * 3, 0, 3 + at * 3, name, styles["head"])
        for offset, sex in enumerate(("L", "P", "L+P")):
            page.write_string(1, 1 + at * 3 + offset, sex, styles["head"])
    for at, (name, row, style) in enumerate(_below_each_other(data), 2):
        page.write_string(at, 0, name, styles["text"])
        for place, (term, _name) in enumerate(parts):
            for offset, n in enumerate(row["figures"][term]):
                page.write_number(at, 1 + place * 3 + offset, n, styles[style])
    page.freeze_panes(2, 1)


def _below_each_other(data: dict[str, Any]) -> list[tuple[str, dict[str, Any], str]]:
    """Every kecamatan with its kelurahan below it, then the sum: name, row, style."""
    lines = []
    for district in data["districts"]:
        lines.append((district["name"].upper(), district, "total"))
        lines += [
            (village["name"], village, "number")
            for village in data["villages"]
            if village["code"].startswith(district["code"])
        ]
    return [*lines, ("JUMLAH", data["total"], "total")]


def _reasons_at(
    book: Any, styles: Any, data: dict[str, Any], key: str, title: str
) -> None:
    """Categories of BARU or reasons of TMS for every kecamatan and kelurahan."""
    page = book.add_worksheet(title)
    page.set_column(0, 0, 28)
    page.merge_range(0, 0, 1, 0, "Wilayah", styles["head"])
    kinds = [(row["code"], row["label"]) for row in data[key]]
    for at, (_code, label) in enumerate([*kinds, ("", "Jumlah")]):
        left = 1 + at * 3
        page.merge_range(0, left, 0, left + 2, label, styles["head"])
        for offset, sex in enumerate(("L", "P", "L+P")):
            page.write_string(1, left + offset, sex, styles["head"])
    for at, (name, row, style) in enumerate(_below_each_other(data), 2):
        page.write_string(at, 0, name, styles["text"])
        here = data["reasons_at"][key].get(row["code"], {})
        figures = [n for code, _label in kinds for n in here.get(code, (0, 0, 0))]
        figures += row["figures"][key.upper()]
        for column, n in enumerate(figures, 1):
            page.write_number(at, column, n, styles[style])
    page.freeze_panes(2, 1)


def _reasons(book: Any, styles: Any, data: dict[str, Any]) -> None:
    page = book.add_worksheet("SEBAB")
    page.set_column(0, 0, 30)
    at = 0
    for title, key in (("PEMILIH BARU", "baru"), ("TIDAK MEMENUHI SYARAT", "tms")):
        for column, head in enumerate((title, "L", "P", "L+P")):
            page.write_string(at, column, head, styles["head"])
        for row in data[key]:
            at += 1
            page.write_string(at, 0, row["label"], styles["text"])
            for column, n in enumerate(row["figures"]):
                page.write_number(at, 1 + column, n, styles["number"])
        at += 1
        page.write_string(at, 0, "JUMLAH", styles["total"])
        for column in range(3):
            n = sum(row["figures"][column] for row in data[key])
            page.write_number(at, 1 + column, n, styles["total"])
        at += 2


def _posts(book: Any, styles: Any, data: dict[str, Any]) -> None:
    """What the kecamatan's posts did; no sheet where nobody came."""
    told = data["posts"]
    if not told["lines"]:
        return
    page = book.add_worksheet("POS")
    page.set_column(0, 1, 28)
    for at, head in enumerate(("Pos", "Kecamatan", "Bulan", *told["heads"])):
        page.write_string(0, at, head, styles["head"])
    for at, row in enumerate(told["lines"], 1):
        for column, name in enumerate(("name", "kecamatan", "month")):
            page.write_string(at, column, row[name], styles["text"])
        for column, n in enumerate(row["figures"], 3):
            page.write_number(at, column, n, styles["number"])
    last = len(told["lines"]) + 1
    page.write_string(last, 0, "JUMLAH", styles["total"])
    for column, n in enumerate(told["total"], 3):
        page.write_number(last, column, n, styles["total"])
    page.freeze_panes(1, 1)


def _confirmed(book: Any, styles: Any, data: dict[str, Any]) -> None:
    """Which kelurahan confirmed their recap; no sheet for a version before that."""
    said = data["confirmed"]
    if not said:
        return
    page = book.add_worksheet("KONFIRMASI KELURAHAN")
    page.set_column(0, 0, 24)
    page.set_column(5, 9, 20)
    page.write_string(
        0, 0, f"Rekap kelurahan: {said['done']} dari {said['of']} dikonfirmasi"
    )
    for column, head in enumerate(VILLAGE_HEADS):
        page.write_string(2, column, head, styles["head"])
    for at, row in enumerate(said["rows"], 3):
        page.write_string(at, 0, row["name"], styles["text"])
        for column, n in enumerate(row["figures"], 1):
            page.write_number(at, column, n, styles["number"])
        words = (row["state"], row["by"], row["on"], row["paper"], row["sha256"])
        for column, word in enumerate(words, 5):
            page.write_string(at, column, word, styles["text"])
    page.freeze_panes(3, 1)


def _identity(book: Any, styles: Any, data: dict[str, Any]) -> None:
    page = book.add_worksheet("SIDIK")
    page.set_column(0, 0, 24)
    page.set_column(1, 1, 70)
    pairs = (
        ("Kab/kota", f"{data['regency']} {data['office']}"),
        ("Periode", data["period"]),
        ("Versi", str(data["version"])),
        ("Keadaan", "DRAF" if data["draft"] else "beku"),
        ("SHA-256 rekap", data["sha256"]),
        ("Kepala rantai", data["head"]),
        ("Nomor Berita Acara", data["plenary"].get("number", "")),
    )
    for at, (name, value) in enumerate(pairs):
        page.write_string(at, 0, name, styles["bold"])
        page.write_string(at, 1, value)
