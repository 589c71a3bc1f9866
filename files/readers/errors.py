"""Why a file is not read, in words for the person who chose it."""


class FileRefused(Exception):
    """The file cannot be used; nothing of it was taken. `code` names the cause."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
