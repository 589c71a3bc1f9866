"""What somebody else's claim keeps from being decided (ADR 0051)."""


def subject_of(voter_id: int | None, proposal_id: int) -> str:
    """The person of a proposal: the voter, else the proposal of somebody not known."""
    return f"v{voter_id}" if voter_id else f"p{proposal_id}"


def district_of(kelurahan: str) -> str:
    """The claim on the kecamatan of a kelurahan."""
    return f"k{kelurahan[:6]}"


def waits_for(subject: str, *, at_the_door: bool) -> bool:
    """Whether a deed outside the queue waits for a colleague's claim on `subject`.

    What is found at a door is a fact of that day: it waits only while somebody has the
    very person open, never for a kecamatan that is held until the evening.
    """
    return not (at_the_door and subject.startswith("k"))


def keeps_out(subject: str, state: str) -> bool:
    """Whether a claim of another account on `subject` stops a decision.

    A claimed kecamatan never keeps the second person out of what waits for one.
    """
    return not (subject.startswith("k") and state == "SECOND")
