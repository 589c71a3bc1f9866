"""A kept scan says nothing but its pages."""

from __future__ import annotations

import io
import zlib

import pytest
import typst
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DecodedStreamObject, NameObject

from files.papers import blanked
from tests.files.test_photos import END, JFIF, SCAN, exif, part

PICTURE = b"\xff\xd8" + JFIF + exif(6) + part(0xFE, b"SECRET") + SCAN + END
XMP = b'<?xpacket begin="" id="W5M0"?><x:xmpmeta>SECRET</x:xmpmeta><?xpacket end="w"?>'


def scan() -> bytes:
    """Two pages: who made it, a packet about it, a picture that tells of a phone."""
    book = PdfWriter()
    page = book.add_blank_page(100, 100)
    book.add_blank_page(200, 100)
    said = {
        "/Author": "SECRET (a \\) man)",
        "/Producer": "SECRET \u00e9",
        "/Title": "S",
    }
    book.add_metadata({**said, "/CreationDate": "D:20260101SECRET"})
    for data, kind in ((PICTURE, "/DCTDecode"), (XMP, "")):
        stream = DecodedStreamObject()
        stream.set_data(data)
        stream[NameObject("/Type")] = NameObject("/XObject" if kind else "/Metadata")
        if kind:
            stream[NameObject("/Filter")] = NameObject(kind)
        page[NameObject(f"/X{len(data)}")] = book._add_object(stream)
    out = io.BytesIO()
    book.write(out)
    return out.getvalue()


def test_a_scan_keeps_its_pages_only() -> None:
    before = scan()
    assert before.count(b"SECRET") == 6
    clean = blanked(before)
    assert b"SECRET" not in clean and len(clean) == len(before)
    for kept in (JFIF, SCAN):
        assert kept in clean
    read = PdfReader(io.BytesIO(clean), strict=True)
    assert [float(page.mediabox.width) for page in read.pages] == [100, 200]
    told = read.metadata or {}
    assert not [one for one in told.values() if str(one).strip(" \0\ufeff")]
    assert blanked(clean) == clean


def test_what_stands_in_a_compressed_part_is_blanked_too() -> None:
    source = (
        '#set document(title: "RAHASIA", author: "RAHASIA", '
        "date: datetime(year: 2026, month: 1, day: 1))\n= Halaman\nIsi."
    )
    before = typst.compile(source.encode())
    clean = blanked(before)
    old, new = (PdfReader(io.BytesIO(one)) for one in (before, clean))
    assert old.metadata and old.metadata.author == "RAHASIA"
    assert len(clean) == len(before)
    assert not (new.metadata and (new.metadata.author or "").strip())
    assert not (new.metadata and (new.metadata.title or "").strip())
    assert new.pages[0].extract_text() == old.pages[0].extract_text()
    packed = zlib.compress(b"(x) /Author (RAHASIA) /Pages 2 0 R" + bytes(range(200)))
    part_of = b"1 0 obj <</Type /ObjStm /Filter /FlateDecode>> stream\n"
    whole = blanked(b"%PDF-1.7 " + part_of + packed + b"\nendstream")
    kept = zlib.decompress(whole.partition(b"stream\n")[2])
    assert b"RAHASIA" not in kept and b"(x)" in kept and b"/Pages 2 0 R" in kept
    # A picture that only points to what is said of it is drawn as before.
    image = b"1 0 obj <</Type /XObject /Metadata 9 0 R /Filter /FlateDecode>> stream\n"
    drawn = b"%PDF-1.7 " + image + zlib.compress(b"/Author (pixels)") + b"\nendstream"
    assert blanked(drawn) == drawn


@pytest.mark.parametrize("mark", [b"/ByteRange [0 1 2 3]", b"/Encrypt 5 0 R"])
def test_what_is_signed_or_locked_stays(mark: bytes) -> None:
    paper = scan().replace(b"%%EOF", mark + b"\n%%EOF")
    assert blanked(paper) == paper


@pytest.mark.parametrize(
    "broken",
    [
        b"%PDF-1.4 /Author (never ends",
        b"%PDF-1.4 /Author <never ends",
        b"%PDF-1.4 1 0 obj <</Type /ObjStm /FlateDecode>> stream\nno zlib",
        b"%PDF-1.4 1 0 obj <</DCTDecode>> stream\n\xff\xd8\xff\xe1\xff\xff",
        b"%PDF-1.4 1 0 obj <</Type /ObjStm /FlateDecode>> stream\n"
        + zlib.compress(b"cut /Author (x)")[:-6],
    ],
)
def test_what_is_broken_is_kept_as_long_as_it_was(broken: bytes) -> None:
    assert len(blanked(broken)) == len(broken)
