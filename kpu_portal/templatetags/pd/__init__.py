"""Tags and filters of the portal's look: `{% load pd %}`; docs/ui.md shows each in use.

They only draw. What is drawn (figures, links, rights) comes from the view.
"""

from django import template

from kpu_portal.templatetags.pd import (
    cards,
    figures,
    forms,
    keeping,
    lists,
    marks,
    notices,
)

register = template.Library()
for part in (figures, marks, lists, cards, notices, forms, keeping):
    register.tags.update(part.register.tags)
    register.filters.update(part.register.filters)
