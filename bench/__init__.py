"""Measurements of the portal on real-size data, as ratios inside one run.

Absolute seconds say more about a machine than about the code, so each goal compares
the portal's work with something the same server does on the same data at the same time.
"""
