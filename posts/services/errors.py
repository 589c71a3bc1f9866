"""What the room refuses; each message is for the person at the screen."""


class PostError(Exception):
    """A refusal that was foreseen; `str()` is a sentence in the page's language."""


class BadPicture(PostError):
    """An upload that is no picture, or is too large or empty."""
