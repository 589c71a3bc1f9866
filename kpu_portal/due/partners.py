"""Agreements that end and requests for data that are due in an office."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from accounts.models import User
from jobs.due import Due, Level
from kpu_portal.context import link
from partners.models import Reminder
from partners.selectors import waiting_reminders

REMINDED = 3
"""Reminders with a line of their own; the others are counted."""


def for_partners(user: User, as_of: date) -> Iterator[Due]:
    """Reminders of the regency that nobody closed, the first day above."""
    if not user.is_office:
        return
    waiting = waiting_reminders(user.regency_code)
    due = list(waiting[: REMINDED + 1])
    for one in due[:REMINDED]:
        yield _reminder(one, as_of)
    if len(due) > REMINDED:
        yield Due(
            "reminders",
            waiting.count() - REMINDED,
            _("pengingat lain"),
            link("partners:requests", user.regency_code),
            more=_("PKS dan permintaan data"),
            go=_("Lihat"),
            icon="bell",
            tone="ask",
        )


def _reminder(one: Reminder, as_of: date) -> Due:
    about = one.agreement or one.request
    page = "partners:agreement" if one.agreement else "partners:request"
    assert about is not None  # noqa: S101 - a reminder is of one of the two
    return Due(
        f"reminder_{one.pk}",
        1,
        _("PKS akan berakhir") if one.agreement else _("permintaan data jatuh tempo"),
        link(page, one.regency_code, about.public_id),
        deadline=one.due_on,
        level=Level.LATE if one.due_on < as_of else Level.SOON,
        more=about.institution.name,
        go=_("Buka"),
        icon="bell",
        tone="ask",
    )
