"""What every page of a pair shows, whatever its two records are."""

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from periods.models import Period
from voters.models import DuplicatePair
from voters.selectors import duplicates as reading
from voters.tables_duplicates import weights_of

Neighbours = tuple[Any, Any]
"""Public ids of the pairs before and after one in the list; None where it ends."""


def pair_response(
    request: HttpRequest,
    template: str,
    pair: DuplicatePair,
    neighbours: Neighbours,
    said: QueryDict | None,
    **own: Any,
) -> HttpResponse:
    """The page with its score, reasons and way through the list, and what is its own.

    said: an answer that was refused, which the page shows again as it was entered.
    """
    query = request.GET.urlencode()
    context = {
        "regency": pair.regency_code,
        "pair": pair,
        **weights_of(pair),
        "rules": reading.rules_of(pair),
        "period_open": Period.objects.open(pair.regency_code).exists(),
        "before": neighbours[0],
        "after": neighbours[1],
        "query": f"?{query}" if query else "",
        "said": said or QueryDict(),
        **own,
    }
    return render(request, template, context, status=200 if said is None else 422)
