"""The 总览 view: how far the archive is, what it is worth, how long is left, whom to chase; and the year grid.

In this room: `presenter` and `grid_presenter` (what is said; no Qt), `model`, `parts` and `view`. Not in this
room: how points add up or what is missing; that is the domain's.
"""
