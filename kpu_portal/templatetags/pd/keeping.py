"""A part of a template that says the same to everybody: `{% kept a b %}`."""

from collections.abc import Hashable, Sequence

from django import template
from django.template.base import NodeList, Parser, Token
from django.template.context import Context
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from kpu_portal.ui.kept import frozen

register = template.Library()
MOST = 64
"""Versions of one part that are kept; then it is drawn anew."""


class KeptNode(template.Node):
    """What stands inside, from the last time that language and variables were the same.

    It sees the variables it names and no others: whatever else it asked for would be
    somebody else's the next time.
    """

    def __init__(self, nodelist: NodeList, names: Sequence[str]) -> None:
        self.nodelist = nodelist
        self.names = names
        self.drawn: dict[Hashable, SafeString] = {}

    def render(self, context: Context) -> SafeString:
        given = {name: context.get(name) for name in self.names}
        key = (get_language(), frozen(given))
        if key not in self.drawn:
            if len(self.drawn) >= MOST:
                self.drawn.clear()
            self.drawn[key] = self.nodelist.render(context.new(given))
        return self.drawn[key]


@register.tag("kept")
def kept_part(parser: Parser, token: Token) -> KeptNode:
    """Draw the part once a language and such values; nothing personal belongs there."""
    _tag, *names = token.split_contents()
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    return KeptNode(nodelist, names)
