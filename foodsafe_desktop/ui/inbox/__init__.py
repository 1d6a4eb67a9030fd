"""收件箱: what waits for its place, what it may belong to and why, and the keys that put it there.

In this room: `presenter` (rows and suggestions in words; no Qt), `view` (list, suggestions, preview), `decisions`
(what is asked of the services). Not in this room: how suggestions are found, which a service does.
"""
