"""The delivery that an address names."""

from uuid import UUID

from django.http import Http404, HttpRequest

from reconciliation.models import Delivery


def asked_delivery(request: HttpRequest, regency: str, public_id: UUID) -> Delivery:
    """A delivery of the person's office. Raises Http404."""
    rows = Delivery.objects.in_scope_of(request.user).of(regency)
    delivery = rows.filter(public_id=public_id).first()
    if delivery is None:
        raise Http404
    return delivery
