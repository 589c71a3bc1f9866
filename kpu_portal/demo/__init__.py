"""Made-up people and deliveries for the demo, the tests and the bench.

The package imports neither voters.rules nor reconciliation, so that the truth files it
writes are a second opinion on what the portal should find and not an echo of it.
"""
