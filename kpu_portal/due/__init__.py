"""What is due in the rooms that stand; a later room registers its own provider."""

from jobs import due
from kpu_portal.due.administrator import for_administrator
from kpu_portal.due.moves import for_moves
from kpu_portal.due.office import for_office
from kpu_portal.due.outreach import for_outreach
from kpu_portal.due.outside import for_field, for_province, for_supervisor
from kpu_portal.due.partners import for_partners
from kpu_portal.due.rounds import for_rounds


def register_all() -> None:
    """Register the providers of every role, once when the portal starts."""
    due.register("office", for_office)
    due.register("moves", for_moves)
    due.register("partners", for_partners)
    due.register("rounds", for_rounds)
    due.register("outreach", for_outreach)
    due.register("province", for_province)
    due.register("supervisor", for_supervisor)
    due.register("field", for_field)
    due.register("administrator", for_administrator)


__all__ = ["register_all"]
