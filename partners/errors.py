"""What the room refuses, in words for the person."""


class PartnerError(Exception):
    """Something that cannot be written; `field` says where in the form, "" for all."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field
