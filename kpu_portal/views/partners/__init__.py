"""Pages of the institutions around an office.

They stand here because partners is beside accounts and knows nobody's rights, and
because a request's page shows the deliveries that answered it.
"""

from kpu_portal.views.partners.activities import (
    activity,
    activity_export,
    activity_list,
    activity_new,
)
from kpu_portal.views.partners.agreements import (
    agreement,
    agreement_export,
    agreement_list,
    agreement_new,
    agreement_scan,
)
from kpu_portal.views.partners.institutions import (
    contact_edit,
    contact_new,
    institution,
    institution_edit,
    institution_export,
    institution_list,
    institution_new,
)
from kpu_portal.views.partners.keeping import archive, reminder_done, restore
from kpu_portal.views.partners.requests import (
    request_delivery,
    request_detail,
    request_edit,
    request_export,
    request_letter,
    request_list,
    request_new,
    request_state,
)

__all__ = [
    "activity",
    "activity_export",
    "activity_list",
    "activity_new",
    "agreement",
    "agreement_export",
    "agreement_list",
    "agreement_new",
    "agreement_scan",
    "archive",
    "contact_edit",
    "contact_new",
    "institution",
    "institution_edit",
    "institution_export",
    "institution_list",
    "institution_new",
    "reminder_done",
    "request_delivery",
    "request_detail",
    "request_edit",
    "request_export",
    "request_letter",
    "request_list",
    "request_new",
    "request_state",
    "restore",
]
