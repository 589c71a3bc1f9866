"""Pure functions of the room: no ORM, no clock."""
