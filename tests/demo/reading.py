"""Reads what the generator wrote, and says once more what each row should become.

A plain retelling of the table of outcomes, row by row; it shares no code with the
generator's planting, so a planted case that shows something else is found out.
"""

from __future__ import annotations

import csv
import datetime as dt
import unicodedata

FIELDS = {
    "NKK": "nkk",
    "NO_KK": "nkk",
    "NIK": "nik",
    "NAMA": "name",
    "NAMA_LGKP": "name",
    "TEMPAT LAHIR": "birth_place",
    "TMPT_LHR": "birth_place",
    "TANGGAL LAHIR": "birth_date",
    "TGL_LHR": "birth_date",
    "STATUS PERKAWINAN": "marital_status",
    "STAT_KWN": "marital_status",
    "JENIS KELAMIN": "sex",
    "JENIS_KLMIN": "sex",
    "ALAMAT": "address",
    "RT": "rt",
    "NO_RT": "rt",
    "RW": "rw",
    "NO_RW": "rw",
    "KODE KELURAHAN": "kelurahan",
    "TPS": "tps",
    "DISABILITAS": "disability",
    "PNYDNG_CCT": "disability",
    "KTP-EL": "ektp_status",
    "PEREKAMAN_EKTP": "ektp_status",
    "PEKERJAAN": "occupation",
    "JENIS_PKRJN": "occupation",
    "KEWARGANEGARAAN": "nationality",
    "KETERANGAN": "event",
    "PERISTIWA": "event",
}
MARITAL = {"1": "B", "2": "S", "3": "P", "4": "P"}
SEX = {"1": "L", "2": "P"}
EKTP = {"SUDAH": "S", "BELUM": "B"}
DEATHS = {"MENINGGAL", "MATI", "WAFAT", "M"}
MOVES = {"PINDAH", "PINDAH KELUAR", "PINDAH DOMISILI", "P"}
ARRIVALS = {"DATANG", "PINDAH DATANG", "PINDAH MASUK"}
VETERANS = {"PURNA TNI", "PURNA POLRI", "PENSIUNAN"}
RESTORED = "HAK PILIH DIPULIHKAN"
REASONS = {
    "TNI": "TNI",
    "T": "TNI",
    "POLRI": "POLRI",
    "R": "POLRI",
    "WNA": "WNA",
    "GANDA": "GANDA",
    "HAK PILIH DICABUT": "HAK_DICABUT",
}
UNCOMPARED = {"nik", "occupation", "nationality", "event"}


def read(path):
    with path.open(encoding="utf-8", newline="\n") as text:
        lines = [line.rstrip("\n").split("|") for line in text]
    return lines[0], lines[1:]


def read_truth(path):
    with path.open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


def canonical(header, cells):
    """A row's cells under canonical names and spellings."""
    row = dict(zip(header, cells, strict=True))
    known = {FIELDS[name]: text for name, text in row.items() if name in FIELDS}
    if "NO_PROP" in row:
        parts = ("NO_PROP", "NO_KAB", "NO_KEC", "NO_KEL")
        known["kelurahan"] = "".join(row[part] for part in parts)
    for field in ("name", "address", "birth_place"):
        text = unicodedata.normalize("NFKC", known[field]).replace("\u2019", "'")
        known[field] = " ".join(text.upper().split())
    for field in ("rt", "rw"):
        known[field] = known[field].zfill(3) if known[field] else ""
    known["marital_status"] = MARITAL.get(
        known["marital_status"], known["marital_status"]
    )
    known["sex"] = SEX.get(known["sex"], known["sex"])
    if "ektp_status" in known:
        known["ektp_status"] = EKTP.get(known["ektp_status"], known["ektp_status"])
    return known


def day(text):
    return dt.date(int(text[6:]), int(text[3:5]), int(text[:2]))


def age(born, on):
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def differing(row, old):
    """Elements of the row that differ from the record, sorted."""
    found = []
    for field, text in row.items():
        if field in UNCOMPARED or not text or text == old[field]:
            continue
        if field == "nkk" and not (len(text) == 16 and text.isdigit()):
            continue
        found.append(field)
    return sorted(found)


def reason(row, old, regency):
    """The TMS reason the row gives for a person of the roll, or None."""
    event = row["event"]
    if event in DEATHS:
        return "MENINGGAL"
    if event in MOVES:
        inside = row["kelurahan"].startswith(regency)
        elsewhere = old is not None and row["kelurahan"] != old["kelurahan"]
        return None if inside and elsewhere else "PINDAH"
    if event in REASONS:
        return REASONS[event]
    if event in VETERANS:
        return None
    if "TNI" in row["occupation"]:
        return "TNI"
    if "POLRI" in row["occupation"]:
        return "POLRI"
    return "WNA" if row.get("nationality") == "WNA" else None


def outcome(row, roll, removed, regency, reference):
    """(outcome, detail, elements) of a sound row."""
    old = roll.get(row["nik"])
    struck = removed.get(row["nik"])
    why = reason(row, old, regency)
    if row["event"] in ("LAHIR", "KELAHIRAN"):
        return "IGNORED", "NOT_OURS", []
    if old is None and why:
        return "IGNORED", "ALREADY_APPLIED" if struck == why else "NOT_ON_ROLL", []
    if old is not None:
        return known_person(row, old, why, reference)
    if struck and row["event"] not in ARRIVALS | VETERANS | {RESTORED}:
        return "MUNCUL_KEMBALI", struck, []
    return unknown_person(row, reference)


def known_person(row, old, why, reference):
    elements = differing(row, old)
    if {"name", "birth_date"} <= set(elements):
        return "NIK_GANDA_ORANG", "", []
    years = age(day(row["birth_date"] or old["birth_date"]), reference)
    status = row["marital_status"] or old["marital_status"]
    if why is None and years < 17 and status == "B":
        why = "DI_BAWAH_UMUR"
    if why:
        return "TMS", why, []
    if {"kelurahan", "tps"} & set(elements):
        return "PINDAH_DALAM", "", elements
    return ("UBAH", "", elements) if elements else ("SAME", "", [])


def unknown_person(row, reference):
    born = day(row["birth_date"])
    years = age(born, reference)
    if years < 17:
        if row["marital_status"] == "B":
            return "NOT_YET", "", []
        return "BARU", "KAWIN", []
    if row["event"] in VETERANS:
        return "BARU", "PURNA", []
    if row["event"] == RESTORED:
        return "BARU", "HAK_PULIH", []
    if row["event"] in ARRIVALS:
        return "BARU", "PINDAH_MASUK", []
    before = reference.replace(day=1) - dt.timedelta(days=1)
    if age(born, before) < 17:
        return "BARU", "GENAP_17", []
    return "BARU", "BELUM_TERDATA", []
