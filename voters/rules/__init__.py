"""Pure rules of the roll: no ORM, no clock; the day that counts is always passed in."""
