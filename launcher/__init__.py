"""Sets the portal up and runs it on one machine, for the demo, the tests and the bench.

Only the standard library is imported before the virtual environment exists, so that
``python3 -m launcher setup`` works on a machine that has nothing but Python and make.
"""
