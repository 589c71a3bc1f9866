"""The rules by themselves, and their SQL mirrors on the same generated cells."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from reconciliation.rules import cells as one_cell
from reconciliation.rules import codes, dates, headers, issues, lines, nik, text
from tests.roles import as_worker

PROVINCES = {"31", "32", "36"}
DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2026, 11, 30))
MONTHS_BY_NUMBER = {number: name for name, number in dates.MONTHS.items()}


@st.composite
def sound_niks(draw: Any) -> tuple[str, dt.date, str]:
    born, sex = draw(DAYS), draw(st.sampled_from("LP"))
    day = born.day + (40 if sex == "P" else 0)
    serial = draw(st.integers(1, 9999))
    district = draw(st.sampled_from(["327201", "317101", "360105"]))
    return f"{district}{day:02d}{born:%m%y}{serial:04d}", born, sex


@given(sound_niks())
def test_a_sound_nik_says_its_date_and_sex(person: tuple[str, dt.date, str]) -> None:
    number, born, sex = person
    if number == number[0] * 16:
        return
    assert nik.problem(number, PROVINCES) == ""
    assert nik.tells_date(number, born)
    assert nik.tells_sex(number) == sex
    assert not nik.tells_date(number, born + dt.timedelta(days=1))


def test_each_way_a_nik_is_broken() -> None:
    sound = "3272014107900001"
    assert nik.problem(sound, PROVINCES) == ""
    broken = {
        "3.27201E+15": "NIK_NUMBER",
        "3,27201E+15": "NIK_NUMBER",
        "327201410790000O": "NIK_LETTERS",
        "": "NIK_LENGTH",
        sound[:15]: "NIK_LENGTH",
        sound + "0": "NIK_LENGTH",
        "1" * 16: "NIK_SAME_DIGITS",
        "9972014107900001": "NIK_PROVINCE",
        "3272010007900001": "NIK_DATE",
        "3272013207900001": "NIK_DATE",
        "3272017207900001": "NIK_DATE",
        "3272014113900001": "NIK_DATE",
        "3272014100900001": "NIK_DATE",
        "3272012902910001": "NIK_DATE",
        "3272013004910001": "",
        "3272013104910001": "NIK_DATE",
        "3272016902920001": "",
        "3272014107900000": "NIK_SERIAL",
    }
    for cell, told in broken.items():
        assert nik.problem(cell, PROVINCES) == told, cell
    assert nik.sound_family_number("3" * 16)
    assert not nik.sound_family_number("3" * 15)
    assert not nik.sound_family_number("\u0663" * 16)


@given(DAYS)
def test_every_spelling_of_a_day_is_that_day(day: dt.date) -> None:
    month = MONTHS_BY_NUMBER[day.month]
    for spelled in (
        f"{day:%d-%m-%Y}",
        f"{day:%d/%m/%Y}",
        f"{day:%d.%m.%Y}",
        f"{day:%d|%m|%Y}",
        f"{day:%Y-%m-%d}",
        f"{day:%Y-%m-%d} 00:00:00",
        f"{day.day} {month} {day.year}",
        f"{day.day}/{day.month}/{day.year}",
    ):
        assert dates.parsed(spelled) == day, spelled


def test_impossible_days_are_none_and_month_never_comes_first() -> None:
    for cell in ("", "31-02-1990", "12-31-1990", "00-05-1990", "1-1-90", "1 X 1990",
                 "01-01-1800", "HARI INI", "29-02-2023"):  # fmt: skip
        assert dates.parsed(cell) is None, cell
    assert dates.parsed("29-02-2024") == dt.date(2024, 2, 29)


def test_days_outside_a_period() -> None:
    first, last = dt.date(2026, 11, 1), dt.date(2026, 11, 30)
    before, after = dt.date(2026, 10, 31), dt.date(2026, 12, 1)
    assert dates.outside([], first, last) is None
    assert dates.outside([after, before], first, last) == (before, after)
    for inside in (first, last):
        assert dates.outside([before, inside, after], first, last) is None


@given(DAYS, DAYS)
def test_age_and_its_birth_limit_agree(born: dt.date, day: dt.date) -> None:
    if born > day:
        return
    years = dates.age_on(born, day)
    assert (born <= dates.born_by(day, 17)) == (years >= 17)


def test_ages_round_the_leap_day() -> None:
    leap = dt.date(2008, 2, 29)
    assert dates.age_on(leap, dt.date(2025, 2, 28)) == 16
    assert dates.age_on(leap, dt.date(2025, 3, 1)) == 17
    assert dates.born_by(dt.date(2024, 2, 29), 17) == dt.date(2007, 2, 28)


def test_plain_text() -> None:
    assert text.plain(" mu\u2019minah\u00a0  Sari ") == "MU'MINAH SARI"
    assert text.plain("Nu\u2019man \u200bA\u00adB\ufeff") == "NU'MAN AB", "nobody sees"
    spelled = {f"ASEP{one}FIRDAUS" for one in text.BLANKS}
    spelled |= {"ASEP FIRDAUS\u200e", "\u202aASEP \u2003 FIR\u2060DAUS\u202c"}
    assert {text.plain(one) for one in spelled} == {"ASEP FIRDAUS"}
    assert {text.plain(f"Nu{one}man") for one in text.APOSTROPHES} == {"NU'MAN"}
    apart = ("Jose\u0301", "JOSE\u200d\u0301", "JOS\u00c9")
    assert {text.plain(one) for one in apart} == {"JOS\u00c9"}
    assert text.number_key("3272\u20030141\u206007900001\f") == "3272014107900001"
    dashes = {"-": "", " \u00a0- ": "", "--": "--", "A - B": "A - B", "-1": "-1"}
    assert {cell: text.said(cell) for cell in dashes} == dashes
    assert text.number_key("'3272 0141\u00a007900001") == "3272014107900001"
    spelled = {"6": "006", "006": "006", "0": "", "": "", "12": "012", "1234": "1234"}
    assert {cell: text.padded(cell) for cell in spelled} == spelled
    worded = {"rt 6": "006", "RT.006": "006", "RW : 12": "012", "tps-1": "001"}
    assert {cell: text.padded(cell) for cell in worded} == worded
    kept = ("RT", "RT/RW 5", "005/002", "NO 5", "05A", "R 5")
    assert [text.padded(cell) for cell in kept] == list(kept)


def test_place_and_date_of_birth_share_a_cell() -> None:
    told = {
        "Sukabumi, 17-08-1990": ("SUKABUMI", "17-08-1990"),
        "SUKABUMI, 17 Agustus 1990": ("SUKABUMI", "17 AGUSTUS 1990"),
        "BANDUNG BARAT, 13-03-1932 ": ("BANDUNG BARAT", "13-03-1932"),
        "BANDUNG BARAT,\u00a013/03/1932\u00a0": ("BANDUNG BARAT", "13/03/1932"),
        "PURWAKARTA / 13.03.1932": ("PURWAKARTA", "13.03.1932"),
        "PURWAKARTA/1932-03-13 00:00:00": ("PURWAKARTA", "1932-03-13 00:00:00"),
        "BATU 13 3 1932": ("BATU", "13 3 1932"),
        "13-03-1932": ("", "13-03-1932"),
        "SUKABUMI, 31-02-1990": ("SUKABUMI", "31-02-1990"),
        "SUKABUMI, 13-03-32": ("", "SUKABUMI, 13-03-32"),
        "SUKABUMI, ": ("SUKABUMI", ""),
        "SUKABUMI - 13-03-1932": ("SUKABUMI", "13-03-1932"),
        "SUKABUMI; 13-03-1932": ("SUKABUMI", "13-03-1932"),
        "SUKABUMI|13|03|1932": ("SUKABUMI", "13|03|1932"),
        "SUKABUMI13-03-1932": ("SUKABUMI", "13-03-1932"),
        "SP 2, 13-03-1932": ("SP 2", "13-03-1932"),
        # Whose digit is it? Never read as the 2nd, the 12th or the 13th.
        "SUKABUMI, 1 2-05-1990": ("", "SUKABUMI, 1 2-05-1990"),
        "SUKABUMI, 112-05-1990": ("", "SUKABUMI, 112-05-1990"),
        "112-05-1990": ("", "112-05-1990"),
        "SP 2 13-03-1932": ("", "SP 2 13-03-1932"),
        "-": ("", ""),
    }
    assert {cell: lines.birth(cell) for cell in told} == told


def test_a_number_of_a_place_is_whole_or_none() -> None:
    told = {"RT 6": "006", "05A": "05A", "999": "999", "1000": "", "005/002": "",
            "RT 05/02": "", "RUKUN TETANGGA 5": "", "-": "", " - ": "", "0": "",
            "TPS": "", "N/A": "", "?": "", "--": "", "5?": "5?"}  # fmt: skip
    assert {cell: text.place_number(cell) for cell in told} == told
    for cell, number in told.items():
        assert one_cell.read("rt", cell, PROVINCES) == (number, "")


def test_rt_and_rw_share_a_cell() -> None:
    none = lines.UNREAD
    told = {
        "001/002": ("001", "002"),
        " 1 / 2 ": ("1", "2"),
        "05A-12": ("05A", "12"),
        "001 002": ("001", "002"),
        "RT/RW : 003/010": ("003", "010"),
        "RT. 3 RW. 10": ("3", "10"),
        "rt.3/rw.10": ("3", "10"),
        "RW 10 / RT 3": ("3", "10"),
        "10/RT 3": ("3", "10"),
        "-": ("", ""),
        "005": (none + "005", none + "005"),
        "/5": (none + "/5", none + "/5"),
        "001/002/003": (none + "001/002/003", none + "001/002/003"),
        "RT 1 RT 2": (none + "RT 1 RT 2", none + "RT 1 RT 2"),
        "0001/002": (none + "0001/002", none + "0001/002"),
    }
    assert {cell: lines.home(cell) for cell in told} == told
    assert one_cell.read("rt_rw", "RT 3 RW 10", PROVINCES) == ("003/010", "")
    assert one_cell.read("rt_rw", "005", PROVINCES) == ("", "")


def test_codes() -> None:
    assert codes.service_of("TENTARA NASIONAL INDONESIA (TNI)") == "TNI"
    assert codes.service_of("KEPOLISIAN RI (POLRI)") == "POLRI"
    assert codes.service_of("PENSIUNAN TNI") == ""
    assert codes.service_of("PURNAWIRAWAN POLRI") == ""
    assert codes.service_of("GURU") == ""
    serving = {
        "TENTARA NASIONAL INDONESIA": "TNI", "TNI-AD": "TNI", "TNIAL": "TNI",
        "ANGGOTA POLRI": "POLRI", "KEPOLISIAN RI": "POLRI", "KEPOLISIAN": "POLRI",
        "ISTRI TNI": "", "ANAK POLRI": "", "NON TNI/POLRI": "", "BUKAN ANGGOTA TNI": "",
        "PNS TNI": "", "PNS KEPOLISIAN RI": "", "MONTNING": "", "SATNIAGA": "",
        "PURNA TENTARA NASIONAL INDONESIA": "", "JANDA POLRI": "", "PETANI": "",
        "PEGAWAI NEGERI SIPIL POLRI": "", "PEGAWAI SIPIL TNI AL": "", "TNI (PURN)": "",
        "PURN. TNI AD": "", "KELUARGA TNI": "", "HONORER POLRI": "", "VETERAN TNI": "",
    }  # fmt: skip
    assert {cell: codes.service_of(cell) for cell in serving} == serving
    said = {
        "WNI": "WNI", "INDONESIA": "WNI", "WARGA NEGARA INDONESIA (WNI)": "WNI",
        "W.N.I": "WNI", "WNA": "WNA", "W.N.A.": "WNA", "WNA (MALAYSIA)": "WNA",
        "WARGA NEGARA ASING": "WNA", "ASING": "WNA", "MALAYSIA": "", "#RUMUS!": "",
        "1": "", "": "",
    }  # fmt: skip
    assert {cell: codes.nationality(cell) for cell in said} == said
    assert "1" not in codes.events()
    assert codes.vintages() == ["2025", "2024", "2018"]
    assert set(codes.vintages()) == set(codes.DISABILITY)
    meant = {
        vintage: [codes.events(vintage).get(str(n), "") for n in range(1, 11)]
        for vintage in codes.vintages()
    }
    dead, twice, moved = "MENINGGAL", "GANDA", "PINDAH"
    lost = [dead, twice, "", moved, "", "TNI", "POLRI", "", "HAK_DICABUT", ""]
    assert meant == {
        "2025": lost,
        # 8 is a move between stations and strikes nobody (rule 4 of the twenty).
        "2024": [dead, twice, "", moved, "", "TNI", "POLRI", "PLAIN", "", ""],
        "2018": lost,
    }
    told = set(codes.EVENT.values())
    assert told >= codes.DISQUALIFYING and set(codes.RESTORING) <= told


def test_headers_are_found_whatever_their_spelling() -> None:
    header = ["No.", "NO_KK", "n i k", "Nama\nLengkap", "TTL", "NO PROP", "KELURAHAN"]
    assert headers.recognise(header) == {
        "nkk": 1, "nik": 2, "name": 3, "birth": 4, "kelurahan": 6,
    }  # fmt: skip
    split = ["NIK", "KELURAHAN", "NO_PROP", "NO_KAB", "NO_KEC", "NO_KEL"]
    card = ["No KTP", "No. KK", "Nama", "Tempat/Tgl Lahir", "RT/RW", "Kel/Desa"]
    assert headers.recognise(card) == {
        "nik": 0, "nkk": 1, "name": 2, "birth": 3, "rt_rw": 4, "kelurahan": 5,
    }  # fmt: skip
    assert "kelurahan" not in headers.recognise(split)
    assert headers.recognise(split)["village_no"] == 5
    assert headers.recognise(["NIK", "X"], {"X": "name", "NIK": ""}) == {"name": 1}
    assert headers.missing({"nik": 0}, "EVENTS") == ["name", "event"]
    assert headers.missing({"nik": 0, "name": 1, "birth": 2}, "SNAPSHOT") == []
    assert headers.missing({"nik": 0, "name": 1}, "SNAPSHOT") == ["birth_date"]
    assert headers.looks_like_header(["NIK", "NAMA", "ALAMAT"])
    assert not headers.looks_like_header(["NAMA", "ALAMAT", "RT"])
    assert not headers.looks_like_header(["NIK", "NAMA"])


def test_every_refusal_has_a_label_and_advice() -> None:
    from kpu_portal.demo.codes import IGNORE_REASONS, OUTCOMES, REFUSALS, WARNINGS

    assert set(REFUSALS) <= set(issues.ISSUES)
    # What only a sender's trust or business brings, no file of the generator plants.
    assert {*IGNORE_REASONS, "NOT_ALLOWED", "OTHER_VILLAGE"} == set(issues.IGNORED)
    assert {*WARNINGS, "PLACE_NUMBER_UNREAD"} == set(issues.WARNINGS)
    assert set(OUTCOMES) == set(issues.OUTCOMES)
    for issue in issues.ISSUES.values():
        assert str(issue.label) and str(issue.advice)


def in_sql(expression: str, cells: list[str]) -> list[Any]:
    with as_worker(), connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {expression} FROM unnest(%s::text[]) WITH ORDINALITY AS t(cell, n)"
            " ORDER BY n",
            [cells],
        )
        return [row[0] for row in cursor.fetchall()]


SIGNS = text.APOSTROPHES + text.QUOTES + text.BLANKS + text.INVISIBLE
WORDS = st.text(
    alphabet=st.sampled_from("abzAZ 09-/.|`\r'\"\u2018\u00a0\u200b\u00e9\u00c9\\%{}")
    # Accents beside their letter, and letters that composing writes otherwise.
    | st.sampled_from("eEoc\u0301\u0308\u0327\u0345\u212b\u0958")
    | st.sampled_from(SIGNS),
    max_size=24,
)
ASCII = st.text(alphabet=st.characters(min_codepoint=1, max_codepoint=127), max_size=24)
NUMBERS = st.text(alphabet="0123456789E+.,O '", max_size=18) | sound_niks().map(
    lambda one: one[0]
)
PLACE_NUMBERS = st.text(alphabet="RTWPSrtwps .:-/0123456789A", max_size=9)
DATES = st.one_of(
    DAYS.map(lambda day: f"{day:%d-%m-%Y}"),
    st.tuples(st.integers(0, 40), st.integers(0, 14), st.integers(1840, 2030)).map(
        lambda p: f"{p[0]:02d}-{p[1]:02d}-{p[2]}"
    ),
    st.tuples(
        st.integers(0, 40),
        st.sampled_from([*dates.MONTHS, "X"]),
        st.integers(1840, 2030),
    ).map(lambda p: f"{p[0]} {p[1]} {p[2]}"),
    st.tuples(st.integers(1840, 2030), st.integers(0, 14), st.integers(0, 40)).map(
        lambda p: f"{p[0]}-{p[1]}-{p[2]}"
    ),
    st.text(alphabet="0123456789-/ .|", max_size=12),
)


BIRTHS = st.tuples(
    st.sampled_from(["", "SUKABUMI", "Batu 3", "-", "KOTA, BARAT", "x\u00a0y", "1"]),
    st.sampled_from(["", " ", ", ", ",", " / ", "/", ",, ", " - ", "; ", ". ", ", 1"]),
    DATES,
    st.sampled_from(["", " ", "\u00a0", " 00:00:00", "T00:00:00", ","]),
).map("".join)
HOMES = st.lists(
    st.sampled_from(
        ["RT", "RW", "RT/RW", "rt.", " ", "  ", "/", "-", ".", ":", ",", "\u00a0"]
        + ["1", "02", "003", "4A", "0005"]
    ),
    max_size=7,
).map("".join)
NATIONS = st.lists(
    st.sampled_from(
        ["WNI", "wna", "W.N.I", "ASING", "WARGA NEGARA", "ORANG", "INDONESIA", "IDN"]
        + ["MALAYSIA", "(", ")", ".", "-", " ", "1", "\u00a0"]
    ),
    max_size=4,
).map("".join)
WORK = st.lists(
    st.sampled_from(
        ["TNI", "tni", "POLRI", "TENTARA", "NASIONAL", "KEPOLISIAN", "RI", "ISTRI"]
        + ["NON", "PNS", "SIPIL", "PURN", "PURNAWIRAWAN", "AD", "GURU"]
        + ["(", ")", "-", "/", " ", "  "]
    ),
    max_size=6,
).map("".join)


@settings(max_examples=30, deadline=None)
@given(st.lists(WORDS | ASCII, min_size=20, max_size=60))
def check_plain(cells: list[str]) -> None:
    assert in_sql("delivery_plain(cell)", cells) == [text.plain(c) for c in cells]
    assert in_sql("delivery_number(cell)", cells) == [text.number_key(c) for c in cells]
    assert in_sql("delivery_pad(cell)", cells) == [text.padded(c) for c in cells]


@settings(max_examples=30, deadline=None)
@given(st.lists(PLACE_NUMBERS, min_size=20, max_size=60))
def check_places(cells: list[str]) -> None:
    assert in_sql("delivery_pad(cell)", cells) == [text.padded(c) for c in cells]
    short = in_sql("delivery_place_number(delivery_pad(cell))", cells)
    assert short == [text.place_number(c) for c in cells]


@settings(max_examples=30, deadline=None)
@given(st.lists(NUMBERS, min_size=20, max_size=60))
def check_niks(cells: list[str]) -> None:
    cells = [text.number_key(cell) for cell in cells]
    found = in_sql("delivery_nik_problem(cell, ARRAY['31', '32', '36'])", cells)
    assert found == [nik.problem(cell, PROVINCES) for cell in cells]
    assert in_sql("delivery_pad(cell)", cells) == [text.padded(c) for c in cells]


@settings(max_examples=30, deadline=None)
@given(st.lists(BIRTHS, min_size=20, max_size=60))
def check_births(cells: list[str]) -> None:
    found = in_sql("delivery_birth(cell)", cells)
    assert [tuple(one) for one in found] == [lines.birth(c) for c in cells]


@settings(max_examples=60, deadline=None)
@given(st.lists(HOMES, min_size=20, max_size=60))
def check_homes(cells: list[str]) -> None:
    found = in_sql("delivery_home(cell)", cells)
    assert [tuple(one) for one in found] == [lines.home(c) for c in cells]


@settings(max_examples=30, deadline=None)
@given(st.lists(NATIONS, min_size=20, max_size=60))
def check_nationalities(cells: list[str]) -> None:
    found = in_sql("delivery_nationality(delivery_said(cell))", cells)
    assert found == [codes.nationality(text.said(c)) for c in cells]


@settings(max_examples=30, deadline=None)
@given(st.lists(WORK, min_size=20, max_size=60))
def check_services(cells: list[str]) -> None:
    found = in_sql("delivery_service(delivery_said(cell))", cells)
    assert found == [codes.service_of(text.said(c)) for c in cells]


@settings(max_examples=30, deadline=None)
@given(st.lists(DATES, min_size=20, max_size=60))
def check_dates(cells: list[str]) -> None:
    cells = [text.plain(cell) for cell in cells]
    assert in_sql("delivery_date(cell)", cells) == [dates.parsed(c) for c in cells]


def test_sql_and_python_read_the_same_cells_alike(shared_stocked: str) -> None:
    cells = [f"a{one}b{more}" for one in SIGNS for more in ("", "\u00e9")]
    assert in_sql("delivery_plain(cell)", cells) == [text.plain(c) for c in cells]
    check_plain()
    check_places()
    check_niks()
    check_dates()
    check_births()
    check_homes()
    check_services()
    check_nationalities()
