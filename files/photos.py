"""Photographs as they may be kept: the pixels and which way up, nothing else.

A telephone writes where and when a picture was taken, by whose device, and sometimes a
film behind it. A file is copied part by part and only what draws it is kept, so that
no decoder has to open what strangers send.
"""

import struct
import zlib

JPEG, PNG = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"
TYPES = {"jpg": "image/jpeg", "png": "image/png"}
_SOS, _EOI, _APP0, _APP1, _APP2, _APP14, _COM = 0xDA, 0xD9, 0xE0, 0xE1, 0xE2, 0xEE, 0xFE
_ALONE = {0x01, *range(0xD0, 0xD8)}
_INK = {b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"bKGD", b"pHYs"}
_ORIENTATION = 0x0112


class BrokenPhoto(Exception):
    """The bytes are no whole JPEG or PNG."""


def kind_of(head: bytes) -> str:
    """ "jpg" or "png" by the first bytes; raises BrokenPhoto for anything else."""
    if head.startswith(JPEG):
        return "jpg"
    if head.startswith(PNG):
        return "png"
    raise BrokenPhoto


def stripped(content: bytes) -> bytes:
    """The same picture without a word about place, time, device or author.

    Raises BrokenPhoto for what is cut short or no JPEG or PNG at all.
    """
    try:
        return _jpeg(content) if kind_of(content) == "jpg" else _png(content)
    except (struct.error, IndexError) as error:
        raise BrokenPhoto from error


def _jpeg(data: bytes) -> bytes:
    out, at, turn = bytearray(), 2, 0
    while True:
        marker, at = _marker(data, at)
        if marker == _EOI:
            return data[:2] + _turned(turn) + bytes(out) + b"\xff\xd9"
        if marker in _ALONE:
            out += bytes((0xFF, marker))
            continue
        size = struct.unpack_from(">H", data, at)[0]
        body = data[at + 2 : at + size]
        if size < 2 or at + size > len(data):
            raise BrokenPhoto
        if marker == _APP1 and body.startswith(b"Exif\0\0"):
            turn = turn or _orientation(body[6:])
        if draws(marker, body):
            out += bytes((0xFF, marker)) + data[at : at + size]
        at += size
        if marker == _SOS:
            end = _scan_end(data, at)
            out += data[at:end]
            at = end


def _marker(data: bytes, at: int) -> tuple[int, int]:
    """The next marker and where its part begins."""
    if data[at] != 0xFF:
        raise BrokenPhoto
    while data[at] == 0xFF:
        at += 1
    return data[at], at + 1


def draws(marker: int, body: bytes) -> bool:
    """Whether a decoder needs the part to draw the picture as it was."""
    if marker == _APP0:
        return body.startswith(b"JFIF\0")
    if marker == _APP2:
        return body.startswith(b"ICC_PROFILE\0")
    if marker == _APP14:
        return body.startswith(b"Adobe")
    return not (_APP1 <= marker <= 0xEF or marker == _COM)


def _scan_end(data: bytes, at: int) -> int:
    """Where the marker after a scan stands: not a stuffed byte, not a restart."""
    while True:
        at = data.find(b"\xff", at)
        if at < 0:
            raise BrokenPhoto
        after = data[at + 1]
        if after != 0 and not 0xD0 <= after <= 0xD7:
            return at
        at += 2


def _orientation(tiff: bytes) -> int:
    """Which way up the camera was held, 1 to 8; 0 when it does not say."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return 0
    try:
        start = struct.unpack_from(f"{order}I", tiff, 4)[0]
        for number in range(struct.unpack_from(f"{order}H", tiff, start)[0]):
            entry = start + 2 + number * 12
            if struct.unpack_from(f"{order}H", tiff, entry)[0] == _ORIENTATION:
                turn = int(struct.unpack_from(f"{order}H", tiff, entry + 8)[0])
                return turn if 1 <= turn <= 8 else 0
    except struct.error:
        return 0
    return 0


def _turned(turn: int) -> bytes:
    """An Exif part that says the orientation and nothing else; b"" for upright."""
    if turn < 2:
        return b""
    entry = struct.pack(">HHIHH", _ORIENTATION, 3, 1, turn, 0)
    tiff = b"MM\0*" + struct.pack(">IH", 8, 1) + entry + struct.pack(">I", 0)
    body = b"Exif\0\0" + tiff
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


def _png(data: bytes) -> bytes:
    out, at = bytearray(PNG), len(PNG)
    while True:
        size = struct.unpack_from(">I", data, at)[0]
        name, end = data[at + 4 : at + 8], at + 12 + size
        if end > len(data):
            raise BrokenPhoto
        told = struct.unpack_from(">I", data, end - 4)[0]
        if told != zlib.crc32(data[at + 4 : end - 4]):
            raise BrokenPhoto
        if name[:1].isupper() or name in _INK:
            out += data[at:end]
        if name == b"IEND":
            return bytes(out)
        at = end
