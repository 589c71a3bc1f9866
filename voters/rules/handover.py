"""The hand-over of a person between two regencies: its states, and who may do what.

Pure: the caller brings the day. sql/handover.sql computes the same state; a test holds
the two together (rules O; law 7/2017 art. 202 and 204: one voter, one regency).
"""

from datetime import date

FROM, TO = "FROM", "TO"
WAITING, APPLIED, GONE = "WAITING", "APPLIED", "GONE"
"""Stage of a side: its proposal waits, was applied, or came to nothing."""
STAGES = ("", WAITING, APPLIED, GONE)
ANSWERS = ("", "CONFIRMED", "DECLINED")
OPEN = ("OFFERED", "ASKED", "CONFIRMED")
UNANSWERED = ("OFFERED", "ASKED")
MAY_ANSWER = ("OFFERED", "ASKED", "EXPIRED")
"""States in which the other side may still say yes or no."""
MAY_RENEW = ("EXPIRED", "DECLINED")
"""States in which who opened it may set the clock anew."""


def state_of(
    opened_by: str, from_stage: str, to_stage: str, answer: str, *, expired: bool
) -> str:
    """The state that follows from both sides' stages, the answer and the clock.

    Twin of handover_state() in sql/handover.sql.
    """
    if from_stage == to_stage == APPLIED:
        return "DONE"
    if (from_stage if opened_by == FROM else to_stage) == GONE:
        return "WITHDRAWN"
    if answer:
        return answer
    if expired:
        return "EXPIRED"
    return "OFFERED" if opened_by == FROM else "ASKED"


def acts(state: str, *, is_opener: bool, has_record: bool, leaves: bool) -> list[str]:
    """What an account of one side may do now: confirm, already, decline, renew.

    `has_record`: the side has a counted record with this NIK; `leaves`: it is the side
    that lets the person go. Who lets go needs the record to confirm; who takes in must
    not have it, and says "already" then (no candidate beside a counted record).
    """
    if is_opener:
        return ["renew"] if state in MAY_RENEW else []
    if state not in MAY_ANSWER:
        return []
    return ["confirm" if has_record == leaves else "already", "decline"]


def days_left(due_on: date, today: date) -> int:
    """Days until the clock runs out; 0 on the last day, below when it is over."""
    return (due_on - today).days
