"""A password on a finished file: AES-256, each format in its own way.

xlsx and docx: agile encryption, as the office programs do it. PDF: its own AES-256.
Text: a zip with AES-256. The password is written nowhere.
"""

import secrets
import tempfile
from typing import IO, Any

SHORTEST = 10
"""Shorter passwords are guessed from a stolen file."""


def protect(handle: IO[bytes], name: str, password: str) -> tuple[IO[bytes], str]:
    """A new file that opens with the password only, and its name."""
    ending = name.rsplit(".", 1)[-1]
    handle.seek(0)
    # Stays open: the caller reads it, and closing deletes it.
    out = tempfile.TemporaryFile()  # noqa: SIM115
    if ending in ("xlsx", "docx"):
        _encrypt(handle, out, password)
    elif ending == "pdf":
        _lock_pdf(handle, out, password)
    else:
        _zip(handle, out, name, password)
        name = f"{name}.zip"
    handle.close()
    out.seek(0)
    return out, name


def lock(handle: IO[bytes]) -> IO[bytes]:
    """A PDF that everybody opens and nobody changes, as readers that obey it go."""
    out = tempfile.TemporaryFile()  # noqa: SIM115
    _lock_pdf(handle, out, "")
    handle.close()
    out.seek(0)
    return out


def opens(handle: IO[bytes], password: str) -> bytes:
    """The workbook or document inside an encrypted one (for whoever checks it)."""
    import msoffcrypto

    handle.seek(0)
    file: Any = msoffcrypto.OfficeFile(handle)
    file.load_key(password=password)
    with tempfile.TemporaryFile() as out:
        file.decrypt(out)
        out.seek(0)
        return out.read()


def _encrypt(handle: IO[bytes], out: IO[bytes], password: str) -> None:
    from msoffcrypto.format.ooxml import OOXMLFile

    OOXMLFile(handle).encrypt(password, out)


def _lock_pdf(handle: IO[bytes], out: IO[bytes], password: str) -> None:
    from pypdf import PdfReader, PdfWriter
    from pypdf.constants import UserAccessPermissions

    handle.seek(0)
    writer = PdfWriter(clone_from=PdfReader(handle))
    writer.encrypt(
        user_password=password,
        owner_password=secrets.token_urlsafe(24),
        algorithm="AES-256",
        permissions_flag=UserAccessPermissions.PRINT
        | UserAccessPermissions.PRINT_TO_REPRESENTATION
        | UserAccessPermissions.EXTRACT_TEXT_AND_GRAPHICS,
    )
    writer.write(out)


def _zip(handle: IO[bytes], out: IO[bytes], name: str, password: str) -> None:
    import pyzipper

    with pyzipper.AESZipFile(
        out, "w", compression=pyzipper.ZIP_DEFLATED, encryption=pyzipper.WZ_AES
    ) as archive:
        archive.setpassword(password.encode())
        with archive.open(name, "w", force_zip64=True) as inside:
            while block := handle.read(1 << 20):
                inside.write(block)
