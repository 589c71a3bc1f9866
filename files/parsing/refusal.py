"""Why the child gives a file up; files.readers.errors has the words for people."""


class Refused(Exception):
    """The file cannot be used; `code` names the cause."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
