"""What can be the number of a paper (domain rule 12; numbered P3 in docs/rules.md)."""


def is_number(text: str) -> bool:
    """Whether a text names a paper at all: it has a letter or a digit.

    A dash in the field is no evidence. The application asks the same in SQL
    (sql/apply.sql), where a removal would take effect.
    """
    return any(one.isalnum() for one in text)
