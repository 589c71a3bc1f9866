"""The roll: enrolment, proposals, review, apply, undo, history."""
