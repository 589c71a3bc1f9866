"""Pairs that may be one person as a table."""

from collections.abc import Iterable
from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from files.lists import ListTable
from voters.delivered import DeliveredFile, files_of
from voters.models import DuplicatePair, PairState
from voters.selectors.duplicates import reasons_of, rules_of, starting_point
from voters.tables import FIXED, NOBODY

Files = dict[int, DeliveredFile]


class DuplicateTable(ListTable):
    """`people` are names by the voter's number; a row of a delivery has its line and
    the name of its file."""

    # Without a voter it is a line of a delivery, which has a link too.
    voter_a = tables.Column(verbose_name=_("Catatan A"), attrs=FIXED, empty_values=())
    voter_b = tables.Column(verbose_name=_("Catatan B"), empty_values=())
    tier = tables.Column(verbose_name=_("Tingkat"))
    score = tables.Column(verbose_name=_("Bobot"))
    kelurahan_a = tables.Column(verbose_name=_("Kelurahan A"))
    kelurahan_b = tables.Column(verbose_name=_("Kelurahan B"))
    origin = tables.Column(verbose_name=_("Asal"))
    rules = tables.Column(verbose_name=_("Aturan"))
    state = tables.Column(
        verbose_name=_("Keadaan"), accessor="shown_state", attrs={"look": "badge"}
    )
    decided_by_name = tables.Column(verbose_name=_("Pemutus"), default="")
    found_at = tables.Column(
        verbose_name=_("Ditemukan"), default="", attrs={"look": "moment"}
    )

    hidden_at_first = frozenset({"rules", "decided_by_name", "found_at"})

    class Meta:
        model = DuplicatePair
        template_name = "django_tables2/pdpb.html"
        orderable = False
        fields = (
            *("voter_a", "voter_b", "tier", "score", "kelurahan_a", "kelurahan_b"),
            *("origin", "rules", "state", "decided_by_name", "found_at"),
        )
        attrs = {"caption": _("Dugaan ganda"), "caption_hidden": True}
        row_attrs = {"id": lambda record: f"g-{record.public_id}"}

    def __init__(
        self,
        *args: Any,
        regency: str,
        places: dict[str, str],
        people: dict[int, str],
        files: Files,
        query: str = "",
        **kwargs: Any,
    ) -> None:
        self.places, self.people, self.query = places, people, query
        self.files = files
        self.address = reverse("voters:duplicate", args=[regency, NOBODY])
        super().__init__(*args, **kwargs)

    def render_voter_a(self, record: DuplicatePair) -> SafeString:
        url = self.address.replace(NOBODY, str(record.public_id)) + self.query
        return format_html(
            '<a href="{}">{}</a>', url, name_a(record, self.people, self.files)
        )

    def render_voter_b(self, record: DuplicatePair) -> str:
        return name_b(record, self.people, self.files)

    def render_score(self, record: DuplicatePair) -> str:
        return bits(record.score)

    def render_kelurahan_a(self, value: str) -> str:
        return self.places.get(value, value)

    def render_kelurahan_b(self, value: str) -> str:
        return self.places.get(value, value)

    def render_rules(self, record: DuplicatePair) -> str:
        return "; ".join(rules_of(record))


def files_behind(regency: str, pairs: Iterable[DuplicatePair]) -> Files:
    """The files, by delivery, whose lines stand in these pairs instead of a voter."""
    lines: dict[int, set[int]] = {}
    for one in pairs:
        told = [] if one.voter_a else [one.line_b or one.line_no]
        told += [] if one.voter_b else [one.line_no]
        if one.delivery_id and told:
            lines.setdefault(one.delivery_id, set()).update(n for n in told if n)
    return files_of(regency, lines)


def name_a(pair: DuplicatePair, people: dict[int, str], files: Files) -> str:
    """Name of the first record, else the line it stands on."""
    line = pair.line_b or pair.line_no
    return people.get(pair.voter_a or 0) or _line(pair, line, files)


def name_b(pair: DuplicatePair, people: dict[int, str], files: Files) -> str:
    """Name of the second record, else the line it stands on."""
    return people.get(pair.voter_b or 0) or _line(pair, pair.line_no, files)


def _line(pair: DuplicatePair, line: int | None, files: Files) -> str:
    file = files.get(pair.delivery_id or 0)
    place = file.places.get(line or 0) if file else None
    if file is None or place is None:
        return str(_("Baris kiriman %(n)s") % {"n": line})
    return str(_("%(place)s di %(file)s") % {"place": place[0], "file": file.name})


def state_word(pair: DuplicatePair) -> str:
    """The state of a pair as a file writes it."""
    if pair.shown_state != pair.state:
        return str(_("Bukan orangnya"))
    return str(PairState(pair.state).label)


def bits(hundredths: int, decimals: int = 1) -> str:
    """Hundredths of a bit with sign and comma: 612 is "+6,1"."""
    text = f"{hundredths / 100:+.{decimals}f}".replace(".", ",")
    return text.replace("-", "−")


def weights_of(pair: DuplicatePair) -> dict[str, Any]:
    """Every reason of a pair with its weight, and their sum, to the hundredth.

    With one decimal what is rounded would not add up.
    """
    told = reasons_of(pair)
    if told:
        told.append(starting_point(pair))
    return {
        "reasons": [(one.words, bits(round(one.weight * 100), 2)) for one in told],
        "total": bits(pair.score, 2),
    }
