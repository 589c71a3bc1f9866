"""Named refusals of the room: each message is for the person at the screen."""

from django.utils.translation import gettext as _


class FieldError(Exception):
    """A refusal that was foreseen; `str()` is a sentence in the page's language."""


class BatchEnded(FieldError):
    """The batch takes no more visits, or was never given to anybody."""

    def __init__(self) -> None:
        super().__init__(
            _("Kelompok ini belum ditugaskan atau sudah ditutup; tidak ada kunjungan.")
        )


class NobodyFound(FieldError):
    """The rules draw nobody."""

    def __init__(self) -> None:
        super().__init__(
            _("Tidak ada orang yang dapat ditarik; ubah aturan atau wilayahnya.")
        )


class VisitRefused(FieldError):
    """A visit that cannot stand; `field` is where it is mended."""

    def __init__(self, field: str, message: str) -> None:
        self.field = field
        super().__init__(message)
