"""The evidence table under a page: what is there, where it lies, and whether it counts.

In this room: `presenter` (rows from an overview; no Qt), `model`, `view` (table with its buttons and menu). Not in
this room: the decisions themselves, which the desk carries out.
"""
