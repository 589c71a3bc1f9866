"""Tags for icons and badges."""

from django import template

from kpu_portal.ui import actions, badges, marks, rules

register = template.Library()

register.simple_tag(marks.icon)
register.simple_tag(marks.badge)
register.simple_tag(rules.rule)
register.simple_tag(rules.made_by)
register.filter("tindakan", actions.action_word)


@register.simple_tag
def badge_icon(kind: object, group: str = "") -> str:
    """Name of the icon that a badge of this kind carries."""
    return badges.look_of(kind, group).icon


@register.simple_tag
def badge_tone(kind: object, group: str = "") -> str:
    """Class that colours by a kind: "k-tms"."""
    return f"k-{badges.look_of(kind, group).tone}"
