"""Pure rules of the recap: what its figures are, and the proof that they hold."""
