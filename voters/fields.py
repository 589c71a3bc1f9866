"""Which elements of a person a role is shown: one list a role, used by its pages.

Offices see every element with numbers masked (voters/detail.html); who is not named
here is shown no person. Bawaslu's seven stand in plenos/sql/sample.sql, because the
database gives no others.
"""

from accounts.models import Role

POST = (
    *("nik", "nkk", "name", "birth_place", "birth_date", "sex", "marital_status"),
    *("address", "rt", "rw", "kelurahan", "tps", "status"),
)
NEIGHBOURHOOD = ("name", "sex", "address", "rt", "rw", "status")
VILLAGE = ("name", "kind", "category", "state", "source", "created_at")
"""Of a proposal; the office of a kelurahan opens no person."""
OF_ROLE: dict[str, tuple[str, ...]] = {
    Role.POST: POST,
    Role.NEIGHBOURHOOD: NEIGHBOURHOOD,
    Role.VILLAGE: VILLAGE,
}
MASKED = frozenset({"nik", "nkk", "birth_date"})
"""Never in full outside the office."""
CORRECTABLE = (
    *("name", "birth_place", "sex", "marital_status", "address", "rt", "rw"),
    *("kelurahan", "tps", "ektp_status"),
)
"""What a post officer may propose to correct; the numbers are the office's."""
