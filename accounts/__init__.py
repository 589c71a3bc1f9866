"""Users, roles, scope and sign-in."""
