"""What a scan or a check met, as a list to read through and copy: grouped, and capped where it would not end.

In this room: `presenter` (the groups; no Qt), `dialog`. Not in this room: the one sentence of a notice (`reports`).
"""
