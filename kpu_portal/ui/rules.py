"""The number of a rule as a link to its words; costs no query."""

from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kpu_portal.rule_words import WORDS, number_of


def rule(number: str) -> SafeString:
    """Draw "aturan D14", with the words as a hint and behind the link; "" for none."""
    if not number:
        return SafeString("")
    said = WORDS.get(number)
    if said is None:
        return format_html("{} {}", _("aturan"), number)
    return format_html(
        '{} <a class="pd-link" href="{}#{}" title="{}">{}</a>',
        _("aturan"),
        reverse("rules"),
        number,
        said,
        number,
    )


def rule_of(proposal: Any) -> str:
    """Number of the rule that made a proposal."""
    is_of_delivery = proposal.delivery_id is not None
    return number_of(proposal.rule, proposal.kind, of_delivery=is_of_delivery)


def made_by(proposal: Any) -> SafeString:
    """Draw the rule that made a proposal."""
    return rule(rule_of(proposal))
