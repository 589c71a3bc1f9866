"""Figures inside sentences of the rooms, as every page writes its figures."""


def grouped(number: int) -> str:
    """1186 is "1.186", in both languages: the official forms write it so."""
    return f"{number:,}".replace(",", ".")
