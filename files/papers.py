"""Scans as they may be kept: what is drawn, not who made them, when and by what.

What a PDF says of its author, its device and its place is written over with blanks
where it stands, so that nothing in the file moves and no reader has to open what
strangers send. A paper that is signed electronically, or locked, stays as it is: one
changed byte would take its signature's worth.
"""

import re
import zlib
from collections.abc import Iterator

from files.photos import JPEG, draws

MOST = 8_000_000
"""Bytes that one compressed part may unpack to; a larger one is a picture."""
_SAYS = re.compile(
    rb"/(?:Author|Creator|Producer|CreationDate|ModDate|Title|Subject|Keywords|Company"
    rb"|SourceModified)\s*(?:(\()|(<)(?!<))"
)
_PACKET = re.compile(rb"<\?xpacket begin.*?<\?xpacket end[^>]*>", re.S)
_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_SIGNED = re.compile(rb"/ByteRange\s*\[|/Encrypt\s")
_PACKED = re.compile(rb"/Type\s*/(ObjStm|Metadata)\b")
_PLAIN_FLATE = re.compile(rb"\A(?!.*/Predictor).*/FlateDecode", re.S)
_HEAD = 2_000
"""Bytes before a stream in which its dictionary stands."""
_SOS, _EOI = 0xDA, 0xD9


def blanked(content: bytes) -> bytes:
    """The same paper, as long as before, without a word about author, device, place.

    One that is signed or locked comes back as it is. What a newer PDF keeps in a
    compressed part is unpacked, blanked and packed again where it fits its place.
    """
    if _SIGNED.search(content):
        return content
    data = bytearray(content)
    for start, head in _streams(content):
        if b"/DCTDecode" in head and content.startswith(JPEG, start):
            _blank_jpeg(data, start)
        elif (kind := _PACKED.search(head)) and _PLAIN_FLATE.search(head):
            _blank_packed(data, start, is_packet=kind[1] == b"Metadata")
    _blank_words(data)
    for found in _PACKET.finditer(bytes(data)):
        data[found.start() : found.end()] = b" " * (found.end() - found.start())
    return bytes(data)


def _streams(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Where each stream begins, and the dictionary before it."""
    for found in _STREAM.finditer(content):
        before = content[max(0, found.start() - _HEAD) : found.start()]
        yield found.end(), before[before.rfind(b" obj") + 1 :]


def _blank_words(data: bytearray) -> None:
    """Blank the values of what a document says of itself."""
    for found in _SAYS.finditer(bytes(data)):
        start = found.end()
        if found[1]:
            end = _string_end(data, start)
            data[start:end] = b" " * (end - start)
        elif (end := data.find(b">", start)) >= 0:
            data[start:end] = b"0" * (end - start)


def _string_end(data: bytearray, at: int) -> int:
    """Where the string ends that began before `at`: brackets in it come in pairs."""
    depth = 1
    while at < len(data):
        sign = data[at : at + 1]
        if sign == b"\\":
            at += 1
        elif sign == b"(":
            depth += 1
        elif sign == b")":
            depth -= 1
            if depth == 0:
                return at
        at += 1
    return len(data)


def _blank_packed(data: bytearray, start: int, *, is_packet: bool) -> None:
    """Blank a compressed part in its place; one that does not fit there stays."""
    unpacker = zlib.decompressobj()
    packed = bytes(data[start : start + MOST])
    try:
        plain = unpacker.decompress(packed, MOST)
    except zlib.error:
        return
    if not unpacker.eof:
        return
    used = len(packed) - len(unpacker.unused_data)
    clean = bytearray(b" " * len(plain)) if is_packet else bytearray(plain)
    _blank_words(clean)
    again = zlib.compress(bytes(clean), 9)
    if bytes(clean) != plain and len(again) <= used:
        data[start : start + used] = again + b"\n" * (used - len(again))


def _blank_jpeg(data: bytearray, start: int) -> None:
    """Blank what a picture inside says beside its pixels (Exif, XMP, comments)."""
    at = start + 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker in (_SOS, _EOI):
            return
        size = int.from_bytes(data[at + 2 : at + 4], "big")
        begin, end = at + 4, at + 2 + size
        if size < 2 or end > len(data):
            return
        if not draws(marker, bytes(data[begin:end])):
            data[begin:end] = bytes(end - begin)
        at = end
