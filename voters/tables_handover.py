"""Hand-overs as a table."""

from typing import Any
from uuid import UUID

import django_tables2 as tables
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from files.lists import ListTable
from voters.models import Handover
from voters.selectors.handover import clock_words, reason_word
from voters.tables import FIXED, NOBODY

SOON = 3
"""Days before its end from which a clock is marked."""


class HandoverTable(ListTable):
    """Who goes which way, what waits for whom, and how long still."""

    name = tables.Column(verbose_name=_("Nama"), attrs=FIXED, empty_values=())
    from_regency = tables.Column(verbose_name=_("Arah"))
    to_regency = tables.Column(verbose_name=_("Kab/kota lain"))
    state = tables.Column(verbose_name=_("Keadaan"), attrs={"look": "badge"})
    answer = tables.Column(verbose_name=_("Menunggu"), empty_values=())
    due_on = tables.Column(verbose_name=_("Batas jawaban"))
    reason = tables.Column(verbose_name=_("Alasan"), empty_values=())
    opened_by_name = tables.Column(verbose_name=_("Pembuka"), default="")
    opened_at = tables.Column(verbose_name=_("Dibuka"), attrs={"look": "moment"})
    answered_by_name = tables.Column(verbose_name=_("Penjawab"), default="")

    hidden_at_first = frozenset({"opened_by_name", "answered_by_name", "reason"})

    class Meta:
        model = Handover
        template_name = "django_tables2/pdpb.html"
        orderable = False
        fields = (
            *("name", "from_regency", "to_regency", "state", "answer", "due_on"),
            *("reason", "opened_by_name", "opened_at", "answered_by_name"),
        )
        attrs = {"caption": _("Serah terima"), "caption_hidden": True}
        row_attrs = {"id": lambda record: f"st-{record.public_id}"}

    def __init__(
        self,
        *args: Any,
        regency: str,
        others: dict[str, str],
        sizes: dict[UUID, int],
        query: str = "",
        **kwargs: Any,
    ) -> None:
        self.regency, self.others, self.query = regency, others, query
        self.sizes = sizes
        self.today = timezone.localdate()
        self.address = reverse("voters:handover", args=[regency, NOBODY])
        super().__init__(*args, **kwargs)

    def render_name(self, record: Handover) -> SafeString:
        url = self.address.replace(NOBODY, str(record.public_id)) + self.query
        name = record.name or gettext("data orangnya sudah dihapus")
        n = self.sizes.get(record.group_key, 1) if record.group_key else 1
        if n < 2:
            return format_html('<a href="{}">{}</a>', url, name)
        words = gettext("keluarga %(n)s orang") % {"n": n}
        return format_html(
            '<a href="{}">{}</a> <span class="k-mute pd-mark">{}</span>',
            url,
            name,
            words,
        )

    def render_from_regency(self, record: Handover) -> str:
        return gettext("Keluar") if record.leaves(self.regency) else gettext("Masuk")

    def render_to_regency(self, record: Handover) -> str:
        code = record.other(self.regency)
        return self.others.get(code, code)

    def render_answer(self, record: Handover) -> str:
        return turn_words(record, self.regency)

    def render_due_on(self, record: Handover) -> SafeString | str:
        words = clock_words(record, self.today)
        day = f"{record.due_on:%d-%m-%Y}"
        if not words:
            return ""
        late = record.state == "EXPIRED" or record.due_on <= self.today
        tone = "bad" if late else "ask"
        if not late and (record.due_on - self.today).days > SOON:
            tone = "mute"
        return format_html('{} <span class="k-{} pd-mark">{}</span>', day, tone, words)

    def render_reason(self, record: Handover) -> str:
        return reason_word(record)


def turn_words(record: Handover, regency: str) -> str:
    """For whom it waits now."""
    if record.state in ("OFFERED", "ASKED"):
        if record.opens(regency):
            return gettext("kab/kota lain menjawab")
        return gettext("jawaban kantor ini")
    if record.state == "CONFIRMED":
        waits = [
            (record.from_stage, record.leaves(regency)),
            (record.to_stage, not record.leaves(regency)),
        ]
        here = any(own for stage, own in waits if stage != "APPLIED")
        return gettext("tinjauan di sini") if here else gettext("tinjauan di sana")
    return ""
