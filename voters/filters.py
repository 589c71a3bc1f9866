"""What the lists can be cut by; the names are the words of the URL."""

from typing import Any

import django_filters as filters
from django.db import connections
from django.db.models import Q, QuerySet
from django.forms import HiddenInput, TextInput
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from periods.models import Period
from regions.querysets import code_after
from voters.delivered import deliveries_meant
from voters.models import (
    BaruCategory,
    ChangeProposal,
    DuplicatePair,
    Kind,
    PairOrigin,
    PairState,
    PairTier,
    ProposalState,
    Status,
    TmsReason,
    Voter,
)
from voters.selectors import ELEMENT_LABELS, free_of_others, live_claims
from voters.selectors.ages import at_least
from voters.selectors.duplicates import RULE_WORDS

NAME_HITS = 1000
"""Most people a search by name gives; search_voters() itself gives no more."""
NO_STATION = "-"
"""Word of the address for voters without a station."""
SEX = [("L", _("Laki-laki")), ("P", _("Perempuan"))]


class PlaceFilterSet(filters.FilterSet):
    """Kecamatan and kelurahan of one regency; `places` come from the view."""

    kecamatan = filters.ChoiceFilter(
        label=_("Kecamatan"), method="below", empty_label=_("Semua")
    )
    kelurahan = filters.ChoiceFilter(
        label=_("Kelurahan"), method="below", empty_label=_("Semua")
    )

    def __init__(
        self,
        *args: Any,
        regency: str,
        districts: dict[str, str],
        villages: dict[str, str],
        **kwargs: Any,
    ) -> None:
        self.regency = regency
        super().__init__(*args, **kwargs)
        self.filters["kecamatan"].extra["choices"] = list(districts.items())
        self.filters["kelurahan"].extra["choices"] = list(villages.items())
        self.same_for = (*districts.items(), *villages.items())

    def delivered(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """Rows of a delivery: by its file's name or letter, or the number of a link."""
        return rows.filter(delivery_id__in=deliveries_meant(self.regency, value))

    def below(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(kelurahan__gte=value, kelurahan__lt=code_after(value))


class FamilyFilter(filters.UUIDFilter):
    """One act about a family: a link leads here, its chip leads away."""

    @property
    def field(self) -> Any:
        """The hidden field, with the word that stands on its chip."""
        made = super().field
        made.chip = _("usulan satu isian")
        return made


class PeriodFilter(filters.CharFilter):
    """One period's proposals: the recap's link leads here, its chip leads away.

    While a period is open once more the queue holds those of the next one as well.
    """

    @property
    def field(self) -> Any:
        """The hidden field; its chip says the code that the address names."""
        made = super().field
        asked = getattr(self, "parent", None)  # none where nobody has asked yet
        made.chip = asked.data.get("periode", "") if asked else ""
        return made


class VoterFilter(PlaceFilterSet):
    """The roll; without a status it shows who counts: active and held.

    `is_capped` says, once `qs` was read, that a search by name found as many as it
    gives: the other filters then cut the first of them only.
    """

    is_capped = False

    tps = filters.CharFilter(
        label=_("TPS"),
        method="at_station",
        widget=TextInput(attrs={"inputmode": "numeric", "size": 3}),
    )
    jk = filters.ChoiceFilter(
        field_name="sex", label=_("JK"), choices=SEX, empty_label=_("Semua")
    )
    status = filters.ChoiceFilter(
        label=_("Status"), choices=Status.choices, empty_label=_("Aktif dan ditahan")
    )
    sebab = filters.ChoiceFilter(
        field_name="status_reason",
        label=_("Sebab"),
        choices=[*TmsReason.choices, ("BATAL", pgettext_lazy("sebab", "Batal"))],
        empty_label=_("Semua"),
    )
    nama = filters.CharFilter(label=_("Nama"), method="named")

    class Meta:
        model = Voter
        fields: list[str] = []

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        rows = super().filter_queryset(queryset)
        if not self.form.cleaned_data.get("status"):
            rows = (
                rows.filter(status="INELIGIBLE")
                if self.form.cleaned_data.get("sebab")
                else rows.filter(status__in=("ACTIVE", "HELD"))
            )
        return rows

    def at_station(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        word = value.strip()
        return rows.filter(tps="" if word == NO_STATION else word.zfill(3))

    def named(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """Names that hold every word, found by the function that an index serves."""
        words = value.upper().split()[:6]
        if not words:
            return rows
        with connections[rows.db].cursor() as cursor:
            cursor.execute(
                "SELECT s.id FROM search_voters(%s, %s, %s) s",
                [self.regency, words, NAME_HITS],
            )
            found = [row[0] for row in cursor.fetchall()]
        self.is_capped = len(found) >= NAME_HITS
        return rows.filter(pk__in=found)


class ProposalFilter(PlaceFilterSet):
    """The review queue; without a state it shows what waits."""

    jenis = filters.MultipleChoiceFilter(
        field_name="kind",
        label=_("Jenis"),
        choices=Kind.choices,
        distinct=False,  # a distinct query cannot be locked for a bulk decision
    )
    kategori = filters.ChoiceFilter(
        field_name="category",
        label=_("Kategori atau sebab"),
        choices=[*BaruCategory.choices, *TmsReason.choices],
        empty_label=_("Semua"),
    )
    unsur = filters.ChoiceFilter(
        label=_("Unsur"),
        method="touching",
        choices=list(ELEMENT_LABELS.items()),
        empty_label=_("Semua"),
    )
    keadaan = filters.ChoiceFilter(
        field_name="state",
        label=_("Keadaan"),
        choices=ProposalState.choices,
        empty_label=_("Belum diputus"),
    )
    sumber = filters.CharFilter(
        field_name="source", lookup_expr="istartswith", label=_("Sumber")
    )
    kiriman = filters.CharFilter(method="delivered", label=_("Berkas kiriman"))
    umur = filters.ChoiceFilter(
        label=_("Umur usulan"),
        method="carried",
        choices=[
            ("0", _("periode ini")),
            ("1", _("dialihkan dari periode lalu atau lebih")),
            ("2", _("dialihkan 2 periode atau lebih")),
            ("3", _("dialihkan 3 periode atau lebih")),
        ],
        empty_label=_("Semua"),
    )
    keluarga = FamilyFilter(
        field_name="group_key", label=_("Keluarga"), widget=HiddenInput
    )
    periode = PeriodFilter(label=_("Periode"), method="of_period", widget=HiddenInput)
    pegangan = filters.ChoiceFilter(
        label=_("Pegangan"),
        method="held",
        choices=[
            ("saya", _("Kecamatan saya hari ini")),
            ("bebas", _("Tidak dipegang rekan")),
        ],
        empty_label=_("Semua"),
    )

    class Meta:
        model = ChangeProposal
        fields: list[str] = []

    def __init__(self, *args: Any, user: Any = None, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)

    def held(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """Proposals of kecamatan that the account holds, or that nobody else does."""
        number = getattr(self.user, "pk", None)
        claims = live_claims(self.user, self.regency).values()
        if value == "bebas":
            return free_of_others(rows, claims, number)
        own = Q(pk__in=[])
        for one in claims:
            if one.is_district and one.user_id == number:
                own |= Q(kelurahan__startswith=one.kelurahan)
        return rows.filter(own)

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        rows = super().filter_queryset(queryset)
        if not self.form.cleaned_data.get("keadaan"):
            rows = rows.undecided()
        return rows

    def of_period(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """Proposals of the regency's period with this code; none for an unknown one."""
        named = Period.objects.of(self.regency).filter(code=value)
        return rows.filter(period_id__in=named.values("pk"))

    def carried(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return at_least(rows, self.regency, int(value))

    def touching(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(elements__contains=[value])


class DuplicateFilter(PlaceFilterSet):
    """Pairs that may be one person; without a state it shows what waits."""

    tingkat = filters.ChoiceFilter(
        field_name="tier",
        label=_("Tingkat"),
        choices=PairTier.choices,
        empty_label=_("Semua"),
    )
    asal = filters.ChoiceFilter(
        field_name="origin",
        label=_("Asal"),
        choices=PairOrigin.choices,
        empty_label=_("Semua"),
    )
    aturan = filters.ChoiceFilter(
        label=_("Aturan"),
        method="brought_by",
        choices=list(RULE_WORDS.items()),
        empty_label=_("Semua"),
    )
    keadaan = filters.ChoiceFilter(
        field_name="state",
        label=_("Keadaan"),
        choices=PairState.choices,
        empty_label=_("Belum diputus"),
    )
    kiriman = filters.CharFilter(method="delivered", label=_("Berkas kiriman"))

    class Meta:
        model = DuplicatePair
        fields: list[str] = []

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        rows = super().filter_queryset(queryset)
        if not self.form.cleaned_data.get("keadaan"):
            rows = rows.waiting()
        return rows

    def below(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """Pairs of which either record stands there."""
        end = code_after(value)
        return rows.filter(
            Q(kelurahan_a__gte=value, kelurahan_a__lt=end)
            | Q(kelurahan_b__gte=value, kelurahan_b__lt=end)
        )

    def brought_by(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(rules__contains=[value])
