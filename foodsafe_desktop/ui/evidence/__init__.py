"""The evidence table under a page: what is there, where it lies, and whether it counts.

In this room: `presenter` (rows from an overview; no Qt), `model`, `view` (table with its buttons and menu),
`decisions` (what is asked of the desk). Not in this room: whether a piece counts; that is the domain's.
"""
