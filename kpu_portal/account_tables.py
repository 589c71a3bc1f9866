"""The table of accounts."""

import datetime as dt

import django_tables2 as tables
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.services import is_expired
from files.lists import ListTable
from kpu_portal.ui.formats import moment


class AccountTable(ListTable):
    """Accounts of the portal or of an office."""

    full_name = tables.Column(
        _("Nama"),
        orderable=False,
        linkify=("accounts:detail", {"pk": tables.A("pk")}),
        attrs={"td": {"scope": "row"}, "th": {"data-fixed": True}},
    )
    username = tables.Column(_("Nama pengguna"), orderable=False)
    role = tables.Column(_("Peran"), orderable=False)
    scope_code = tables.Column(_("Kode wilayah"), orderable=False, default="")
    title = tables.Column(_("Jabatan"), orderable=False, default="")
    ends_on = tables.Column(_("Berlaku sampai"), orderable=False, default="")
    is_active = tables.Column(_("Keadaan"), orderable=False)
    last_login = tables.Column(_("Masuk terakhir"), orderable=False, default="")

    date_joined = tables.Column(_("Dibuat"))

    class Meta:
        template_name = "django_tables2/pdpb.html"
        attrs = {"caption": _("Akun")}

    hidden_at_first = frozenset({"title", "date_joined"})

    def render_date_joined(self, value: dt.datetime) -> str:
        return moment(value)

    def render_role(self, record: User) -> str:
        return str(_(record.get_role_display()))

    def render_is_active(self, record: User) -> str:
        if not record.is_active:
            return str(_("Dimatikan"))
        ended = is_expired(record, timezone.localdate())
        return str(_("Berakhir") if ended else _("Berlaku"))

    def render_ends_on(self, value: dt.date) -> str:
        return value.strftime("%d-%m-%Y")

    def render_last_login(self, value: dt.datetime) -> str:
        return moment(value)
