"""The lists that the pages part opens: whose they are, and where each one ends."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

OPERATOR, CHAIR, ADMIN, NOBODY = "operator", "chair", "admin", ""
SUPERVISOR = "supervisor"


@dataclass(frozen=True)
class Listed:
    """One list page.

    about: what its address names beside the regency, a key of `filling.seed()`'s
    answer; query: what it is asked, where a value may be such a key, too; key: the word
    that leads onward; end: such a key, of its value for the last page, where the page
    has no link to its end and too many pages to walk there; short: it may fit on one
    page.
    """

    name: str
    who: str = OPERATOR
    about: str = ""
    query: tuple[tuple[str, str], ...] = ()
    key: str = "sesudah"
    end: str = ""
    short: bool = False

    def title(self) -> str:
        words = " ".join(value for _key, value in self.query)
        return f"{self.name} {words}".strip()

    def address(self, regency: str, known: dict[str, str]) -> str:
        """Its first page."""
        given = [] if self.who in (ADMIN, CHAIR, NOBODY) else [regency]
        given += [known[self.about]] if self.about else []
        path = reverse(self.name, args=given)
        asked = {key: known.get(value, value) for key, value in self.query}
        return f"{path}?{urlencode(asked)}" if asked else path

    def last(self, address: str, known: dict[str, str]) -> str:
        """The address of its last page; "" when it must be looked for."""
        if not self.end:
            return ""
        joint = "&" if "?" in address else "?"
        return f"{address}{joint}{self.key}={known[self.end]}"


def _column(column: str) -> tuple[tuple[str, str], ...]:
    return (("column", column),)


LISTS = (
    Listed("voters:list"),
    Listed("voters:review"),
    Listed("voters:held"),
    Listed("voters:duplicates"),
    Listed("voters:exchange"),
    Listed("voters:handovers"),
    Listed("voters:dukcapil"),
    Listed("voters:sidalih"),
    Listed("voters:comparisons"),
    Listed("voters:comparison", about="comparison"),
    Listed("voters:tps", short=True),
    Listed("voters:regions"),
    Listed("reconciliation:list"),
    Listed("reconciliation:rows", about="delivery", end="rows end"),
    Listed("posts:list"),
    Listed("posts:visits"),
    Listed("posts:bulletins"),
    Listed("posts:events"),
    Listed("fieldwork:list"),
    Listed("fieldwork:tasks"),
    Listed("fieldwork:aid", short=True),
    Listed("fieldwork:aid_programme", about="programme"),
    Listed("plenos:behind", about="period", query=_column("SEBELUM"), end="roll end"),
    Listed("plenos:behind", about="period", query=_column("SEKARANG"), end="roll end"),
    Listed("plenos:behind", about="period", query=_column("REGULER"), end="roll end"),
    Listed("plenos:behind", about="period", query=_column("UBAH")),
    Listed("plenos:villages", about="period", short=True),
    Listed("plenos:drafts", about="period", short=True),
    Listed("plenos:advices"),
    Listed("partners:list"),
    Listed("partners:agreements"),
    Listed("partners:requests"),
    Listed("partners:activities"),
    Listed("jobs:list"),
    Listed("audit:list"),
    Listed("audit:trail", about="voter", key="halaman", end="trail end"),
    Listed("downloads:list"),
    Listed("accounts:list", who=CHAIR),
    Listed("codes:list", who=ADMIN, short=True),
    Listed(
        "plenos:supervisor_list",
        who=SUPERVISOR,
        query=(("periode", "closed"), ("kelurahan", "kelurahan")),
        key="page",
        end="kelurahan end",
    ),
    Listed("public-bulletins", who=NOBODY, about="kecamatan", key="sebelum"),
)
