"""Documents of a form that is not sent yet: kept at once, shown again, taken out."""

from dataclasses import dataclass, field

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import OFFICE, role_required
from voters import services
from voters.forms_by_hand import DocumentsForm
from voters.models import EvidenceDraft
from voters.services.errors import BadEvidence
from voters.views.roll import person_of

KEPT, DROPPED, FILES = "draf", "buang", "documents"
"""Words of the form: ids of kept documents, the one to take out, new files."""


@dataclass
class Documents:
    """What a form has beside it, and why something else was not kept."""

    kept: list[EvidenceDraft] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    form: DocumentsForm = field(default_factory=DocumentsForm)


def documents_of(request: HttpRequest, regency: str) -> Documents:
    """Keep the files of this request, and find those that the form kept before.

    A form that comes back with an error has lost its files in the browser, not here.
    """
    if request.method != "POST":
        return Documents()
    actor = person_of(request)
    if dropped := request.POST.get(DROPPED):
        services.drop_draft(actor=actor, regency=regency, key=dropped)
    found = Documents(
        services.own_drafts(
            actor=actor, regency=regency, keys=request.POST.getlist(KEPT)
        )
    )
    for place, upload in enumerate(request.FILES.getlist(FILES), 1):
        try:
            made = services.keep_draft(
                actor=actor, regency=regency, upload=upload, beside=len(found.kept)
            )
        except BadEvidence as error:
            words = _("Dokumen ke-%(n)s: %(why)s")
            found.errors.append(words % {"n": place, "why": error})
        else:
            found.kept.append(made)
    return found


@role_required(OFFICE)
@require_POST
def documents(request: HttpRequest, regency: str) -> HttpResponse:
    """The list of documents after one was chosen or taken out (htmx)."""
    context = {"regency": regency, "documents": documents_of(request, regency)}
    return render(request, "voters/_documents.html", context)
