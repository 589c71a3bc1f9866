"""What the list of the held can be cut by."""

from datetime import timedelta

import django_filters as filters
from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from voters.filters import PlaceFilterSet
from voters.models import HeldItem

LATE, SOON, NEVER = "lewat", "segera", "tanpa"


class HeldFilter(PlaceFilterSet):
    """Proposals put off and voters held."""

    jenis = filters.ChoiceFilter(
        field_name="what",
        label=_("Jenis"),
        choices=HeldItem.What.choices,
        empty_label=_("Semua"),
    )
    tenggat = filters.ChoiceFilter(
        label=_("Tenggat"),
        method="by_day",
        choices=[
            (LATE, _("Sudah jatuh tempo")),
            (SOON, _("Segera jatuh tempo")),
            (NEVER, _("Tanpa tenggat")),
        ],
        empty_label=_("Semua"),
    )

    class Meta:
        model = HeldItem
        fields: list[str] = []

    def by_day(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """Past its day (today counts), within the days of what is due, without one."""
        today = timezone.localdate()
        if value == NEVER:
            return rows.filter(until__isnull=True)
        if value == LATE:
            return rows.filter(until__lte=today)
        soon = today + timedelta(days=settings.POLICY.due_soon_days)
        return rows.filter(until__gt=today, until__lte=soon)
