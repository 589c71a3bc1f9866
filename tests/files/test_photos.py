"""A kept photograph says nothing but the picture."""

from __future__ import annotations

import struct
import zlib

import pytest

from files.photos import BrokenPhoto, kind_of, stripped

JFIF = b"\xff\xe0\x00\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0"
SCAN = b"\xff\xda\x00\x08\x01\x01\0\0\x3f\0\x12\xff\0\x34\xff\xd0\x56"
END = b"\xff\xd9"


def part(marker: int, body: bytes) -> bytes:
    return bytes((0xFF, marker)) + struct.pack(">H", len(body) + 2) + body


def exif(turn: int, order: str = ">") -> bytes:
    head = b"MM\0*" if order == ">" else b"II*\0"
    other = struct.pack(f"{order}HHII", 0x010F, 2, 4, 0x53454352)
    entry = struct.pack(f"{order}HHIHH", 0x0112, 3, 1, turn, 0)
    body = struct.pack(f"{order}IH", 8, 2) + other + entry + b"\0\0\0\0SECRET"
    return part(0xE1, b"Exif\0\0" + head + body)


def chunk(name: bytes, body: bytes = b"") -> bytes:
    return (
        struct.pack(">I", len(body))
        + name
        + body
        + struct.pack(">I", zlib.crc32(name + body))
    )


PNG = b"\x89PNG\r\n\x1a\n"
HEAD = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
DATA = chunk(b"IDAT", zlib.compress(b"\0\0"))


@pytest.mark.parametrize("order", [">", "<"])
def test_a_jpeg_keeps_its_picture_and_its_turn_only(order: str) -> None:
    icc, adobe = part(0xE2, b"ICC_PROFILE\0x"), part(0xEE, b"Adobe\0x")
    table = part(0xDB, b"\0" * 65)
    photo = (
        b"\xff\xd8" + JFIF + exif(6, order) + part(0xE2, b"MPF\0SECRET") + icc + adobe
    )
    photo += part(0xED, b"SECRET") + part(0xFE, b"SECRET") + table + b"\xff" + SCAN
    clean = stripped(photo + END + b"SECRET FILM")
    assert b"SECRET" not in clean
    for kept in (JFIF, icc, adobe, table, SCAN):
        assert kept in clean
    assert clean.endswith(END)
    assert b"\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06" in clean
    assert stripped(clean) == clean


@pytest.mark.parametrize("turn", [0, 1, 9])
def test_an_upright_jpeg_needs_no_exif(turn: int) -> None:
    clean = stripped(b"\xff\xd8" + exif(turn) + b"\xff\x01" + SCAN + END)
    assert clean == b"\xff\xd8\xff\x01" + SCAN + END


@pytest.mark.parametrize(
    "tiff", [b"", b"XX", b"MM\0*\0\0\xff\0", b"MM\0*\0\0\0\x08\0\0"]
)
def test_an_exif_that_says_nothing_is_dropped(tiff: bytes) -> None:
    photo = b"\xff\xd8" + part(0xE1, b"Exif\0\0" + tiff) + SCAN + END
    assert stripped(photo) == b"\xff\xd8" + SCAN + END


def test_a_png_keeps_what_draws_it() -> None:
    ink = chunk(b"gAMA", b"\0\0\0\1")
    told = chunk(b"tEXt", b"SECRET") + chunk(b"eXIf", b"SECRET") + chunk(b"tIME", b"1")
    end = chunk(b"IEND")
    assert stripped(PNG + HEAD + ink + told + DATA + end + b"SECRET") == (
        PNG + HEAD + ink + DATA + end
    )


@pytest.mark.parametrize(
    "broken",
    [
        b"",
        b"GIF89a",
        b"\xff\xd8\xff",
        b"\xff\xd8\xff\xe0\x00\x10JF",
        b"\xff\xd8\xff\xe0\x00\x01",
        b"\xff\xd8" + JFIF + b"\x00",
        b"\xff\xd8" + JFIF + SCAN,
        b"\xff\xd8" + JFIF + SCAN + b"\xff",
        PNG,
        PNG + HEAD,
        PNG + HEAD[:-1] + b"\x00" + chunk(b"IEND"),
        PNG + b"\xff\xff\xff\xff" + HEAD,
    ],
)
def test_what_is_no_whole_picture_is_refused(broken: bytes) -> None:
    with pytest.raises(BrokenPhoto):
        stripped(broken)


def test_the_kind_is_read_from_the_bytes() -> None:
    assert (kind_of(b"\xff\xd8\xff\xe0"), kind_of(PNG)) == ("jpg", "png")
