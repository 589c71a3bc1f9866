"""Papers of aid."""
