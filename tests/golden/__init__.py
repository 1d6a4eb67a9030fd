"""How every printed form looks: what stands where, and a small picture. `python -m tests.golden.renew` makes them anew.

A change here is a change on paper: look at the pictures before they are committed.
"""
