"""One account's digest as a mail: counts, dates and links; it names nobody."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import DigestChoice
from accounts.scope import ScopeError, reading_as
from jobs.due import Due, due_of
from kpu_portal.context import link, office_of
from kpu_portal.digest.stopping import address_of
from kpu_portal.ui.formats import day, figure


class OneLineHeads(EmailMultiAlternatives):
    """Folded, the long stop address would stand below an empty line, which is obsolete
    and which some programs do not read."""

    def message(self, **how: Any) -> Any:
        """As Django makes it, with every field of the head on one line."""
        made: Any = super().message(**how)
        made.policy = made.policy.clone(max_line_length=None)
        return made


@dataclass(frozen=True)
class Letter:
    """A mail and how many things it tells."""

    mail: EmailMultiAlternatives
    count: int


def letter_of(choice: DigestChoice, as_of: date) -> Letter | None:
    """The digest of an account on a day, in its language; None when nothing is due.

    What is due is asked with the account's own eyes, over the web's login. An account
    that has ended since gets none.
    """
    with translation.override(choice.language):
        try:
            with reading_as(choice.user):
                found = due_of(choice.user, as_of)
                office = office_of(choice.user)
        except ScopeError:
            return None
        if not found:
            return None
        return Letter(_mail(choice, found, office, as_of), len(found))


def _mail(
    choice: DigestChoice, found: list[Due], office: str, as_of: date
) -> EmailMultiAlternatives:
    stop = address_of(choice.user)
    context = {
        "office": office,
        "today": day(as_of, "EEEE d MMMM y"),
        "rows": [_row(one) for one in found],
        "site": settings.PUBLIC_URL + "/",
        "choose": settings.PUBLIC_URL + link("own-digest"),
        "stop": stop,
        "language": choice.language,
    }
    number = len(found)
    subject = ngettext("%(n)s hal menunggu", "%(n)s hal menunggu", number)
    mail = OneLineHeads(
        subject=f"PDPB {office}: {subject % {'n': figure(number)}}",
        body=render_to_string("mail/digest.txt", context),
        to=[choice.email],
        headers={
            "Auto-Submitted": "auto-generated",
            "List-Unsubscribe": f"<{stop}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )
    mail.attach_alternative(render_to_string("mail/digest.html", context), "text/html")
    return mail


def _row(one: Due) -> dict[str, str]:
    until = ""
    if one.deadline:
        until = f"{_('tenggat')} {day(one.deadline, 'd MMM y')}"
    return {
        "count": figure(one.count),
        "text": str(one.text),
        "until": until,
        "url": settings.PUBLIC_URL + one.url,
    }
